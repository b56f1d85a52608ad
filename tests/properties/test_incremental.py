"""Whatever is done between two builds, the second leaves what a build from nothing makes, byte for byte.

The changes, and what befalls the disk between builds, are the rules of a state machine; CONTRIBUTING.md
tells how to let it make more sequences than the hundred of every run.
"""

import contextlib
import hashlib
import json
import os
import shutil
import types
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import jinja2
import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from bulletin import ahead, finish, memory, mend, read, stamps, still, theme, workers
from bulletin.request import Outcome, Request
from bulletin.still import INPUTS
from tests.building import build_site, files_of
from tests.properties.edited import (
    ASSETS,
    BLOCKS,
    BROKEN,
    CATEGORIES,
    DATES,
    GLOSSARIES,
    KEYS,
    MOMENTS,
    NAMES,
    NAVIGATION,
    PARTS,
    PICTURES,
    SETTINGS,
    TABLES,
    TEMPLATES,
    TERMS,
    TITLES,
    TOPICS,
    WORDS,
    Bulletin,
    Text,
)
from tests.properties.mishaps import Cut, cut_after, damage_memory, damage_output, in_process, remembered

SEQUENCES = int(os.environ.get("BANTIN_SEQUENCES", "100"))
PARTED = 4  # tests, so that several workers share the sequences
STEPS = int(os.environ.get("BANTIN_STEPS", "12"))

PLACES = st.integers(0, 10**6)  # of a thing among those there are


class Then(NamedTuple):
    """What follows a change: mostly a build, which may die at its n-th change of the disk."""

    how: str
    n: int = 0
    is_looked_at: bool = False  # a second build finds nothing to do
    is_mended: bool = False  # if the site was refused


BUILD, LOOK = Then("build"), Then("check")
LOOKS = st.sampled_from(("build", "build", "check", "elsewhere"))
HOW = ("build",) * 8 + ("nothing",) * 3 + ("check", "killed", "killed", "workers", "strict", "ahead", "ahead")
THEN = st.builds(Then, st.sampled_from(HOW), st.integers(0, 59), st.booleans(), st.booleans())


class Clean(NamedTuple):
    """What a build from nothing gives."""

    outcome: Outcome
    files: dict[str, bytes]
    manifest: object


