"""Promises of `bulletin.markup` for any body, however odd."""

import re
from collections.abc import Iterable

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bulletin.markup import Body, Converter
from bulletin.markup.marks import PUSHED
from bulletin.markup.parser import parser
from bulletin.markup.wordpaste import clean

GLOSSARY = {"UBND": "Ủy ban nhân dân", "Đ/c": "đồng chí", "a": '<b>&"'}
CONVERTER = Converter(GLOSSARY)
SHORT, LONG = parser({}), parser({}, short_cuts=False)

# What Markdown, HTML, Word and this package give a meaning to.
PIECES = (
    "# ", "## ", "- ", "1. ", "> ", "    ", "\t", "\n", "\n\n", "  \n", "| a | b |\n|--:|---|\n| ", " | ", "***", "**", "*", "_",
    "`", "```\n", "~~~\n", "[", "](", ")", "![", "[^1]", "[^1]: ", "[a]: ", "*[UBND]: ", "UBND", ": ", "::: hop ", "::: ky-ten\n",
    ":::", "---", "===", "{: #bt-x .y onclick=z }", "{#x}", "<", ">", "</", "/>", "<b>", "</b>", "<p>", "<p align=right>", "</p>",
    "<div>", "</div>", "<table>", "<tr>", "<td colspan=2>", "<th>", "</table>", "<ul>", "<li>", "<dl>", "<dd>", "<h1>", "</h1>",
    "<figure>", "<figcaption>", "<details>", "<summary>", "<blockquote>", "<pre>", "<code>", "<a href='b.md'>", "<a name=x>", "</a>",
    "<a href=\"javascript:x\">", "<img src=a.jpg onerror=x style='y'>", "<iframe src='//youtu.be/abcdefghijk'>", "</iframe>",
    "<video src=https://x/y.mp4>", "<script>", "</script>", "<svg onload=x>", "<style>", "<!--", "-->", "<![if !x]>", "<![CDATA[",
    "<?xml ", "<span style=\"font-family:\"Times\"\">", "<o:p>", "<math>", "<plaintext>", "<textarea>", "<template>", "<noscript>",
    "&nbsp;" * 12, "&nbsp;", "&#x3c;", "&lt;script&gt;", "&ocirc;\u0300", "&", "\u00a0", "\u200b", "\ue000", "\ue0010\ue002", "\x02",
    "\x0b", "\u0338", "https://youtu.be/abcdefghijk", "http://x/a.jpg", "javascript:x", "data:text/html,x", "a.mp4", "\"", "'", "=",
    "style=", " onload=", "{{ x }}", "{% x %}", "Ảnh: An", "Bảng 1", "ngày 5 tháng 2", "·\u00a0", " " * 24, "\\", "\ud800", "a", "Đ",
)  # fmt: skip
bodies = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=14).map("".join) | st.text(
    max_size=40
)

TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+(?:="[^"<>]*")?)*)>')
ATTRIBUTE = re.compile(r' ([a-z-]+)(?:="([^"<>]*)")?')
ADDRESS = re.compile(r"bantin:(?:link|picture)/(\d+)|#[^\s]*|mailto:[^\s]*|tel:[^\s]*")

slow = settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])


def tags(body: Body) -> Iterable[tuple[str, dict[str, str]]]:
    for _, name, attributes in TAG.findall(body.html):
        yield name, dict(ATTRIBUTE.findall(attributes))


@slow
@given(bodies)
def test_any_text_becomes_a_body(text: str) -> None:
    body, problems = CONVERTER.convert(text, "content/a.md", 5)
    last = 5 + len(re.findall("\r\n|\r|\n", text))
    for line in [x.line for x in (*body.links, *body.pictures)] + [p.place.line for p in problems]:
        assert line == 0 or 5 <= line <= last
    assert len(body.excerpt) <= 301


@slow
@given(bodies)
def test_nothing_in_it_can_run_or_ask_another_site(text: str) -> None:
    body, _ = CONVERTER.convert(text, "content/a.md")
    assert not re.search("[<>]", TAG.sub("", body.html)), "a sign that is neither a tag nor escaped"
    for name, attributes in tags(body):
        assert name not in (
            "script",
            "style",
            "iframe",
            "form",
            "object",
            "embed",
            "svg",
            "math",
            "link",
            "meta",
            "base",
        )
        assert not [
            a for a in attributes if a.startswith("on") or a in ("style", "align", "srcset", "target")
        ]
        for key in attributes.keys() & {"href", "src"}:
            assert ADDRESS.fullmatch(attributes[key])


@slow
@given(bodies)
def test_every_reference_is_there_once(text: str) -> None:
    body, _ = CONVERTER.convert(text, "content/a.md")
    links = re.findall(r'(?:href|src)="bantin:link/(\d+)"', body.html)
    pictures = re.findall(r'<img src="bantin:picture/(\d+)" alt="[^"]*">', body.html)
    assert [int(n) for n in links] == list(range(len(body.links)))
    assert [int(n) for n in pictures] == list(range(len(body.pictures)))
    assert body.html.count("<img") == len(pictures)


@slow
@given(bodies)
def test_headings_go_down_one_step_at_a_time(text: str) -> None:
    body, _ = CONVERTER.convert(text, "content/a.md")
    levels = [h.level for h in body.headings]
    assert all(2 <= level <= 6 for level in levels)
    assert all(after <= before + 1 for before, after in zip([1, *levels], levels, strict=False))
    assert [f"h{h.level}" for h in body.headings] == [
        name for name, _ in tags(body) if re.fullmatch("h[1-6]", name)
    ][::2]
    assert all(h.text for h in body.headings)


@slow
@given(bodies)
def test_ids_are_plain_and_unique(text: str) -> None:
    body, _ = CONVERTER.convert(text, "content/a.md")
    ids = [attributes["id"] for _, attributes in tags(body) if "id" in attributes]
    assert len(set(ids)) == len(ids)
    assert all(i.isascii() and i and " " not in i and not i.lower().startswith("bt-") for i in ids)
    assert {h.id for h in body.headings} <= set(ids)


@slow
@given(st.lists(bodies, min_size=2, max_size=4))
def test_no_body_leaves_a_trace_in_the_next(texts: list[str]) -> None:
    alone = [Converter(GLOSSARY).convert(text, "content/a.md") for text in texts]
    assert [CONVERTER.convert(text, "content/a.md") for text in texts] == alone


@given(bodies)
def test_cleaning_keeps_the_lines(text: str) -> None:
    lines = len(re.findall("\r\n|\r|\n", text))
    assert clean(text).count("\n") == lines


@given(bodies)
def test_a_clean_text_stays_as_it_is(text: str) -> None:
    once = clean(text)
    assume(PUSHED not in once)
    assert clean(once) == once


@slow
@given(bodies)
def test_short_cuts_change_nothing(text: str) -> None:
    for form in (text, clean(text)):
        assert SHORT.reset().convert(form) == LONG.reset().convert(form)
