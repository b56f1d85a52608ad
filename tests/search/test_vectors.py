"""The syllables of the index and those of the page are the same: one file of vectors holds both."""

import json
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page

from bulletin.syllables import Settled, fold, tokens

VECTORS: dict[str, Any] = json.loads((Path(__file__).parent / "vectors.json").read_text("utf-8"))


def words(text: str) -> list[str]:
    settled = Settled()
    return [settled[token] for token in tokens(text)]


def test_python_folds_and_divides_as_the_vectors_say() -> None:
    assert {text: fold(text) for text in VECTORS["fold"]} == VECTORS["fold"]
    assert {text: words(text) for text in VECTORS["words"]} == VECTORS["words"]


def test_the_page_folds_and_divides_as_the_vectors_say(page: Page, addresses: dict[str, str]) -> None:
    page.goto(f"{addresses['sample']}tim-kiem/")
    each = "(given) => Object.fromEntries(given.map((text) => [text, FUNCTION(text)]))"
    for name, function in (("fold", "fold"), ("words", "tokens"), ("keystrokes", "keystrokes")):
        script = each.replace("FUNCTION", f"BantinWords.{function}")
        assert page.evaluate(script, list(VECTORS[name])) == VECTORS[name]
    for name, function in (("fit", "fit"), ("slip", "isSlip")):
        given = [row[:-1] for row in VECTORS[name]]
        said = page.evaluate(f"(all) => all.map((row) => BantinWords.{function}(...row))", given)
        assert [[*row, answer] for row, answer in zip(given, said, strict=True)] == VECTORS[name]


def test_the_page_agrees_on_every_syllable_of_the_sample(page: Page, addresses: dict[str, str]) -> None:
    """Whole texts, in both forms of Unicode."""
    root = Path(__file__).parents[2] / "content"
    texts = [path.read_text("utf-8") for path in sorted(root.rglob("*.md"))]
    page.goto(f"{addresses['sample']}tim-kiem/")
    for form in ("NFC", "NFD"):
        said = page.evaluate(
            "([texts, form]) => texts.map((text) => BantinWords.tokens(text.normalize(form)))", [texts, form]
        )
        assert said == [words(text) for text in texts]
    spelled = sorted({word for text in texts for word in words(text)})
    assert page.evaluate("(all) => all.map(BantinWords.fold)", spelled) == [fold(word) for word in spelled]


@given(st.text(max_size=60))
def test_syllables_of_syllables_are_themselves(text: str) -> None:
    once = [word for word in words(text) if word]
    assert [word for word in words(" ".join(once)) if word] == once