class Editing(RuleBasedStateMachine):
    """A bulletin under change. Each rule changes something, and then mostly builds."""

    steps = builds = cleans = mends = aheads = 0

    def __init__(self) -> None:
        super().__init__()
        self.patch = pytest.MonkeyPatch()
        self.folder = SCRATCH
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        self.options: dict[str, Any] = {}
        self.now = MOMENTS[0]
        self.output = "site/output"
        self.foreign: dict[str, bytes] = {}
        self.is_manifest_lost: set[str] = set()
        self.late = 0  # ns by which the clock of the program is ahead

    @initialize(count=st.integers(3, 8), is_ticking=st.booleans(), is_crowded=st.booleans())
    def begin(self, count: int, is_ticking: bool, is_crowded: bool) -> None:
        self.bulletin = Bulletin(self.folder / "site", self.folder / "builtin", is_ticking)
        self.bulletin.begin(count)
        self.patch.setattr(theme, "builtin", lambda name: self.bulletin.theme / name)
        self.patch.setattr(still, "__file__", str(self.bulletin.theme / "bulletin/still.py"))
        self.patch.setattr(read, "run_each", in_process)
        if is_ticking:
            self.patch.setattr(stamps, "YOUNG", 0)
        else:
            clock = types.SimpleNamespace(time_ns=lambda: real() + self.late)
            real = still.time.time_ns
            self.patch.setattr(still, "time", clock)
        if is_crowded:
            self.patch.setattr(memory, "MOST_PACKS", 2)
            self.patch.setattr(memory, "SLACK", 0)
        self.build(BUILD)

    def teardown(self) -> None:
        self.patch.undo()
        shutil.rmtree(self.folder, ignore_errors=True)

    # What is asked for

    def ask(self, **options: Any) -> Outcome:
        Editing.builds += 1
        now = datetime.fromisoformat(f"{self.now}+07:00")
        asked = {"now": now, **self.options, **options}
        return build_site(self.bulletin.root, self.folder / self.output, **asked)

    def clean(self, **options: Any) -> Clean:
        """The same from nothing; what was built from nothing before, of the very same files, is known."""
        key = self.state(options)
        if key not in CLEANS:
            Editing.cleans += 1
            CLEANS[key] = self.from_nothing(**options)
        return CLEANS[key]

    def state(self, options: dict[str, Any]) -> bytes:
        """All that the site is made from."""
        seen = hashlib.sha256(repr((self.now, self.options, options)).encode())
        for root, names in ((self.bulletin.root, INPUTS), (self.bulletin.theme, INPUTS[1:3])):
            for name in names:
                for path in sorted((root / name).rglob("*")) if (root / name).is_dir() else [root / name]:
                    seen.update(f"{path}\n".encode())
                    if path.is_file():
                        data = path.read_bytes()
                        seen.update(b"%d\n%b" % (len(data), data))
        return seen.digest()

    def from_nothing(self, **options: Any) -> Clean:
        """A build without memory, and with derived pictures that only such builds use."""
        cache, held = self.bulletin.root / ".bantin", self.folder / "held"
        if cache.exists():
            cache.rename(held)
        if CLEAN.exists():
            CLEAN.rename(cache)
        output = self.folder / "clean"
        try:
            now = datetime.fromisoformat(f"{self.now}+07:00")
            asked = {"now": now, **self.options, **options}
            outcome = build_site(self.bulletin.root, output, remember=False, **asked)
        finally:
            cache.rename(CLEAN)
            if held.exists():
                held.rename(cache)
        files = files_of(output)
        made = Clean(outcome, files, manifest(output) if outcome.written else None)
        shutil.rmtree(output, ignore_errors=True)
        return made

    def build(self, then: Then) -> None:
        Editing.steps += then not in (BUILD, LOOK)
        if then.how == "nothing":
            return
        if then.how == "killed":
            self.killed(then.n)
            return
        options: dict[str, Any] = {}
        if then.how == "check":
            options["write"] = False
        elif then.how == "strict":
            options["strict"] = True
        with pytest.MonkeyPatch.context() as patch:
            if then.how == "workers":
                patch.setattr(finish, "FEW", 0)
                patch.setattr(read, "run_each", workers.run_each)
                options["workers"] = 2
            pages = self.show_ahead() if then.how == "ahead" else frozenset()
            before = files_of(self.folder / self.output)
            outcome = self.ask(ahead=pages, **options)
        clean = self.clean(**options)
        self.compare(outcome, clean, before)
        if outcome.written and then.is_looked_at:
            again = self.ask(**options)
            assert again.written is not None
            assert (again.written.written, again.written.removed) == (0, 0), again.written
            assert (again.problems, again.withheld) == (outcome.problems, outcome.withheld)
            if self.bulletin.is_ticking:
                assert again.timings == (), "something was done although nothing changed"
        elif not outcome.written and then.how == "build" and then.is_mended:
            self.bulletin.mend()
            if any(p.severity == "error" for p in outcome.problems):
                self.build(BUILD)

    def show_ahead(self) -> frozenset[str]:
        """As the preview does it, when it is told what changed."""
        now = datetime.fromisoformat(f"{self.now}+07:00")
        request = Request(
            self.bulletin.root, self.folder / self.output, now, **{"workers": 1, **self.options}
        )
        last = ahead.recall(request)
        with memory.Memory(request.root, request.output) as remembered_now:
            changed = still.look(request, remembered_now).changed
        pages = last.show(request, changed) if last and changed else None
        Editing.aheads += bool(pages)
        return pages or frozenset()

    def compare(self, outcome: Outcome, clean: Clean, before: dict[str, bytes]) -> None:
        wanted = clean.files
        assert outcome.problems == clean.outcome.problems
        assert outcome.withheld == clean.outcome.withheld
        assert (outcome.written is None) == (clean.outcome.written is None)
        mine = files_of(self.folder / self.output)
        if not outcome.written:
            assert mine == before, "a build that was refused left something"
            return
        if self.output in self.is_manifest_lost:  # then nobody knows any more whose a stale file is
            for path in mine.keys() - wanted.keys() - self.foreign.keys():
                (self.folder / self.output / path).unlink()
                del mine[path]
            self.is_manifest_lost.discard(self.output)
        foreign = self.foreign if self.output == "site/output" else {}
        assert sorted(mine) == sorted({**wanted, **foreign})
        different = [path for path, data in {**wanted, **foreign}.items() if mine[path] != data]
        assert different == []
        assert manifest(self.folder / self.output) == clean.manifest

    def killed(self, n: int) -> None:
        with pytest.MonkeyPatch.context() as patch:
            cut_after(patch, n)
            with contextlib.suppress(Cut):
                self.ask()
        if self.output in self.is_manifest_lost:  # until a build has come to its end
            damage_output(self.folder / self.output, 0, "manifest", self.foreign)

    # What is changed

    def text(self, place: int) -> tuple[str, Text]:
        texts = sorted(self.bulletin.texts.items())
        return texts[place % len(texts)] if texts else ("content/tin/a.md", Text())

    @rule(place=PLACES, words=st.sampled_from(WORDS), then=THEN)
    def edit_words(self, place: int, words: str, then: Then) -> None:
        path, text = self.text(place)
        self.bulletin.put_text(path, replace(text, last=words))
        self.build(then)

    @rule(edits=st.lists(st.tuples(PLACES, st.sampled_from(WORDS), LOOKS), min_size=2, max_size=6), then=THEN)
    def edit_words_again_and_again(self, edits: list[tuple[int, str, str]], then: Then) -> None:
        """As an editor works: change a word, look at it, here or there, change another."""
        for place, words, look in edits:
            path, text = self.text(place)
            self.bulletin.put_text(path, replace(text, last=words))
            if look == "elsewhere":
                self.output = "elsewhere" if self.output == "site/output" else "site/output"
            self.build(LOOK if look == "check" else BUILD)
            if look == "check":
                self.build(BUILD)
        self.build(then)

    @rule(places=st.lists(PLACES, min_size=2, max_size=3), words=st.permutations(WORDS), then=THEN)
    def edit_words_of_several(self, places: list[int], words: list[str], then: Then) -> None:
        for place, last in zip(places, words, strict=False):
            path, text = self.text(place)
            self.bulletin.put_text(path, replace(text, last=last))
        self.build(then)

    @rule(place=PLACES, words=st.sampled_from(WORDS), then=THEN)
    def edit_first_words(self, place: int, words: str, then: Then) -> None:
        path, text = self.text(place)
        self.bulletin.put_text(path, replace(text, first=words))
        self.build(then)

    @rule(
        place=PLACES,
        other=PLACES,
        blocks=st.lists(st.sampled_from(BLOCKS), max_size=3),
        is_linked=st.booleans(),
        then=THEN,
    )
    def edit_blocks(self, place: int, other: int, blocks: list[str], is_linked: bool, then: Then) -> None:
        path, text = self.text(place)
        if not (self.bulletin.disk(path).parent / "anh.png").exists():
            blocks = [b for b in blocks if "(anh.png)" not in b]
        links = (self.text(other)[0],) if is_linked else ()
        self.bulletin.put_text(path, replace(text, blocks=tuple(blocks), links=links))
        self.build(then)

    @rule(place=PLACES, title=st.sampled_from(TITLES), then=THEN)
    def edit_title(self, place: int, title: str, then: Then) -> None:
        path, text = self.text(place)
        self.bulletin.put_text(path, replace(text, title=title))
        self.build(then)

    @rule(place=PLACES, date=st.sampled_from(DATES), then=THEN)
    def edit_date(self, place: int, date: str, then: Then) -> None:
        path, text = self.text(place)
        self.bulletin.put_text(path, replace(text, date=date))
        self.build(then)

    @rule(
        place=PLACES, pair=st.sampled_from([(k, v) for k, vs in KEYS.items() for v in (*vs, None)]), then=THEN
    )
    def edit_key(self, place: int, pair: tuple[str, str | None], then: Then) -> None:
        path, text = self.text(place)
        self.bulletin.put_text(path, text.with_key(*pair))
        self.build(then)

    @rule(place=PLACES, then=THEN)
    def same_bytes_saved_again(self, place: int, then: Then) -> None:
        path, text = self.text(place)
        self.bulletin.put_text(path, text)
        self.build(then)

    @rule(
        category=st.sampled_from(CATEGORIES),
        name=st.sampled_from(NAMES),
        copied=PLACES,
        as_bundle=st.booleans(),
        then=THEN,
    )
    def add(self, category: str, name: str, copied: int, as_bundle: bool, then: Then) -> None:
        """A new article begins as a copy of another, words and all."""
        path = f"content/{category}/{name}{'/index' if as_bundle else ''}.md"
        self.bulletin.put_text(
            path, replace(self.text(copied)[1], links=()).with_key("slug", None).with_key("aliases", None)
        )
        self.build(then)

    @rule(place=PLACES, is_careful=st.sampled_from((True, True, False)), then=THEN)
    def delete(self, place: int, is_careful: bool, then: Then) -> None:
        path, _ = self.text(place)
        self.bulletin.remove(path)
        if is_careful:
            self.bulletin.unlink_from_all(path)
        self.build(then)

    @rule(
        place=PLACES,
        category=st.sampled_from((*CATEGORIES, "muc-moi")),
        name=st.sampled_from(NAMES),
        then=THEN,
    )
    def move(self, place: int, category: str, name: str, then: Then) -> None:
        """A move keeps the file's time, so only its name tells."""
        path, text = self.text(place)
        target = f"content/{category}/{name}.md"
        if target in self.bulletin.texts or path not in self.bulletin.texts:
            return
        self.bulletin.disk(target).parent.mkdir(parents=True, exist_ok=True)
        self.bulletin.disk(path).replace(self.bulletin.disk(target))
        self.bulletin.remove(path)
        self.bulletin.texts[target] = text
        self.bulletin.unlink_from_all(path)
        self.build(then)

    @rule(one=PLACES, other=PLACES, then=THEN)
    def swap(self, one: int, other: int, then: Then) -> None:
        """Two files change places, times and all."""
        (path, text), (second, words) = self.text(one), self.text(other)
        if path == second or not {path, second} <= self.bulletin.texts.keys():
            return
        between = self.folder / "between"
        self.bulletin.disk(path).replace(between)
        self.bulletin.disk(second).replace(self.bulletin.disk(path))
        between.replace(self.bulletin.disk(second))
        self.bulletin.texts |= {path: words, second: text}
        self.build(then)

    @rule(place=PLACES, data=st.sampled_from(BROKEN), then=THEN)
    def break_article(self, place: int, data: str, then: Then) -> None:
        path, _ = self.text(place)
        self.bulletin.put(path, data)
        self.bulletin.broken.add(path)
        self.build(then)

    @rule(
        words=st.sampled_from(WORDS),
        keys=st.sampled_from(("", "date: 2026-12-01\n", "draft: có\n", "updated: 2026-11-22\n")),
        then=THEN,
    )
    def edit_standing_page(self, words: str, keys: str, then: Then) -> None:
        self.bulletin.put("content/pages/gioi-thieu.md", f"---\ntitle: Giới thiệu\n{keys}---\n\n{words}\n")
        self.build(then)

    @rule(
        name=st.sampled_from(TEMPLATES),
        where=st.sampled_from(("theme:", "")),
        mark=st.sampled_from(("", "1", "2", "phan")),
        then=THEN,
    )
    def edit_template(self, name: str, where: str, mark: str, then: Then) -> None:
        original = (BUILTIN / name).read_text("utf-8")
        more = '{% include "phan.html" ignore missing %}' if mark == "phan" else f"<!--{mark}-->"
        if name.startswith("side-") and mark == "phan":
            more = "{{ frame.name }} {{ section }}"
        put_in = (
            original.replace("{% endblock %}", f"{more}{{% endblock %}}")
            if "endblock" in original
            else original + more
        )
        self.bulletin.put(f"{where}templates/{name}", put_in)
        self.build(then)

    @rule(name=st.sampled_from(TEMPLATES), then=THEN)
    def remove_override(self, name: str, then: Then) -> None:
        self.bulletin.disk(f"templates/{name}").unlink(missing_ok=True)
        self.build(then)

    @rule(where=st.sampled_from(("theme:", "")), part=st.sampled_from((*PARTS, None)), then=THEN)
    def edit_part(self, where: str, part: str | None, then: Then) -> None:
        if part is None:
            self.bulletin.disk(f"{where}templates/phan.html").unlink(missing_ok=True)
        else:
            self.bulletin.put(f"{where}templates/phan.html", part)
        self.build(then)

    @rule(key=st.sampled_from(sorted(SETTINGS)), place=PLACES, then=THEN)
    def edit_site(self, key: str, place: int, then: Then) -> None:
        self.bulletin.site[key] = SETTINGS[key][place % len(SETTINGS[key])]
        self.bulletin.put_settings()
        self.build(then)

    @rule(key=st.sampled_from(sorted(TABLES)), place=PLACES, then=THEN)
    def edit_table(self, key: str, place: int, then: Then) -> None:
        self.bulletin.tables[key] = TABLES[key][place % len(TABLES[key])]
        self.bulletin.put_settings()
        self.build(then)

    @rule(
        terms=st.sampled_from(TERMS),
        topics=st.sampled_from(TOPICS),
        navigation=st.sampled_from(NAVIGATION),
        then=THEN,
    )
    def edit_terms(self, terms: str, topics: str, navigation: str, then: Then) -> None:
        self.bulletin.terms, self.bulletin.topics, self.bulletin.navigation = terms, topics, navigation
        self.bulletin.put_settings()
        self.build(then)

    @rule(
        name=st.sampled_from(ASSETS),
        where=st.sampled_from(("theme:", "")),
        words=st.sampled_from(("a{}", "b{}", None)),
        then=THEN,
    )
    def edit_asset(self, name: str, where: str, words: str | None, then: Then) -> None:
        if words is None:
            self.bulletin.disk(f"{where}assets/{name}").unlink(missing_ok=True)
        else:
            self.bulletin.put(f"{where}assets/{name}", words)
        self.build(then)

    @rule(name=st.sampled_from(("content/chung/cau.png", "content/tin/anh.png", "content/tin/anh-dep/anh.png")),
          picture=st.integers(0, 2), is_time_kept=st.booleans(), then=THEN)  # fmt: skip
    def replace_picture(self, name: str, picture: int, is_time_kept: bool, then: Then) -> None:
        disk = self.bulletin.disk(name)
        old = disk.stat().st_mtime_ns if is_time_kept and disk.exists() else None
        self.bulletin.put(name, PICTURES[picture], mtime=old)
        self.build(then)

    @rule(glossary=st.sampled_from(GLOSSARIES), then=THEN)
    def edit_glossary(self, glossary: str | None, then: Then) -> None:
        if glossary is None:
            self.bulletin.disk("content/data/viet-tat.yaml").unlink(missing_ok=True)
        else:
            self.bulletin.put("content/data/viet-tat.yaml", glossary)
        self.build(then)

    @rule(
        name=st.sampled_from(
            ("content/tin/ghi.txt", "content/rong/", "content/tin/.an.md", "templates/.an.html")
        ),
        then=THEN,
    )
    def add_other_file(self, name: str, then: Then) -> None:
        if name.endswith("/"):
            self.bulletin.disk(name).mkdir(parents=True, exist_ok=True)
        else:
            self.bulletin.put(name, "x")
        self.build(then)

    # What is asked otherwise

    @rule(now=st.sampled_from(MOMENTS), then=THEN)
    def clock(self, now: str, then: Then) -> None:
        self.now = now
        self.build(then)

    @rule(
        option=st.sampled_from(
            ({"drafts": True}, {"future": True}, {"base_url": "https://khac.example/x/"}, {})
        ),
        then=THEN,
    )
    def ask_otherwise(self, option: dict[str, Any], then: Then) -> None:
        self.options = option
        self.build(then)

    @rule(output=st.sampled_from(("site/output", "elsewhere")), then=THEN)
    def build_elsewhere(self, output: str, then: Then) -> None:
        self.output = output
        self.build(then)

    @rule(n=st.integers(0, 90), then=THEN)
    def kill(self, n: int, then: Then) -> None:
        self.killed(n)
        self.build(then)

    @rule(then=THEN)
    def wait(self, then: Then) -> None:
        """Files that were young are so no more."""
        self.late += 3_000_000_000
        self.build(then)

    # What befalls the disk

    @rule(
        place=PLACES,
        where=PLACES,
        damage=st.sampled_from(("flip", "cut", "delete", "swap", "longer", "key", "all")),
        then=THEN,
    )
    def damage_memory(self, place: int, where: int, damage: str, then: Then) -> None:
        damage_memory(self.bulletin.root, place, where, damage)
        self.build(then)

    @rule(
        place=PLACES,
        damage=st.sampled_from(("delete", "change", "cut", "link", "folder", "manifest")),
        then=THEN,
    )
    def damage_output(self, place: int, damage: str, then: Then) -> None:
        damage_output(self.folder / self.output, place, damage, self.foreign)
        if damage == "manifest":
            self.is_manifest_lost.add(self.output)
        self.build(then)

    @rule(name=st.sampled_from(("cua-nguoi-khac.html", "tin/cua-nguoi-khac.html", "khac/x/y.txt")), then=THEN)
    def add_foreign_file(self, name: str, then: Then) -> None:
        path = self.folder / "site/output" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"nguoi khac")
        self.foreign[name] = b"nguoi khac"
        self.build(then)


