"""sitemap.xml for search engines: https://www.sitemaps.org/protocol.html"""

from collections.abc import Sequence
from html import escape

from bulletin.outputs import Page, Sitemap
from bulletin.permalink import whole
from bulletin.views import Frame

LONGEST = 50_000  # addresses in one file, by the protocol


def plan_sitemaps(pages: Sequence[Page], frame: Frame) -> list[Sitemap]:
    """One sitemap, or an index of several when one may not hold every page."""
    listed = sorted((p.url, p.modified) for p in pages if p.is_indexed)
    addresses = tuple((whole(frame.base_url, url), modified) for url, modified in listed)
    if len(addresses) <= LONGEST:
        return [Sitemap("sitemap.xml", addresses)]
    parts = [
        Sitemap(f"sitemap-{n}.xml", addresses[start : start + LONGEST])
        for n, start in enumerate(range(0, len(addresses), LONGEST), 1)
    ]
    index = tuple((whole(frame.base_url, part.path), "") for part in parts)
    return [Sitemap("sitemap.xml", index, is_index=True), *parts]


def render_sitemap(sitemap: Sitemap) -> bytes:
    outer, inner = ("sitemapindex", "sitemap") if sitemap.is_index else ("urlset", "url")
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<{outer} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
    ]
    for address, modified in sitemap.addresses:
        changed = f"<lastmod>{modified}</lastmod>" if modified else ""
        lines.append(f"<{inner}><loc>{escape(address, quote=False)}</loc>{changed}</{inner}>")
    return "\n".join([*lines, f"</{outer}>", ""]).encode()
