"""The counter as a CGI program: for hosts that run nothing that stays.

One process a hit, so nothing is remembered between hits but what is in the store: there is no limit
of hits a minute, and the sitemap must be a file.
"""

from wsgiref.handlers import CGIHandler

from bulletin.counter.wsgi import counter, read_places


def main() -> None:
    application = counter(read_places(), may_fetch=False)
    try:
        CGIHandler().run(application)
    finally:
        application.close()
