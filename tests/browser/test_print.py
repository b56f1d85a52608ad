"""In bài viết: a clean page in black on white, that says where it comes from."""

import re
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from lxml import html
from playwright.sync_api import Page, expect

ABSENT = [
    ".skip",
    ".menu-button",
    ".navigation",
    ".tools",
    ".side",
    ".neighbours",
    ".related",
    ".footer-links",
    ".badges",
    ".find",
    ".find-link",
]
PALE = """
() => {
  const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const found = new Set();
  for (const element of document.body.querySelectorAll("*")) {
    if (!element.checkVisibility() || element.closest("svg")) continue;
    const { color, backgroundColor, boxShadow } = getComputedStyle(element);
    const name = `<${element.localName} class="${element.className}">`;
    const [r, g, b, opacity = 1] = numbers(backgroundColor);
    if (opacity > 0 && Math.min(r, g, b) < 255 && element.localName !== "img") found.add(`${name} stands on ${backgroundColor}`);
    if (boxShadow !== "none") found.add(`${name} throws a shadow`);
    const own = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (own && Math.max(...numbers(color).slice(0, 3)) > 0x33) found.add(`${name} is written in ${color}`);
  }
  return [...found];
}
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", ["article-long", "article-video", "article-pictures"])
def test_the_article_alone_in_black_on_white(
    visit: Callable[..., Page], kind: str, scheme: Literal["light", "dark"]
) -> None:
    page = visit(kind, color_scheme=scheme)
    page.emulate_media(media="print", color_scheme=scheme)
    for part in ABSENT:
        for one in page.locator(part).all():
            expect(one).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".brand-name")).to_be_visible()
    expect(page.locator(".byline")).to_be_visible()
    address = page.evaluate("document.querySelector('link[rel=canonical]').href")
    expect(page.locator(".print-address")).to_be_visible()
    expect(page.locator(".print-address")).to_contain_text(address)
    assert page.evaluate(PALE) == []


def bare(text: str) -> str:
    """Without spaces and hyphens, which lines of different length put elsewhere."""
    return re.sub(r"[\s\u00ad\u2010-]", "", unicodedata.normalize("NFC", text))


def test_the_pdf_of_an_article(
    visit: Callable[..., Page], need: Callable[[str], str], tmp_path: Path
) -> None:
    """On A4 everything is there and inside the margins, the address too, and nothing to click."""
    page = visit("article-long")
    pdf = tmp_path / "in.pdf"
    page.pdf(path=pdf, format="A4", prefer_css_page_size=True)
    command = [need("pdftotext"), "-bbox", str(pdf), "-"]
    out = subprocess.run(command, capture_output=True, check=True).stdout
    printed = html.fromstring(out, parser=html.HTMLParser(encoding="utf-8"))
    margin = 10 / 25.4 * 72  # pt
    for sheet in printed.iter("page"):
        width = float(sheet.get("width"))
        words = list(sheet.iter("word"))
        assert words, "an empty sheet"
        outside = [
            w.text for w in words if float(w.get("xmin")) < margin or float(w.get("xmax")) > width - margin
        ]
        assert outside == []

    text = bare("".join(word.text for word in printed.iter("word")))
    assert bare(page.locator("h1").inner_text()) in text
    assert bare(page.evaluate("document.querySelector('link[rel=canonical]').href")) in text
    for paragraph in page.locator(".prose > p").all():
        assert bare(paragraph.inner_text())[:60] in text
    cells = [cell.inner_text() for cell in page.locator(".prose td").all()]
    assert [cell for cell in cells if bare(cell) not in text] == []
    for click in ("Sao chép", "A+", "Danh mục", "Tin khác", "Tin mới nhất", "Về đầu trang"):
        assert bare(click) not in text


def test_other_pages_print_too(visit: Callable[..., Page]) -> None:
    for kind in ("home", "category", "standing"):
        page = visit(kind)
        page.emulate_media(media="print")
        assert page.evaluate(PALE) == [], kind
