"""Front matter as editors write it: every form gives the same strings, every mistake its line."""

import unicodedata

import pytest

from bulletin.frontmatter import KEYS, Field, Front, parse_front
from bulletin.problem import Place, Problem, Severity

PATH = "content/tin/a.md"


def read(text: str) -> tuple[Front, list[tuple[int, str, dict[str, str]]]]:
    front, problems = parse_front(text, PATH)
    return front, [(p.place.line, p.kind, dict(p.values)) for p in problems]


def test_yaml_gives_strings_with_their_lines() -> None:
    front, problems = read(
        '---\n# ghi chú\ntitle: " Thư viện  "\ndate: 13-09-2016\ngio: 1\ndraft: no\ntags: [a, "b"]\n---\n\nThân bài\n'
    )
    assert front.fields == {
        "title": Field("Thư viện", 3, "title"),
        "date": Field("13-09-2016", 4, "date"),
        "draft": Field("no", 6, "draft"),
        "tags": Field(("a", "b"), 7, "tags"),
    }
    assert problems == [(5, "front-key", {"key": "gio", "guess": ""})]
    assert (front.body.strip(), front.body.startswith("\n"), front.body_line) == ("Thân bài", True, 9)


@pytest.mark.parametrize(
    "text",
    [
        "---\ntieu_de: A\nngay: 2026-01-02\ntu_khoa:\n- x\n---\nB",
        "---\nTiêu đề: A\nNgày: 2026-01-02\ntừ khóa: [x]\n---\nB",
        '+++\ntitle = "A"\ndate = 2026-01-02\ntags = ["x"]\n+++\nB',
        '{\n"title": "A",\n"date": "2026-01-02",\n"tags": ["x"]\n}\nB',
        "\n\n---\ntitle: A\ndate: 2026-01-02\ntags: [x]\n---\nB",
    ],
)
def test_every_form_and_language_of_keys_says_the_same(text: str) -> None:
    front, problems = read(text)
    assert {key: field.value for key, field in front.fields.items()} == {
        "title": "A",
        "date": "2026-01-02",
        "tags": ("x",),
    }
    assert (front.body.strip(), problems) == ("B", [])


def test_lines_are_those_of_the_file_in_every_form() -> None:
    yaml, _ = read("---\n\n\ntitle: A\n---\nB")
    toml, _ = read('+++\n\ntitle = "A"\n+++\nB')
    json, _ = read('{\n\n"title": "A"\n}\nB')
    assert [f.fields["title"].line for f in (yaml, toml, json)] == [4, 3, 3]
    assert [f.body_line for f in (yaml, toml, json)] == [5, 4, 4]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("Chỉ có chữ", [(1, "front-missing", {})]),
        ("", [(1, "front-missing", {})]),
        ("---\ntitle: A\n", [(1, "front-unclosed", {})]),
        ("---\ntitle: Thông báo: họp\n---\n", [(2, "front-colon", {"text": "title: Thông báo: họp"})]),
        ('---\ndate: 1\ntitle: "A\nx: 2\n---\n', [(3, "front-quote", {"text": 'title: "A'})]),
        ("---\ntitle: A\n\tdate: B\n---\n", [(3, "front-tab", {"text": "date: B"})]),
        ("---\ntitle: @A\n---\n", [(2, "front-sign", {"text": "title: @A"})]),
        ("---\ntitle: [a, b\n---\n", [(2, "front-bracket", {"text": "title: [a, b"})]),
        ('---\ntitle: "A" B\n---\n', [(2, "front-inner-quote", {"text": 'title: "A" B'})]),
        ("---\ntitle: A\ntitle: B\n---\n", [(3, "front-key-twice", {"key": "title", "line": "2"})]),
        ("---\ntitle: A\ntieu_de: B\n---\n", [(3, "front-key-twice", {"key": "tieu_de", "line": "2"})]),
        ("---\ntitle: {a: b}\n---\n", [(2, "front-nested", {"key": "title"})]),
        ("---\ntitle: [a]\n---\n", [(2, "front-list", {"key": "title"})]),
        ("---\ntags: [[a]]\n---\n", [(2, "front-nested", {"key": "tags"})]),
        ("---\n- a\n- b\n---\n", [(2, "front-not-keys", {})]),
        ("---\ntitle: a\x07b\n---\n", [(2, "front-character", {})]),
        ("---\ntitel: a\n---\n", [(2, "front-key-guess", {"key": "titel", "guess": "title"})]),
        ("+++\ntitle = A\n+++\n", [(2, "front-toml", {})]),
        ('{\n"title": A\n}\n', [(2, "front-json", {})]),
    ],
)
def test_a_mistake_has_its_line_and_never_becomes_text(text: str, problems: object) -> None:
    _, found = read(text)
    assert found == problems


def test_an_unknown_key_is_a_warning_the_rest_are_errors() -> None:
    _, problems = parse_front("---\ntitel: a\ntitle: [x]\n---\n", PATH)
    assert [p.severity for p in problems] == [Severity.WARNING, Severity.ERROR]
    assert isinstance(problems[0], Problem)
    assert problems[0].place == Place(PATH, 2)


def test_aliases_are_never_expanded() -> None:
    """A list of lists by aliases, as a bomb has it, is refused without being walked."""
    _, problems = read("---\nauthor: &a [x, x]\nsource: &b [*a, *a]\ntags: [*b, *b]\n---\n")
    assert problems == [
        (2, "front-list", {"key": "author"}),
        (3, "front-nested", {"key": "source"}),
        (4, "front-nested", {"key": "tags"}),
    ]


def test_words_for_nothing_are_nothing() -> None:
    front, _ = read("---\ntitle: A\ncover: ''\nsummary:\nvideo: ~\nsource: null\n---\n")
    assert {k: f.value for k, f in front.fields.items()} == {
        "title": "A",
        "cover": "",
        "summary": "",
        "video": "",
        "source": "",
    }


def test_values_are_nfc() -> None:
    front, _ = read(unicodedata.normalize("NFD", "---\ntitle: Chắp cánh\n---\n"))
    assert front.fields["title"].value == "Chắp cánh"


def test_no_alias_names_two_keys() -> None:
    names = [name for key, aliases in KEYS.items() for name in (key, *aliases)]
    assert len(names) == len(set(names))
