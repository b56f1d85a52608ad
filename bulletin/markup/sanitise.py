"""HTML that nobody needs to fear: the one place where foreign markup is let in or kept out.

After it there is no script, style, form, event or unknown tag; every tag is closed. Two things
pass that must not reach a page: `iframe` and `style="text-align:…"`. The stages behind turn
them into players and classes, and `html.write` writes neither, whatever happens.
"""

import re
from unicodedata import is_normalized, normalize

import nh3

from bulletin.markup.source import Source

_TAGS = {
    "a", "abbr", "audio", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "details", "div",
    "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "iframe", "img",
    "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp", "small", "source", "strong", "sub",
    "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul", "var", "video", "wbr",
}  # fmt: skip
# Their words are no text for a reader, so they go with the tag.
_WITH_CONTENT = {"applet", "button", "head", "math", "object", "script", "select", "style", "svg", "template",
                 "textarea", "title", "xml"}  # fmt: skip
_ATTRIBUTES = {
    "*": {"id", "class"},
    "a": {"href", "title", "name"},
    "abbr": {"title"},
    "audio": {"src"},
    "details": {"open"},
    "iframe": {"src", "title"},
    "img": {"src", "alt", "title", "focus", "tam", "blur", "mo", "braces"},
    "ol": {"start", "type"},
    "source": {"src"},
    "video": {"src"},
    **{tag: {"align", "style"} for tag in ("div", "p", "h1", "h2", "h3", "h4", "h5", "h6")},
    **{tag: {"align", "style", "colspan", "rowspan"} for tag in ("td", "th")},
    # Word says lang=EN-US of Vietnamese words, so a language counts only where nobody but a writer puts it.
    **{tag: {"lang"} for tag in ("blockquote", "cite", "em", "i", "q")},
}
# Besides those that may stay, some that editors paste by mistake: `references` names them and drops them.
# A letter is a drive of a Windows computer.
_SCHEMES = {"http", "https", "mailto", "tel", "data", "file", "ftp", *"abcdefghijklmnopqrstuvwxyz"}

# nh3 panics when "class" is allowed and allowed_classes is given, or when a tag is both kept and cleaned with
# its content; a panic is no Exception. `rel` is left alone: links open in the same window, where noopener has
# no use, and whoever is linked to may know from where.
_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags=_WITH_CONTENT,
    attributes=_ATTRIBUTES,
    url_schemes=_SCHEMES,
    link_rel=None,
    strip_comments=True,
    filter_style_properties={"text-align"},
)
# What a browser never reads as tags stands unescaped inside an iframe.
_IFRAME = re.compile(r'(<iframe(?: [a-z]+="[^"]*")*>).*?(?=</iframe>)', re.DOTALL)
_TEXT = re.compile(r"[^<>]+")
_LOST = re.compile(
    r"<(script|object|embed|applet|form|input|select|textarea|button|svg|math|canvas|marquee|blink)\b",
    re.IGNORECASE,
)


def sanitise(html: str, source: Source, *, is_raw: bool) -> str:
    """Clean `html`. Where an editor's own tags may be in it (`is_raw`), the loss of some is warned of."""
    if is_raw:
        for tag in dict.fromkeys(match[1].lower() for match in _LOST.finditer(html)):
            source.warn("tag-dropped", source.find_tag(tag), tag=tag)
    safe: str = _CLEANER.clean(html)
    if "<iframe" in safe:
        safe = _IFRAME.sub(r"\1", safe)
    if not is_normalized("NFC", safe):  # a letter and its accent stood apart, with a tag between them
        safe = _TEXT.sub(lambda text: normalize("NFC", text[0]), safe)
    return safe
