"""What is added to a page on its way to the browser, and the panel over it."""

from pathlib import Path

from bulletin.messages import Catalogue
from bulletin.problem import Place, WorldError, error, warning
from bulletin.serve import overlay
from bulletin.serve.shape import marks, shaped
from tests.building import write_site

PAGE = b"""<!DOCTYPE html>
<html>
<head>
<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; script-src &#39;self&#39; file:; connect-src &#39;self&#39; https://dem.example">
<link rel="stylesheet" href="./a.0011.css">
<meta name="bantin-counter" content="https://dem.example" data-x="1">
</head>
<body>x</body>
</html>
"""


def test_a_page_on_its_way() -> None:
    found = marks(PAGE)
    text = shaped(PAGE, "127.0.0.1:8000", 3, 'Đã "dừng"').decode()
    assert (
        text
        == f"""<!DOCTYPE html>
<html>
<head>
<meta http-equiv="Content-Security-Policy" content="default-src &#x27;none&#x27;; connect-src &#x27;self&#x27; ws://127.0.0.1:8000; script-src &#x27;self&#x27;; style-src &#x27;self&#x27;">
<link rel="stylesheet" href="./a.0011.css">
<script defer src="/.bantin-preview/preview.js" data-page="{found.page}" data-rest="{found.rest}" data-build="3" data-lost="Đã &quot;dừng&quot;"></script>
</head>
<body>x</body>
</html>
"""
    )


def test_a_page_without_a_head_and_one_that_is_no_text() -> None:
    assert shaped(b"abc", "h", 1, "").startswith(b'abc<script defer src="/.bantin-preview/preview.js"')
    assert shaped(b"\xff</HEAD >\xfe", "h", 1, "").endswith(b"</HEAD >\xfe")


def test_marks_tell_styles_from_the_rest() -> None:
    styled = marks(PAGE.replace(b"0011", b"2233"))
    assert (styled.rest, styled.page == marks(PAGE).page) == (marks(PAGE).rest, False)
    assert marks(PAGE.replace(b">x<", b">y<")).rest != marks(PAGE).rest


def test_the_panel(tmp_path: Path) -> None:
    write_site(tmp_path, {"content/tin/a.md": "---\ntitle: <b>\ndate: hôm qua\n---\n"})
    wrong = error(Place("content/tin/a.md", 2), "front-key-guess", key="<b>", guess="title")
    minor = warning(Place("site.toml"), "settings-none")
    assert overlay.panel((), tmp_path, Catalogue("en")) == ""
    assert overlay.panel((minor, wrong), tmp_path, Catalogue("en")) == (
        '<details class="errors" open><summary>1 errors, 1 warnings.</summary><div class="inside">'
        '<p class="note">The page below is the last good one. Mend and save, and this panel goes by itself.</p><ol>'
        '<li><p class="place"><b>content/tin/a.md</b> <span>line 2</span></p>'
        '<pre tabindex="0">title: &lt;b&gt;</pre>'
        '<p class="what">there is no key “&lt;b&gt;”</p><p class="mend">Did you mean “title”?</p></li>'
        '<li><p class="place"><b>site.toml</b></p>'
        '<p class="what"><b>warning:</b> there is no site.toml, so the bulletin uses the default settings</p>'
        '<p class="mend">Copy the sample site.toml into the bulletin&#x27;s folder and set name, address and categories.</p>'
        "</li></ol></div></details>"
    )
    assert overlay.panel((minor,), tmp_path, Catalogue("en")).startswith(
        '<details class="warnings"><summary>1 warnings</summary><div class="inside"><ol><li>'
    )


def test_of_very_many_the_first_and_how_many_more(tmp_path: Path) -> None:
    many = tuple(error(Place(f"content/tin/{n}.md", 2), "front-key", key="x") for n in range(40))
    text = overlay.panel(many, tmp_path, Catalogue("vi"))
    assert text.count('class="place"') == 30
    assert "… và 10 chỗ nữa; xem đủ ở cửa sổ lệnh" in text


def test_what_the_machine_says_no_to() -> None:
    text = overlay.refusal(WorldError("disk-full", path="<x>", why="?"), Catalogue("vi"))
    assert text.startswith('<details class="errors" open><summary>không làm được</summary>')
    assert "<x>" not in text
