"""The typesetting engine, in a process of its own: a folder of copies in, PDFs in that folder out.

Runs under the limits of `workers`. Only fonts of packages are used, so that every machine sets the same
lines; nothing outside the folder can be read, and no address is asked for anything.
"""

import contextlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from bulletin.press.boxes import page_count

FONTS = ("source_serif_4", "noto_serif", "noto_sans_khmer", "be_vietnam_pro")
PASSES = 6  # rounds of asking where articles begin
MANY, FEW = 30, 2  # more articles than MANY: fewer rounds, since the engine forgets none and memory counts
TOP, FOOT = 0.05, 0.86  # shares of the text's height: nothing begins below the second
MAIN, GUIDE = "edition.typ", "guide.typ"
STANDARDS: Mapping[str, tuple[str, ...]] = {"screen": ("a-2b", "ua-1"), "press": (), "grey": ()}


Decision = dict[str, bool]  # of an article: top, inline, push; see templates/press/article.typ


@dataclass(frozen=True, slots=True)
class Task:
    """`folder` holds templates, issue.json and pictures; `moment` is the date that the PDF says it is of."""

    folder: Path
    purposes: tuple[str, ...]
    moment: datetime
    singles: tuple[str, ...] = ()  # names of JSON files with one article each, to find a culprit
    has_thumb: bool = False
    has_guide: bool = False  # a sheet for whoever prints, as guide.pdf


@dataclass(frozen=True, slots=True)
class Set:
    """Which purposes were set, as PURPOSE.pdf in the folder; else what the engine said, and of what."""

    done: tuple[str, ...]
    fault: str = ""
    where: str = ""  # the template and line, if it said
    culprits: tuple[int, ...] = ()
    warnings: tuple[str, ...] = ()


def font_folders() -> tuple[Path, ...]:
    return tuple(Path(str(files(f"fontpkg_{name}"))) / "files" for name in FONTS)


def letters() -> frozenset[int]:
    """Every character that the text can be set with."""
    from fontTools.ttLib import TTFont

    known: set[int] = set()
    for folder in font_folders()[:3]:
        for path in sorted(folder.glob("*.ttf")):
            if "Italic" not in path.name:
                with TTFont(path, lazy=True) as font:
                    known |= font.getBestCmap().keys()
    return frozenset(known)


