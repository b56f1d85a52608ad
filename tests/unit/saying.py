"""A plain theme, and articles of which only the last words change, as tests of the short ways need them."""

from pathlib import Path

from tests.building import article

THEME = Path(__file__).parent.parent / "theme"  # the plain one
LONG = "Cả thôn cùng bàn và cùng làm. " * 12  # no summary reaches beyond it


def said(title: str, words: str, **keys: str) -> str:
    """The file of such an article."""
    return article(title, body=f"{LONG}\n\n{words}\n", **keys)


def say(root: Path, name: str, words: str) -> str:
    """Save the article `name` with these words; its path from the site's root."""
    path = f"content/tin/{name}.md"
    (root / path).write_text(said(name.upper(), words), "utf-8")
    return path
