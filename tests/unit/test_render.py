"""Templates that are compiled once in a process, and anew when their words are others."""

from pathlib import Path

import jinja2
import pytest
from markupsafe import Markup

from bulletin.render import environment
from tests.building import write_site


def test_a_template_is_compiled_again_only_for_other_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_site(
        tmp_path, {"own/keep.txt": "", "theme/a.html": '{% include "b.html" %}', "theme/b.html": "one"}
    )
    folders = [tmp_path / "own", tmp_path / "theme"]
    compiled: list[str | None] = []
    compile_ = jinja2.Environment.compile

    def counted(env: jinja2.Environment, source: str, name: str | None = None, *rest: object) -> object:
        compiled.append(name)
        return compile_(env, source, name, *rest)  # type: ignore[call-overload]

    monkeypatch.setattr(jinja2.Environment, "compile", counted)

    def rendered() -> str:
        return environment(folders).get_template("a.html").render()

    assert (rendered(), rendered(), compiled) == ("one", "one", ["a.html", "b.html"])
    (tmp_path / "theme/b.html").write_text("two")
    assert (rendered(), compiled) == ("two", ["a.html", "b.html", "b.html"])
    (tmp_path / "own/b.html").write_text("own")  # in a nearer folder, where there was none
    assert (rendered(), compiled[3:]) == ("own", ["b.html"])
    (tmp_path / "own/b.html").unlink()
    assert rendered() == "two"


def test_texts_are_escaped_as_jinja_escapes_them(tmp_path: Path) -> None:
    source = (
        "{% macro m(x) %}<b>{{ x }}</b>{% endmacro %}{% set kept %}<i>{{ text }}</i>{% endset %}"
        "{{ text }}{{ safe }}{{ number }}{{ none }}{{ shown }}{{ m(text) }}{{ kept }}{{ text ~ safe }}{{ m(text) | upper }}"
        "{{ [text, safe] | join('<') }}{% autoescape false %}{{ text }}{% endautoescape %}{{ '<' }}{{ text | e }}"
    )
    write_site(tmp_path, {"a.html": source})

    class Shown:
        def __html__(self) -> str:
            return "<u>"

        def __str__(self) -> str:
            return "<not this>"

    values = {
        "text": "<a href='x'>\"&\"</a>",
        "safe": Markup("<br>"),
        "number": 7,
        "none": None,
        "shown": Shown(),
    }
    wanted = jinja2.Environment(autoescape=True).from_string(source).render(values)
    found = environment([tmp_path]).get_template("a.html").render(values)
    assert found == wanted
