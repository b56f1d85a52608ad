"""`bulletin.markup.wordpaste`: text pasted from elsewhere, before Markdown reads it."""

import pytest

from bulletin.markup.marks import PUSHED
from bulletin.markup.wordpaste import clean

N = "\u00a0"


@pytest.mark.parametrize(
    ("pasted", "plain"),
    [
        ("một\r\nhai\rba", "một\nhai\nba"),
        (f"a{N}{N}{N}b", "a b"),
        (f"500.000{N}đồng", f"500.000{N}đồng"),
        (f"{N}{N}đầu dòng và cuối{N} \nhai", "đầu dòng và cuối\nhai"),
        ("a&nbsp;&nbsp;b&nbsp;c", f"a b{N}c"),
        (f"{N}\n", "\n"),
        (f"-{N}{N}mục\n1.{N}mục\n##{N}đề mục", "- mục\n1. mục\n## đề mục"),
        ("ẩ\u200bn\ufeff mề\u00adm", "ẩn mềm"),
        ("👩\u200d🌾 ស្រុក\u200bស្រែ", "👩\u200d🌾 ស្រុក\u200bស្រែ"),  # a farmer; Khmer words
        ("tr&ocirc;\u0300ng", "trồng"),
        ("tr&#244;&#768;ng", "trồng"),
        ("&lt;b&gt; &amp;ocirc; &quot; &#42; &bogus;", "&lt;b&gt; &amp;ocirc; &quot; &#42; &bogus;"),
        ("·      một\n•hai\no   ba", "- một\n- hai\n- ba"),
        ("ông o bà", "ông o bà"),
        (f"\uf0b7{N}{N}một \uf0fc", "- một •"),
        ("một\x0bhai\u2028ba", "một<br>hai<br>ba"),
        ("a\x00b\x07c\ud800d", "abcd"),
        ('<span style="font-family:"Times New Roman"">a</span>', "a"),
        ("<span\nlang=VI\nstyle='x'>a</span> b", "\n\na b"),
        (
            "<p class=MsoNormal style='font-family:\"Times New Roman\";text-align:right' id=a>x",
            '<p style="text-align:right" id=a>x',
        ),
        ("<!--[if gte mso 9]>\n<xml>a</xml>\n<![endif]-->b", "\n\nb"),
        ("<![if !supportLists]>a<![endif]>", "a"),
        ("<o:p></o:p>a<v:shape id=1>", "a"),
        ("<style>\np{}\n</style>a", "\n\na"),
        ("`<span x>` <span x>", "`<span x>` "),
        ("```\n<span x>\n```\n<span x>a", "```\n<span x>\n```\na"),
        ("<http://a.vn/b> <a@b.vn>", "<http://a.vn/b> <a@b.vn>"),
        ("![a](b.jpg “Chú thích”)", '![a](b.jpg "Chú thích")'),
        ("[a](b (1).md “Chú “thích””)", '[a](b (1).md "Chú “thích”")'),
        ("“a” (b) [c](d.md)", "“a” (b) [c](d.md)"),
    ],
)
def test_clean(pasted: str, plain: str) -> None:
    assert clean(pasted) == plain


@pytest.mark.parametrize(
    "tail",
    [
        " " * 30 + "Nguyễn An\n" + " " * 30 + "Chủ tịch",
        "\t" * 6 + "Nguyễn An\n\n" + N * 15 + "Chủ tịch\n\n",
        "&nbsp;" * 100 + "Nguyễn An\n" + N * 40 + "Chủ tịch\n\n[^1]: Chú thích.\n",
        f"<p>{N * 40}Nguyễn An</p>\n<p>{'&nbsp;' * 40}Chủ tịch</p>\n<p>&nbsp;</p>",
    ],
)
def test_lines_pushed_to_the_right_get_a_sign(tail: str) -> None:
    plain = clean(f"Bài.\n\n{tail}")
    assert plain.count(PUSHED) == 2
    assert f"{PUSHED}Nguyễn An" in plain
    assert f"{PUSHED}Chủ tịch" in plain


@pytest.mark.parametrize("tail", [" " * 30 + "giữa bài\n\nHết.", " " * 30 + "dài " * 40, " " * 8 + "mã"])
def test_other_lines_get_none(tail: str) -> None:
    assert PUSHED not in clean(f"Bài.\n\n{tail}")