class Engine:
    """Made once in the child; loads the compiler and the fonts."""

    def __init__(self) -> None:
        import typst

        self._typst: Any = typst
        self._planned: tuple[object, str] = (None, "")
        self._warnings: list[str] = []
        self._fonts = typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=[str(folder) for folder in font_folders()],
        )

    def __call__(self, task: Task) -> Set:
        done: list[str] = []
        self._warnings = []
        for purpose in task.purposes:
            fault = self._make(task, purpose, "issue.json")
            if fault is not None:
                culprits = tuple(
                    i for i, name in enumerate(task.singles) if self._make(task, purpose, name, keep=False)
                )
                return Set(tuple(done), *_said(fault), culprits)
            done.append(purpose)
        try:
            if task.has_thumb:
                self._thumb(task)
            if task.has_guide:
                self._guide(task, done[0])
        except self._typst.TypstError as fault:
            return Set(tuple(done), *_said(fault))
        return Set(tuple(done), warnings=tuple(dict.fromkeys(self._warnings)))

    def _make(self, task: Task, purpose: str, name: str, *, keep: bool = True) -> Exception | None:
        """None when it was set. A picture that floats can upset the engine's tags: then none does."""
        fault: Exception | None = None
        for floats in ("yes", "no"):
            inputs = {"for": purpose, "floats": floats, "issue": name}
            try:
                if keep:
                    with contextlib.suppress(RuntimeError):  # compiling says it better, with the line
                        inputs["plan"] = self._plan(task, inputs)
                data, warnings = self._compiler(task, inputs).compile_with_warnings(
                    format="pdf",
                    pdf_standards=list(STANDARDS[purpose]),
                    timestamp=int(task.moment.timestamp()),
                )
            except self._typst.TypstError as caught:
                fault = caught
                continue
            if keep:
                self._warnings += [warning.message for warning in warnings]
                (task.folder / f"{purpose}.pdf").write_bytes(data)
            return None
        return fault

    def _plan(self, task: Task, inputs: dict[str, str]) -> str:
        """Where articles begin decides how: with a rule or at the top, with the picture in place or afloat.

        A decision moves all that follows, and the engine gives up after five rounds of such questions;
        so it is asked here, a few times, and told the answers. Any answer makes a whole issue.
        """
        key = (str(task.folder), inputs["floats"])
        if self._planned[0] != key:  # the same lines are set for every purpose
            told: list[Decision] = []
            for done in range(PASSES):
                spots = self._spots(task, inputs, told)
                if done == FEW and len(spots) > MANY:
                    break
                before, told = told, pushes(spots, told)
                if told == before:
                    break
            plan = json.dumps(with_pictures(spots, told))
            self._planned = (key, plan)
        return self._planned[1]

    def _spots(self, task: Task, inputs: dict[str, str], told: list[Decision]) -> list[dict[str, Any]]:
        compiler = self._compiler(task, inputs | {"plan": json.dumps(told)})
        found: list[dict[str, Any]] = json.loads(compiler.query("<spot>", field="value"))
        return found

    def _thumb(self, task: Task) -> None:
        inputs = {"for": "screen", "floats": "yes", "issue": "issue.json", "only": "cover"}
        made = self._compiler(task, inputs).compile(format="png", ppi=200)
        (task.folder / "cover.png").write_bytes(made[0] if isinstance(made, list) else made)

    def _guide(self, task: Task, purpose: str) -> None:
        pages = page_count((task.folder / f"{purpose}.pdf").read_bytes())
        made = self._compiler(task, {"for": "grey", "pages": str(pages)}, GUIDE).compile(
            format="pdf", timestamp=int(task.moment.timestamp())
        )
        (task.folder / "guide.pdf").write_bytes(made)

    def _compiler(self, task: Task, inputs: dict[str, str], main: str = MAIN) -> Any:
        nowhere = str(task.folder / "packages")  # no package can be found, nor fetched
        return self._typst.Compiler(
            str(task.folder / main),
            root=str(task.folder),
            font_paths=self._fonts,
            sys_inputs=inputs,
            package_path=nowhere,
            package_cache_path=nowhere,
        )


def pushes(spots: list[dict[str, Any]], told: list[Decision]) -> list[Decision]:
    """Which articles must begin on a new page, because their heads stood at the foot of one.

    A spot says where an article began: `top`, `bottom`, how far down the page its head begins and ends,
    in shares of the text's height. `told` is what the round before was told: what was pushed stays so,
    up to the first that is pushed now; all that follows it moves, and is looked at again.
    """
    made: list[Decision] = []
    is_settled = True
    for i, spot in enumerate(spots):
        was = i < len(told) and told[i]["push"]
        push = is_settled and (was or (spot["bottom"] > FOOT and spot["top"] > TOP))
        is_settled = is_settled and push == was
        made.append({"top": spot["top"] <= TOP or push, "inline": False, "push": push})
    return made


def with_pictures(spots: list[dict[str, Any]], told: list[Decision]) -> list[Decision]:
    """The same, and whose picture stands below its head: where it fits there, and would float there too.

    `page` and `last` are the pages on which a head begins and ends, `figure` is its picture's height.
    """
    return [
        {**one, "inline": spot["page"] == spot["last"] and spot["bottom"] + spot["figure"] < 0.93}
        for spot, one in zip(spots, told, strict=True)
    ]


def _said(fault: Exception) -> tuple[str, str]:
    """The engine's own sentence, and the template's file and line where it said it."""
    diagnostic = str(getattr(fault, "diagnostic", "") or "")
    found = re.search(r"[\w./-]*?([\w-]+\.typ):(\d+)", diagnostic)
    message = str(getattr(fault, "message", "") or fault).split("\n")[0]
    return message, f"{found[1]}:{found[2]}" if found else ""