BUILTIN = Path(__file__).parent.parent / "theme/templates"
CLEAN = SCRATCH = Path()
CLEANS: dict[bytes, Clean] = {}


def manifest(output: Path) -> object:
    return json.loads((output / ".bantin/manifest.json").read_bytes())


@pytest.mark.parametrize("part", range(PARTED))
def test_a_build_after_anything_is_as_one_from_nothing(
    part: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    global CLEAN, SCRATCH
    CLEAN, SCRATCH = tmp_path / "clean-cache", tmp_path / "now"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "key"))  # damaged here, and not for the other parts
    # A template's text compiles to the same code whatever it is for.
    for name in ("compile", "parse"):
        monkeypatch.setattr(jinja2.Environment, name, remembered(getattr(jinja2.Environment, name)))
    profile = settings(
        max_examples=SEQUENCES // PARTED,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        phases=(Phase.generate, *([Phase.shrink] if SEQUENCES <= 100 else [])),
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )
    code = memory._code()
    monkeypatch.setattr(memory, "_code", lambda: code)
    real = mend.mend

    def counted(*given: Any) -> Outcome | None:
        done = real(*given)
        Editing.mends += done is not None
        return done

    monkeypatch.setattr(mend, "mend", counted)
    Editing.steps = Editing.builds = Editing.cleans = Editing.mends = Editing.aheads = 0
    CLEANS.clear()
    machine = seed(part)(Editing) if SEQUENCES == 100 else Editing  # the same hundred in every usual run
    run_state_machine_as_test(machine, settings=profile)
    if SEQUENCES > 100:
        with capsys.disabled():
            print(
                f"{SEQUENCES // PARTED} sequences, {Editing.steps} steps, {Editing.builds} builds, "
                f"{Editing.mends} the short way, {Editing.aheads} ahead, {Editing.cleans} from nothing"
            )
