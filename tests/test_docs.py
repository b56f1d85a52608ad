"""The documents say all that there is, say it exactly, and lead to what exists.

Every key, setting, command, option, field of a view and message is documented; examples of the
handbook are put through the program; links between documents lead somewhere.
"""

import re
import string
import textwrap
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import MISSING, fields, is_dataclass
from datetime import datetime
from pathlib import Path
from typing import get_args, get_origin

import pytest

from bulletin import views
from bulletin.arguments import COMMANDS
from bulletin.articlereader import ArticleReader
from bulletin.cli import main
from bulletin.config import parse_settings
from bulletin.dates import parse_moment
from bulletin.frontmatter import EDITION_KEYS, KEYS, parse_front
from bulletin.markup import Body, Converter
from bulletin.media import DOCUMENTS as DOCUMENTS_LINKED
from bulletin.media import VIDEOS
from bulletin.messages.vi import MESSAGES, WORDS
from bulletin.settings import RESERVED, Destination, Settings, Term
from bulletin.source import Source
from tests.building import build_site, write_site

ROOT = Path(__file__).parent.parent
HANDBOOK = ROOT / "docs" / "so-tay"
DOCUMENTS = sorted((*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")))
FENCED = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")


def text_of(path: Path | str) -> str:
    return (ROOT / path).read_text("utf-8")


def sections(text: str, level: int) -> dict[str, str]:
    """Heading of that level -> what stands under it, up to the next heading that is no deeper."""
    parts = re.split(rf"^{'#' * level} (.+)$", text, flags=re.MULTILINE)
    ends = re.compile(rf"^#{{1,{level}}} ", re.MULTILINE)
    return {heading: ends.split(under)[0] for heading, under in zip(parts[1::2], parts[2::2], strict=True)}


def rows(text: str) -> dict[str, list[str]]:
    """A table's rows whose first cell is code: that code -> the other cells."""
    cells = (re.split(r"(?<!\\)\|", line.strip("|")) for line in text.splitlines() if line.startswith("| `"))
    return {CODE.findall(first)[0]: [cell.strip() for cell in rest] for first, *rest in cells}


def examples(path: Path, language: str) -> list[str]:
    found = FENCED.findall(path.read_text("utf-8"))
    return [textwrap.dedent(text) for _, name, text in found if name == language]


# --- everything is there ---


def test_every_key_with_its_vietnamese_names() -> None:
    described = [CODE.findall(heading) for heading in sections(text_of("docs/so-tay/phan-dau.md"), 3)]
    assert {key: set(names) for *names, key in described} == {key: set(names) for key, names in KEYS.items()}
    assert len(described) == len(KEYS)


def test_every_key_of_an_issue_with_its_vietnamese_names() -> None:
    described = [CODE.findall(heading) for heading in sections(text_of("docs/so-tay/in-ban-tin.md"), 3)]
    known = {key: set(names) for key, names in EDITION_KEYS.items()}
    assert {key: set(names) for *names, key in described} == known
    assert len(described) == len(EDITION_KEYS)


def tables() -> Iterator[tuple[str, dict[str, str]]]:
    """Each table of site.toml as its heading, with the defaults of its keys as the handbook writes them."""

    def shown(value: object) -> str:
        if value is MISSING or value in ("", ()):
            return "bắt buộc" if value is MISSING else "–"
        return str(value).lower() if isinstance(value, bool) else str(value)

    site: dict[str, str] = {}
    for field in fields(Settings):
        kind = next((t for t in (field.type, *get_args(field.type)) if is_dataclass(t)), None)
        if kind is not None:
            name = f"[[{field.name}]]" if get_origin(field.type) is tuple else f"[{field.name}]"
            if kind is Destination:
                name = f"[{field.name}.TÊN]"
            given = ("line", "name") if kind is Destination else ("line",)
            yield name, {f.name: shown(f.default) for f in fields(kind) if f.name not in given}
        elif field.name != "lines":
            site[field.name] = shown(getattr(Settings(), field.name))
    site["time_zone"] = site.pop("zone")
    yield "[site]", site | dict.fromkeys(("name", "address"), "bắt buộc")


def test_every_setting_with_its_default() -> None:
    described = {
        CODE.findall(heading)[0]: {key: default.strip("`") for key, (default, _) in rows(text).items()}
        for heading, text in sections(text_of("docs/so-tay/thiet-lap.md"), 2).items()
    }
    assert described == dict(tables())


def test_every_reserved_name() -> None:
    text = text_of("docs/so-tay/thiet-lap.md")
    line = next(line for line in text.splitlines() if line.startswith("Những tên sau"))
    assert set(CODE.findall(line)) == RESERVED


@pytest.fixture
def options(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., set[str]]:
    """The options that a command's help names."""
    monkeypatch.setenv("COLUMNS", "300")

    def named(*words: str) -> set[str]:
        with pytest.raises(SystemExit):
            main([*words, "--help", "--lang", "en"])
        return set(re.findall(r"--[a-z-]+", capsys.readouterr().out))

    return named


OWN_DOCUMENT = {"counter"}  # docs/counter.md
OWN_OPTIONS = {"test"}  # pytest's


def test_every_command_and_option(options: Callable[..., set[str]]) -> None:
    commands = set(COMMANDS) - OWN_DOCUMENT - OWN_OPTIONS
    there = options().union(*(options(command) for command in commands))
    described = rows(sections(text_of("README.md"), 2)["Commands and options"])
    assert {name.split()[0] for name in described} == {*COMMANDS, *there} - {"--help"}
    assert "--help" in there


def test_every_command_and_option_in_the_handbook(options: Callable[..., set[str]]) -> None:
    text = "".join(path.read_text("utf-8") for path in sorted(HANDBOOK.glob("*.md")))
    commands = set(COMMANDS) - OWN_OPTIONS
    there = set().union(*(options(command) for command in commands - OWN_DOCUMENT))
    assert {option for option in there if not re.search(rf"{option}\b(?!-)", text)} == set()
    assert {command for command in commands if f"build.py {command}" not in text} == set()


@pytest.mark.parametrize("action", ["serve", "report", "import", "migrate", "pack"])
def test_every_option_of_the_counter(options: Callable[..., set[str]], action: str) -> None:
    text = text_of("docs/counter.md")
    assert action in (text if f"counter {action}" in text else "")
    few = {"--help", "--site", "--debug", "--lang"}
    assert {o for o in options("counter", action) - few if not re.search(rf"{o}\b(?!-)", text)} == set()


def test_every_field_of_every_view() -> None:
    described = {
        CODE.findall(heading)[0]: list(rows(text))
        for heading, text in sections(text_of("docs/templates.md"), 3).items()
        if heading.startswith("`")
    }
    there = {
        kind.__name__: [f.name for f in fields(kind)] for kind in vars(views).values() if is_dataclass(kind)
    }
    assert described == there


def test_every_template_with_its_view() -> None:
    described = rows(sections(text_of("docs/templates.md"), 2)["What a template sees"])
    made = {name: cells[0].strip("`") for name, cells in described.items() if name.endswith(".html")}
    parts = {name for name in made if "/" in name}
    assert parts == {name for name in parts if (ROOT / "templates" / name).is_file()}
    pages = {name: view for name, view in made.items() if name not in parts}
    assert set(pages) == {path.name for path in (ROOT / "templates").glob("*.html")} - {"base.html"}
    assert set(pages.values()) == {kind.__name__ for kind in get_args(views.View)}


def as_shown(template: str) -> str:
    """A pattern for a sentence with its blanks filled in."""
    parts = string.Formatter().parse(template)
    return "".join(re.escape(literal) + (".+" if name is not None else "") for literal, name, *_ in parts)


@pytest.mark.parametrize("kind", MESSAGES)
def test_every_message_as_an_editor_is_shown_it(kind: str) -> None:
    what, mend = map(as_shown, MESSAGES[kind])
    begins = rf"(?:\S.*: (?:{WORDS['error']}|{WORDS['warning']})|{WORDS['fatal']}): "
    assert re.search(rf"^{begins}{what}\n    {mend}$", text_of("docs/so-tay/loi.md"), re.MULTILINE)


def test_every_sentence_of_the_first_run() -> None:
    from build import TOO_OLD
    from tools.installer import SENTENCES

    text = text_of("docs/so-tay/loi.md")
    said = [*(vietnamese for vietnamese, _ in SENTENCES.values()), TOO_OLD[0]]
    assert [s for s in said if not re.search(f"^{as_shown(s)}$", text, re.MULTILINE)] == []


def test_what_a_run_says_at_its_end() -> None:
    text = text_of("docs/so-tay/dang-thu.md")
    said = ("done", "checked", "counts", "nothing-written", "more-like-it", "waiting", "interrupted")
    assert [key for key in said if not re.search(f"^{as_shown(WORDS[key])}$", text, re.MULTILINE)] == []
    assert [word for key, word in WORDS.items() if key.startswith("stage-") and f"`{word}`" not in text] == []


def test_every_package_has_its_reason() -> None:
    asked = tomllib.loads(text_of("pyproject.toml"))["project"]["dependencies"]
    names = {re.split("[<>=;]", line)[0].strip() for line in asked}
    decisions = [path.read_text("utf-8") for path in sorted((ROOT / "docs" / "decisions").glob("*.md"))]
    tables = [text for text in decisions if "| package |" in text]
    rows = {
        line.split("|")[1].strip() for text in tables for line in text.splitlines() if line.startswith("|")
    }
    listed = {name for name in names if any(f"- `{name}` (" in text for text in decisions)}
    assert (rows - {"package", "---"}) | listed == names


# --- what is there is true ---


def test_the_examples_of_bodies_have_no_problem() -> None:
    bodies = examples(HANDBOOK / "viet-bai.md", "markdown") + examples(ROOT / "README.md", "markdown")
    assert len(bodies) > 10
    for text in bodies:
        body, line = text, 1
        if text.startswith("---"):
            front, problems = parse_front(text, "content/tin/a.md")
            assert (set(front.fields) >= {"title", "date"}, problems) == (True, ())
            body, line = front.body, front.body_line
        assert Converter().convert(body, "content/tin/a.md", line)[1] == ()


def test_the_examples_of_keys_mean_something() -> None:
    settings = Settings(topics=(Term("a", "Chắp cánh ước mơ 2026"),))
    categories = (Term("tin", "Tin tức – Sự kiện"),)
    now = datetime(2026, 11, 24, tzinfo=settings.zone)
    used: set[str] = set()
    for path in (HANDBOOK / "phan-dau.md", HANDBOOK / "viet-bai.md"):
        for text in examples(path, "yaml"):
            front, problems = parse_front(f"---\n{text}---\n", "content/tin/a.md")
            used |= set(front.fields)
            rest = {"title": "A", "date": "2026-11-01", "cover_alt": "B"}
            needed = "".join(f"{key}: {value}\n" for key, value in rest.items() if key not in front.fields)
            front, problems = parse_front(f"---\n{text}{needed}---\n", "content/tin/a.md")
            reader = ArticleReader(settings, categories, now)
            made = reader.article(Source("content/tin/a.md", "", front.fields, Body("")))
            assert (problems, reader.problems) == ((), []), text
            assert made is not None
    assert used == set(KEYS)


def test_the_dates_of_the_handbook_are_dates() -> None:
    section = next(
        text
        for heading, text in sections(text_of("docs/so-tay/phan-dau.md"), 3).items()
        if "`ngay`" in heading
    )
    written = CODE.findall(FENCED.sub("", section))
    assert len(written) > 4
    assert [text for text in written if parse_moment(text, Settings().zone) is None] == []


def test_the_examples_of_settings_can_be_read() -> None:
    for text in examples(HANDBOOK / "thiet-lap.md", "toml"):
        assert parse_settings(text)[1] == (), text


def test_a_new_bulletin_as_the_handbook_says(tmp_path: Path) -> None:
    """The smallest settings with the first article, and the page template that the guide shows."""
    page = HANDBOOK / "ban-tin-moi.md"
    (settings,), (article,) = examples(page, "toml"), examples(page, "markdown")
    (template,) = examples(ROOT / "docs" / "templates.md", "jinja")
    files = {
        "site.toml": settings,
        "content/tin-tuc/hop-dan.md": article,
        "content/pages/gioi-thieu.md": "---\ntieu_de: Giới thiệu\n---\n\nXã có 24 thôn, bản.\n",
        "templates/standing.html": template,
    }
    assert build_site(write_site(tmp_path, files)).problems == ()
    html = (tmp_path / "output" / "gioi-thieu" / "index.html").read_text("utf-8")
    assert "<title>Giới thiệu | Bản tin Tả Lèng</title>" in html
    assert "Xã có 24 thôn, bản." in html


def test_the_blocks_of_the_skeleton() -> None:
    described = rows(sections(text_of("docs/templates.md"), 2)["A template of your own"])
    assert list(described) == re.findall(r"{% block (\w+)", text_of("templates/base.html"))


def test_the_smallest_settings_lead_nowhere_that_is_not_there(tmp_path: Path) -> None:
    smallest = examples(HANDBOOK / "thiet-lap.md", "toml")[0]
    root = write_site(tmp_path, {"site.toml": smallest, "content/tin-tuc/.giu": ""})
    assert build_site(root).problems == ()


def test_links_between_articles_are_the_samples() -> None:
    text = "".join(examples(HANDBOOK / "viet-bai.md", "markdown"))
    linked = re.findall(r"\]\(([^()\s]+\.md)\)", text)
    assert len(linked) > 1
    assert [path for path in linked if not (ROOT / "content" / path).is_file()] == []


def test_every_kind_of_file_that_may_be_linked() -> None:
    table = sections(text_of("docs/so-tay/viet-bai.md"), 2)["Liên kết"]
    named = set(CODE.findall(table.partition("| Loại |")[2].partition("\n\n")[0]))
    assert named == DOCUMENTS_LINKED | VIDEOS


@pytest.mark.parametrize(
    "words", [("--site", "{there}/none"), ("--base-url", "xa.vn"), ("--output", "{there}/site/content")]
)
def test_the_exit_code_that_the_readme_names(
    words: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = write_site(tmp_path / "site", {"site.toml": "", "content/tin/a.md": ""})
    code = main(["check", "--site", str(site), *(word.format(there=tmp_path) for word in words)])
    assert capsys.readouterr().err
    table = sections(text_of("README.md"), 2)["Commands and options"]
    meant = dict(re.findall(r"^\| (\d+) \| (.+) \|$", table, re.MULTILINE))
    assert [number for number, text in meant.items() if f"`{words[0]}`" in text] == [str(code)]


# --- it leads somewhere ---


def anchors(path: Path) -> set[str]:
    """The places in a document, as GitHub names them."""
    headings = re.findall(r"^#+ (.+)$", FENCED.sub("", path.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_to_what_exists(path: Path) -> None:
    prose = CODE.sub("", FENCED.sub("", path.read_text("utf-8")))
    broken = []
    for target in re.findall(r"\]\(([^()\s]+)\)", prose):
        if re.match("https?:|mailto:", target):
            continue
        name, _, place = target.partition("#")
        file = path.parent / name if name else path
        if not file.exists() or (place and place not in anchors(file)):
            broken.append(target)
    assert broken == []


def test_the_places_of_the_readme_exist() -> None:
    named = [
        name
        for line in sections(text_of("README.md"), 2)["Where things are"].splitlines()
        for name in CODE.findall(line.split("|")[1] if "|" in line else "")
    ]
    assert len(named) > 8
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_decisions_are_numbered_short_and_say_three_things() -> None:
    paths = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert len({path.name[:4] for path in paths}) == len(paths)
    for path in paths:
        number, text = int(path.name[:4]), path.read_text("utf-8")
        assert re.match(r"\d{4}-[a-z]", path.name)
        assert text.startswith(f"# {number}. ")
        assert list(sections(text, 2)) == ["What we faced", "What we chose", "What we gave up"]
        assert len(text.splitlines()) < 40
