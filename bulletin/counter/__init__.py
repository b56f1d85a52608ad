"""Thống kê truy cập: counts who reads the bulletin, and never lies about it.

Modules from the pure to the worldly: `definitions` says what a visit is; `visitor`, `bots`, `limits` and
`addresses` say what a request is; `store` with `sqlite` and `redis` keeps the figures; `application`
answers the beacon; `command` is what is typed. Everything that a host must run to count
(`application` and above, `wsgi`, `gateway`) needs the standard library only, and imports nothing
of the road: `pack` copies it for hosts where nothing can be installed.
"""
