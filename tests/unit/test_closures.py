"""What a page is made from by its template: the words of templates, and what they ask of the frame."""

from dataclasses import fields, replace
from pathlib import Path

import pytest

from bulletin.closures import template_marks
from bulletin.render import environment
from bulletin.settings import Publisher
from bulletin.views import Frame
from tests.building import write_site

FRAME = Frame(
    name="Bản tin",
    tagline="Tin xã",
    base_url="https://xa.example/",
    language="vi",
    publisher=Publisher(),
    navigation=(),
    badges=(),
    social=(),
    login=None,
    counter=None,
    stylesheets=("css/a.css",),
    scripts=(),
    search_stylesheets=(),
    search_scripts=(),
    icon=None,
    bar_colours=("#fff", "#000"),
    policy="",
    logo=None,
)
OTHER = {
    "name": "Tin khác",
    "tagline": "Lời khác",
    "base_url": "https://khac.example/",
    "language": "en",
    "publisher": Publisher(governing="Xã khác"),
    "stylesheets": ("css/b.css",),
    "policy": "none",
}
ALWAYS = {"name", "base_url", "language", "publisher"}  # what search engines are told


def test_marks_follow_what_a_template_names(tmp_path: Path) -> None:
    write_site(tmp_path, {"a.html": '{% include "b.html" %}', "b.html": "one", "c.html": "three"})
    before = template_marks(environment([tmp_path]), FRAME)
    (tmp_path / "b.html").write_text("two")
    after = template_marks(environment([tmp_path]), FRAME)
    assert {name for name in before if before[name] != after[name]} == {"a.html", "b.html"}
    (tmp_path / "b.html").write_text("one")
    assert template_marks(environment([tmp_path]), FRAME) == before


@pytest.mark.parametrize(
    ("source", "asked"),
    [
        ("", set()),
        ("{{ shared('part.html') }}", set()),
        ("{{ frame.tagline }}", {"tagline"}),
        ("{% if frame.policy %}{{ frame.tagline | upper }}{% endif %}", {"policy", "tagline"}),
        ('{% include "part.html" %}', {"stylesheets"}),
        ('{% import "part.html" as part with context %}', {"stylesheets"}),
        ("{% macro m(frame) %}{{ frame.tagline }}{% endmacro %}{{ m(frame) }}", set(OTHER)),
        ("{% set f = frame %}{{ f.tagline }}", set(OTHER)),
        ("{{ frame['tagline'] }}", set(OTHER)),
        ("{{ frame | attr('tagline') }}", set(OTHER)),
        ("{{ frame }}", set(OTHER)),
        ("{{ frame.__class__ }}", set(OTHER)),
        ("{% include page.kind %}", {"stylesheets"}),
        ("{{ frame.", set(OTHER)),
    ],
)
def test_a_mark_follows_what_is_asked_of_the_frame(tmp_path: Path, source: str, asked: set[str]) -> None:
    write_site(tmp_path, {"a.html": source, "part.html": "{{ frame.stylesheets }}"})
    env = environment([tmp_path])
    before = template_marks(env, FRAME)["a.html"]
    changed = {
        name
        for name, value in OTHER.items()
        if template_marks(env, replace(FRAME, **{name: value}))["a.html"] != before  # type: ignore[arg-type]
    }
    assert changed == asked | ALWAYS


def test_every_field_counts_where_the_frame_is_handed_on(tmp_path: Path) -> None:
    write_site(tmp_path, {"a.html": "{{ frame }}"})
    env = environment([tmp_path])
    before = template_marks(env, FRAME)
    for field in fields(Frame):
        value = OTHER.get(field.name, ("khác",))
        assert template_marks(env, replace(FRAME, **{field.name: value})) != before, field.name  # type: ignore[arg-type]
