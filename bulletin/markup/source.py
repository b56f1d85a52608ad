"""The source of a body: on which line of the file something was written, and what is wrong with it."""

import re

from bulletin.problem import Place, Problem, error, warning

_FENCED = re.compile(r"^(?P<fence>`{3,}|~{3,})[^\n]*\n.*?^(?P=fence)[ ]*$", re.MULTILINE | re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_PIECE = re.compile(r"[^\s\\&%()<>\"'_*]+")
# What stands before and after an address, spaces aside; or nothing does, in a line of its own.
_ALONE = frozenset(("", "\n", ">"))
_BEFORE = _ALONE | frozenset("(<\"'=:“")
_AFTER = frozenset(("", *")>\"' \t\n“”"))


class Source:
    """Text, cleaned but line for line that of the file; collects the problems found in it."""

    def __init__(self, text: str, path: str, first_line: int) -> None:
        """`first_line`: the line of the file, from 1, on which `text` begins."""
        self.text = text
        self.problems: list[Problem] = []
        self._path = path
        self._first_line = first_line
        self._read_up_to: dict[str, int] = {}
        self._shown: str | None = None

    def warn(self, kind: str, line: int, **values: str) -> None:
        self.problems.append(
            warning(Place(self._path, line), kind, **{k: short(v) for k, v in values.items()})
        )

    def fail(self, kind: str, line: int, **values: str) -> None:
        self.problems.append(error(Place(self._path, line), kind, **{k: short(v) for k, v in values.items()}))

    def line(self, offset: int) -> int:
        """The line in the file of a place in `text`."""
        return self._first_line + self.text.count("\n", 0, offset)

    def find(self, *snippets: str) -> int:
        """The line of the first of `snippets` that is there outside code; 0 if none is."""
        for snippet in snippets:
            at = self.shown.find(snippet)
            if at >= 0:
                return self.line(at)
        return 0

    def find_tag(self, tag: str) -> int:
        """The line of the first HTML tag of that name, in whatever case, outside code; 0 if there is none."""
        pattern = rf"(?<!`)(?P<ticks>`+)(?!`)[^\n]*?(?<!`)(?P=ticks)(?!`)|<(?P<tag>{tag})\b"
        for found in re.finditer(pattern, self.shown, re.IGNORECASE):
            if found["tag"]:
                return self.line(found.start())
        return 0

    def next(self, target: str) -> int:
        """The line where `target` is written the next time as an address; asked again, the next one after.

        Each target is followed on its own: addresses are given far from their links too
        (`[1]: …`), and footnotes come last on the page. Asked more often than it is written,
        the last line again; 0 if it is not to be found.
        """
        start = self._read_up_to.get(target, 0)
        for written in (target, target.replace("&", "&amp;")):
            at = self._address(written, start)
            if at < 0 and start:
                return self.line(start - 1)
            if at >= 0:
                self._read_up_to[target] = at + 1
                return self.line(at)
        # Written with escapes or entities: look for its longest plain piece.
        piece = max(_PIECE.findall(target), key=len, default="")
        at = self.shown.find(piece, start) if len(piece) > 2 else -1
        if at < 0:
            return self.line(start - 1) if start else 0
        self._read_up_to[target] = at + 1
        return self.line(at)

    def _address(self, written: str, start: int) -> int:
        text, anywhere = self.shown, -1
        at = text.find(written, start) if written else -1
        while at >= 0:
            before = text[max(at - 9, 0) : at].rstrip(" \t")[-1:]
            after = text[at + len(written) : at + len(written) + 1]
            if before in _BEFORE and after in _AFTER and (before not in _ALONE or after in ("", "\n")):
                return at
            if anywhere < 0:
                anywhere = at
            at = text.find(written, at + 1)
        return anywhere if not start else -1

    @property
    def shown(self) -> str:
        """`text` with fenced code and comments blanked out, so that nothing in them is taken for real."""
        if self._shown is None:
            self._shown = self.text
            if "```" in self.text or "~~~" in self.text:
                self._shown = _FENCED.sub(_blank, self._shown)
            if "<!--" in self.text:
                self._shown = _COMMENT.sub(_blank, self._shown)
        return self._shown


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def short(text: str, longest: int = 80) -> str:
    """As an editor can be shown it: one line of at most `longest` characters."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"
