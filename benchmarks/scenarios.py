"""What happens to a site between two builds, and how one sees that the output followed.

    cold      no output and no caches
    same      nothing changed
    edit      one sentence more in one article in the middle of the corpus
    add       one article more, the newest
    template  a paragraph more in the foot of every page
    setting   other words in the tagline, which every page shows

Each begins where the one before ended; `Trial.restore` takes all changes back. After every
build the output must show all changes made until then, not only the last.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from candidates import Candidate, Corpus, retire

NAMES = ("cold", "same", "edit", "add", "template", "setting")
TAGLINE = "Thông tin, tuyên truyền tại cơ sở"  # in the settings of every candidate
MARK = "Lời thêm để đo"


@dataclass
class Trial:
    """One round of one candidate; `number` is the round's, counted from 0."""

    candidate: Candidate
    corpus: Corpus
    n: int
    site: Path
    trash: Path
    number: int
    _undo: list[Callable[[], object]] = field(default_factory=list)
    _in_old: list[str] = field(default_factory=list)  # what the page of an old article must hold
    _at_home: list[str] = field(default_factory=list)  # and the front page

    def change(self, scenario: str) -> None:
        mark = f"{MARK} {scenario} {self.number}"
        match scenario:
            case "cold":
                for name in (self.candidate.output, *self.candidate.caches):
                    retire(self.site / name, self.trash)
            case "edit":
                path = self._source_of(self._old)
                self._rewrite(path, path.read_text(encoding="utf-8") + f"\n{mark}.\n")
                self._in_old.append(mark)
            case "add":
                self.corpus.make(1, self.site, self.candidate.layout, start=self._new)
                self._undo.append(self._source_of(self._new).unlink)
                slug = self.corpus.article(self._new)["slug"]
                self._in_old.append(slug)
                self._at_home.append(slug)
            case "template":
                self._replace(self.candidate.template, "</footer>", f"<p>{mark}</p>\n</footer>")
                self._in_old.append(mark)
            case "setting":
                self._replace(self.candidate.settings, TAGLINE, f"{TAGLINE}. {mark}")
                self._in_old.append(mark)

    def is_right(self, scenario: str) -> bool:
        """Whether the output shows every change; an old article stands for all other pages."""
        old, home = self._page_of(self._old), self.site / self.candidate.output / "index.html"
        if old is None or not home.is_file():
            return False
        if scenario == "add" and self._page_of(self._new) is None:
            return False
        return all(
            words in path.read_text(encoding="utf-8")
            for path, wanted in ((old, self._in_old), (home, self._at_home))
            for words in wanted
        )

    def restore(self) -> None:
        """The sources as they were before the round; the output stays."""
        while self._undo:
            self._undo.pop()()

    def census(self) -> tuple[int, int]:
        """(files, bytes) of the output."""
        folder = self.site / self.candidate.output
        sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
        return len(sizes), sum(sizes)

    @property
    def _old(self) -> int:
        return min(self.n // 2 + self.number, self.n - 1)

    @property
    def _new(self) -> int:
        return self.n + self.number

    def _source_of(self, i: int) -> Path:
        article = self.corpus.article(i)
        folder = self.corpus.CATEGORY_SLUGS[article["category"]]
        return self.site / self.corpus.LAYOUTS[self.candidate.layout](article, folder)[0]

    def _page_of(self, i: int) -> Path | None:
        slug = self.corpus.article(i)["slug"]
        return next((self.site / self.candidate.output).glob(f"*/{slug}/index.html"), None)

    def _replace(self, name: str, old: str, new: str) -> None:
        path = self.site / name
        text = path.read_text(encoding="utf-8")
        if old not in text:
            raise ValueError(f"{name} of {self.candidate.name} has no {old!r}")
        self._rewrite(path, text.replace(old, new, 1))

    def _rewrite(self, path: Path, text: str) -> None:
        before = path.read_bytes()
        path.write_text(text, encoding="utf-8")
        self._undo.append(lambda: path.write_bytes(before))
