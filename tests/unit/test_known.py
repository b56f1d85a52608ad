"""What is remembered of a source or an article is the very same as what is read."""

import marshal
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bulletin.config import read_settings
from bulletin.files import Found
from bulletin.known import Known, _time, _time_row
from bulletin.model import model
from bulletin.problem import Place, error, warning
from bulletin.read import read
from bulletin.rows import problem_rows, problems_of
from bulletin.source import Recall, face, failed_row, source_of, source_row
from tests.building import NOW, article, write_site

ROOT = Path(__file__).parent.parent.parent
SITES = [ROOT, *sorted(p for p in (ROOT / "tests/sites").iterdir() if p.is_dir())]
WRONG = sorted(p for p in (ROOT / "tests/wrong").iterdir() if (p / "content").is_dir())


@pytest.mark.parametrize("root", [*SITES, *WRONG], ids=lambda p: p.name)
def test_every_article_from_a_row_is_the_one_that_was_read(root: Path) -> None:
    settings, _ = read_settings(root)
    sources, _ = read(root, settings, lambda done, total: None, 1)
    known = Known()
    for now in (NOW, NOW, NOW.replace(year=2020), NOW.replace(year=2030)):
        fresh = model(sources, settings, now, drafts=True, future=True)
        # As it is after a build: the rows have been a table of bytes.
        known = Known(known.mark, marshal.loads(marshal.dumps(known.rows)))
        again = model(sources, settings, now, drafts=True, future=True, known=known)
        assert again == fresh
    assert known.rows or not sources.articles


@pytest.mark.parametrize("root", [*SITES, *WRONG], ids=lambda p: p.name)
def test_every_source_from_a_row_is_the_one_that_was_read(root: Path) -> None:
    settings, _ = read_settings(root)
    sources, _ = read(root, settings, lambda done, total: None, 1)
    for source in (*sources.articles, *sources.pages):
        row = marshal.loads(marshal.dumps(source_row(source, ())))
        made, problems = source_of(source.path, row)
        assert (made, problems) == (source, ())
        assert dict(made.fields) == dict(source.fields)  # type: ignore[union-attr]
        assert made.text("title") == source.text("title")  # type: ignore[union-attr]
        assert made.place("title") == source.place("title")  # type: ignore[union-attr]


def test_problems_from_rows_are_the_same() -> None:
    problems = (error(Place("a", 1), "x", name="b"), warning(Place("b"), "y"))
    assert problems_of(marshal.loads(marshal.dumps(problem_rows(problems)))) == problems
    assert source_of("a", failed_row("d", problems)) == (None, problems)


def test_a_reading_that_remembers_gives_what_one_that_does_not_gives(tmp_path: Path) -> None:
    root = write_site(
        tmp_path,
        {
            "site.toml": '[site]\nname = "N"\naddress = "https://n.example/"\n[[categories]]\nslug = "tin"\ntitle = "Tin"\n',
            "content/tin/a.md": article("A", tags="x, y", cover="a.png", expires="2027-01-01", topic="x"),
            "content/tin/b.md": article("B", video="https://www.youtube.com/watch?v=aqz-KE-bpKQ"),
            "content/tin/c.md": "---\ntitle: [\n---\n",
        },
    )
    settings, _ = read_settings(root)
    recall, known = Recall(), Known()
    first = read(root, settings, lambda done, total: None, 1, recall, known)
    assert sorted(known.rows) == ["content/tin/a.md"]  # a film is another body, and is read each time
    again = read(root, settings, lambda done, total: None, 1, recall, known)
    assert first == again == read(root, settings, lambda done, total: None, 1)
    assert sorted(recall.rows) == ["content/tin/a.md", "content/tin/b.md", "content/tin/c.md"]


def test_a_file_that_could_not_be_read_is_tried_again(tmp_path: Path) -> None:
    recall = Recall()
    files = [Found("content/a.md", tmp_path / "a.md", 1)]
    recall.note(files, {"content/a.md": failed_row("", (error(Place("content/a.md"), "file-unreadable"),))})
    assert recall.rows == {}
    recall.note(files, {"content/a.md": failed_row("digest", ())})
    assert sorted(recall.rows) == ["content/a.md"]


def test_two_equal_times_of_one_day_stay_two(tmp_path: Path) -> None:
    """When a clock is set back an hour comes twice; which one it was is remembered."""
    for fold in (0, 1):
        at = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Paris"), fold=fold)
        again = _time(_time_row(at), ZoneInfo("Europe/Paris"))
        assert (again.timestamp(), again.fold) == (at.timestamp(), fold)


def test_a_face_is_all_but_the_words(tmp_path: Path) -> None:
    def row(body: str, **keys: str) -> object:
        root = write_site(
            tmp_path, {"content/tin/a.md": article("A", body=body, **keys), "content/tin/b.md": article()}
        )
        sources, _ = read(root, read_settings(root)[0], lambda done, total: None, 1)
        return face(source_row(sources.articles[0], ()))

    long = "Chữ của đoạn đầu. " * 30
    first = row(f"{long}\n\nMột.\n")
    assert row(f"{long}\n\nHai.\n") == first
    others = [
        row("Một.\n"),
        row(f"{long}\n\n## Một\n"),
        row(f"{long}\n\n[Một](b.md)\n"),
        row(f"{long}\n", tags="x"),
    ]
    assert first not in others
