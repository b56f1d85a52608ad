"""`bulletin.markup.html`: sanitised HTML to a tree and back, and what is never written."""

import pytest

from bulletin.markup.html import parse, write
from bulletin.markup.tree import Element


@pytest.mark.parametrize(
    "html",
    [
        "",
        "chữ &lt;b&gt; &amp;",
        "<p>một <b>hai</b> ba<br>bốn</p>\n<hr><ul><li>a</li></ul>",
        '<p class="note" id="x">a</p>',
        '<ol start="3" type="a"><li>x</li></ol>',
    ],
)
def test_what_is_plain_comes_back(html: str) -> None:
    assert write(parse(html).root) == html


@pytest.mark.parametrize(
    ("html", "written"),
    [
        ('<p style="text-align:right">a</p>', "<p>a</p>"),
        ('<p align="center" class="MsoNormal pull x">a</p>', '<p class="pull">a</p>'),
        ('<a href="b.md">a</a>', "<a>a</a>"),  # no address that is not a reference yet
        ('<a href="#x" name="y" title="&quot;&lt;">a</a>', '<a href="#x" title="&quot;&lt;">a</a>'),
        ('<ol start="x" type="z"></ol>', "<ol></ol>"),
        ('<i lang="en">a</i><i lang="EN-US">b</i><i lang="vn">c</i>', '<i lang="en">a</i><i>b</i><i>c</i>'),
    ],
)
def test_what_is_not_listed_is_not_written(html: str, written: str) -> None:
    assert write(parse(html).root) == written


def test_even_a_tree_gone_wrong_writes_nothing_that_runs() -> None:
    bad = Element("p", {"onclick": "x", "style": "y", "href": "javascript:x", "title": '"><script>'}, ["a"])
    assert write(Element("", None, [bad])) == '<p title="&quot;&gt;&lt;script&gt;">a</p>'


def test_deep_tags_are_dropped_and_their_text_stays() -> None:
    html = "<b>" * 5000 + "sâu" + "</b>" * 5000 + "<p>sau</p>"
    written = write(parse(html).root)
    assert written == "<b>" * 60 + "sâu" + "</b>" * 60 + "<p>sau</p>"


def test_elements_move_between_parents() -> None:
    tree = parse("<p>a<b>b</b>c</p><div>d</div>")
    paragraph, box = tree.root.elements
    bold = paragraph.elements[0]
    box.append(bold)
    assert write(tree.root) == "<p>ac</p><div>d<b>b</b></div>"
    box.replace(["x", bold, "y"])
    assert write(tree.root) == "<p>ac</p>x<b>b</b>y"
    bold.unwrap()
    assert write(tree.root) == "<p>ac</p>xby"
    assert not bold.is_attached
    assert paragraph.is_attached
