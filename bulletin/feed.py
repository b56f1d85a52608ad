"""An Atom feed: RFC 4287. The whole text of each article, so that a portal can take it over."""

from xml.sax.saxutils import escape, quoteattr

from bulletin.outputs import Entry, Feed


def render_feed(feed: Feed) -> bytes:
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoteattr(feed.language)}>',
        f"<id>{_text(feed.self_address)}</id>",
        f"<title>{_text(feed.title)}</title>",
        *([f"<subtitle>{_text(feed.subtitle)}</subtitle>"] if feed.subtitle else []),
        f"<updated>{feed.updated}</updated>",
        f"<author><name>{_text(feed.author)}</name></author>",
        f'<link rel="alternate" type="text/html" href={quoteattr(feed.permalink)}/>',
        f'<link rel="self" type="application/atom+xml" href={quoteattr(feed.self_address)}/>',
    ]
    for entry in feed.entries:
        lines += _entry(entry)
    return "\n".join([*lines, "</feed>", ""]).encode()


def _entry(entry: Entry) -> list[str]:
    return [
        "<entry>",
        f"<id>{_text(entry.permalink)}</id>",
        f"<title>{_text(entry.title)}</title>",
        f"<published>{entry.published}</published>",
        f"<updated>{entry.updated}</updated>",
        *([f"<author><name>{_text(entry.author)}</name></author>"] if entry.author else []),
        f'<link rel="alternate" type="text/html" href={quoteattr(entry.permalink)}/>',
        *(f"<category term={quoteattr(_clean(name))}/>" for name in entry.categories),
        *([f"<summary>{_text(entry.summary)}</summary>"] if entry.summary else []),
        f'<content type="html">{_text(entry.content.__html__())}</content>',
        "</entry>",
    ]


def _text(text: str) -> str:
    return escape(_clean(text))


def _clean(text: str) -> str:
    """Without the control characters that XML 1.0 has no way to write."""
    return "".join(c for c in text if c >= " " or c in "\t\n")
