"""What many tests need: a site written from a dict, built in a folder, and read back."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bulletin.messages import Catalogue
from bulletin.report import Report
from bulletin.request import Outcome, Request
from bulletin.site import build

NOW = datetime.fromisoformat("2026-11-24T08:00:00+07:00")
Once = Callable[[str, Callable[[Path], None]], Path]  # the fixture `once`


class Silent:
    """A listener that says nothing."""

    def stage(self, name: str) -> None: ...
    def progress(self, done: int, total: int) -> None: ...
    def waiting(self) -> None: ...


def article(title: str = "Một bài", date: str = "2026-11-20", body: str = "Nội dung.\n", **keys: str) -> str:
    rows = "".join(f"{key}: {value}\n" for key, value in keys.items())
    return f"---\ntitle: {title}\ndate: {date}\n{rows}---\n\n{body}"


def write_site(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """`files` are paths below `root`; text is written as UTF-8 with the line ends it has."""
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
    return root


def build_site(root: Path, output: Path | None = None, **options: object) -> Outcome:
    request = Request(root=root, output=output or root / "output", **({"now": NOW, "workers": 1} | options))  # type: ignore[arg-type]
    return build(request, Silent())


def build_sample(site: Path, output: Path, *more: str) -> None:
    """Build the repository's own bulletin from a copy of its content, at the tests' moment."""
    from bulletin.cli import main

    words = ["--site", str(site), "--output", str(output), "--now", NOW.isoformat(), "--quiet"]
    assert main([*words, *more]) == 0


def files_of(folder: Path) -> dict[str, bytes]:
    """Every published file: path -> bytes; the generator's own bookkeeping apart."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".bantin" not in path.relative_to(folder).parts
    }


def report_of(outcome: Outcome, language: str = "vi") -> str:
    """The problems as an editor is shown them, one text."""
    report = Report(Catalogue(language))  # type: ignore[arg-type]
    return "".join(f"{line}\n" for line in report.problem_lines(outcome.problems, everything=True))


def assert_as_from_nothing(root: Path, output: Path | None = None, **options: object) -> None:
    """The output holds what a build that remembers nothing makes of the site as it is now."""
    with TemporaryDirectory() as folder:
        clean = build_site(root, Path(folder) / "clean", remember=False, **options)
        assert clean.written, report_of(clean)
        assert files_of(output or root / "output") == files_of(Path(folder) / "clean")
