"""What the host should be told: security headers, old addresses, the 404 page, how long files keep.

One set of facts in three tongues: `.htaccess` for Apache, lines for nginx to include, and
`_headers` with `_redirects` for Netlify and hosts like it. The policy stands in every page too
(a meta element), so that it holds where the host listens to none of them.
"""

import re
from collections.abc import Sequence
from urllib.parse import quote, urlsplit

from bulletin.outputs import Rank, Static
from bulletin.problem import Place

APACHE, NGINX, HEADERS, REDIRECTS = ".htaccess", "may-chu/nginx.conf", "_headers", "_redirects"


def policy(own: str, counter: str = "", search: str = "") -> str:
    """Nothing but the site's `own` files; a film from YouTube only after a click, and without cookies.

    Scripts may talk to the site and to `counter`, the origin of a counter elsewhere; forms may
    lead to `search`, the origin of a search of the web.

    No inline script or style is ever needed. https://www.w3.org/TR/CSP3/
    """
    loaded = ("script-src", "style-src", "img-src", "media-src", "font-src", "connect-src", "manifest-src")
    more = {"img-src": " data:", "connect-src": counter and f" {counter}"}
    rules = [
        "default-src 'none'",
        *(f"{kind} {own}{more.get(kind, '')}" for kind in loaded),
        "frame-src https://www.youtube-nocookie.com",
        f"form-action {own} {search}".rstrip(),
        "base-uri 'none'",
    ]
    return "; ".join(rules)


# On a disk a page has no origin, and 'self' means nothing to some browsers: there the page's own
# policy must name files. From a host no page can load a file of the reader's disk, named or not.
def page_policy(counter: str = "", search: str = "") -> str:
    return policy("'self' file:", counter, search)


PAGE_POLICY = page_policy()
SECURITY = (
    ("Content-Security-Policy", policy("'self'") + "; frame-ancestors 'self'"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
)


def security(counter: str = "", search: str = "") -> tuple[tuple[str, str], ...]:
    """The headers of every answer, with the counter's and the search's origins in the policy."""
    first = ("Content-Security-Policy", policy("'self'", counter, search) + "; frame-ancestors 'self'")
    return (first, *SECURITY[1:])


# A name with a digest in it never means other bytes: a browser may keep the file for a year.
FOREVER = ("assets", "anh", "tep")
COMPRESSED = (
    "text/css text/javascript application/javascript application/xml application/atom+xml image/svg+xml"
)
KEEP = "public, max-age=31536000, immutable"

Rule = tuple[str, str]  # an old url of the site, the whole new address
Headers = Sequence[tuple[str, str]]


def plan_hosting(base: str, rules: Sequence[Rule], counter: str = "", search: str = "") -> list[Static]:
    """`counter` is the origin of a counter elsewhere, `search` that of a search of the web."""
    root, told = urlsplit(base).path, security(counter, search)
    files = {
        APACHE: apache(root, rules, told),
        NGINX: nginx(root, rules, told),
        HEADERS: headers(root, told),
        REDIRECTS: "".join(f"{quote(root + alias)}  {target}  301\n" for alias, target in rules),
    }
    return [Static(path, text.encode(), Place(path), Rank.PAGE) for path, text in files.items()]


def apache(root: str, rules: Sequence[Rule], told: Headers = SECURITY) -> str:
    """`root` is the path of the site on its host, with "/" at both ends.

    Every line that a host may not know stands in its <IfModule>: an unknown word in
    .htaccess would make the whole site answer 500.
    """
    kept = "|".join(FOREVER)
    return "\n".join(
        (
            "# Made by the bulletin; a build writes it anew.",
            f"ErrorDocument 404 {root}404.html",
            "AddDefaultCharset utf-8",
            "<IfModule mod_dir.c>",
            "  DirectoryIndex index.html",
            "</IfModule>",
            "<IfModule mod_deflate.c>",
            f"  AddOutputFilterByType DEFLATE text/html {COMPRESSED}",
            "</IfModule>",
            "<IfModule mod_headers.c>",
            *(f'  Header always set {name} "{value}"' for name, value in told),
            "  <IfModule mod_setenvif.c>",
            f'    SetEnvIf Request_URI "^{root}({kept})/" bantin_kept',
            f'    Header set Cache-Control "{KEEP}" env=bantin_kept',
            "  </IfModule>",
            "</IfModule>",
            "<IfModule mod_alias.c>",
            f'  RedirectMatch 404 "^{root}\\.bantin/"',
            # RedirectMatch, for Redirect would take along every address that begins like it.
            *(f'  RedirectMatch 301 "^{re.escape(root + alias)}$" "{target}"' for alias, target in rules),
            "</IfModule>",
            "",
        )
    )


def nginx(root: str, rules: Sequence[Rule], told: Headers = SECURITY) -> str:
    """Lines to include in the site's `server { … }`."""
    kept = "|".join(FOREVER)
    security = [f'add_header {name} "{value}" always;' for name, value in told]
    return "\n".join(
        (
            "# Made by the bulletin: include this file in the server block of the site.",
            f"error_page 404 {root}404.html;",
            "index index.html;",
            "charset utf-8;",
            "gzip on;",
            f"gzip_types {COMPRESSED};",
            *security,
            f"location ~ ^{root}({kept})/ {{",
            # nginx forgets the outer add_header where an inner block has one of its own.
            *(f"  {line}" for line in security),
            f'  add_header Cache-Control "{KEEP}" always;',
            "}",
            f"location ^~ {root}.bantin/ {{ return 404; }}",
            *(f'location = "{_nginx(root + alias)}" {{ return 301 "{target}"; }}' for alias, target in rules),
            "",
        )
    )


def _nginx(text: str) -> str:
    """Text between double quotes of nginx's settings, where a dollar begins a variable in some places."""
    return text.replace("$", "%24")


def headers(root: str, told: Headers = SECURITY) -> str:
    lines = [f"{root}*", *(f"  {name}: {value}" for name, value in told)]
    for folder in FOREVER:
        lines += [f"{root}{folder}/*", f"  Cache-Control: {KEEP}"]
    return "\n".join([*lines, ""])
