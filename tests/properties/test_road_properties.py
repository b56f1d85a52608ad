"""What holds for every site: made twice it is the same, wherever, whenever and by however many workers."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bulletin.outputs import Static
from bulletin.permalink import normalised_address, output_path, up_from, url_of
from bulletin.plan import collisions
from bulletin.problem import Place
from bulletin.source import stem
from tests.building import NOW, article, build_site, files_of, report_of, write_site

SITES = Path(__file__).parent.parent / "sites"
WORDS = st.text(alphabet="abđÂưỡ 1-.~&<'\"{}%\u0301", min_size=0, max_size=12)


@given(st.lists(st.from_regex(r"[a-z0-9-]{1,8}", fullmatch=True), max_size=4), st.booleans())
def test_address_and_file_are_two_names_of_one_thing(parts: list[str], is_file: bool) -> None:
    url = "".join(f"{part}/" for part in parts) + ("feed.xml" if is_file else "")
    assert url_of(output_path(url)) == url
    assert os.path.normpath(output_path(url).rpartition("/")[0] + "/" + up_from(url)).lstrip("/") in ("", ".")


@given(st.text(max_size=30))
def test_no_old_address_leaves_the_site(text: str) -> None:
    url = normalised_address(text)
    if url is not None:
        path = output_path(url)
        assert not path.startswith(("/", "../", ".bantin"))
        assert os.path.normpath(path) == path
        assert ":" not in path


@given(st.lists(st.sampled_from(["a", "A", "a/b", "a/b/c", "b", "b/c", "d"]), max_size=6))
def test_collisions_are_found_exactly(paths: list[str]) -> None:
    outputs = [Static(path, b"", Place(f"{n}")) for n, path in enumerate(paths)]
    folded = [p.casefold() for p in paths]
    clash = len(set(folded)) < len(folded) or any(q.startswith(p + "/") for p in folded for q in folded)
    assert bool(collisions(outputs)) == clash


@given(st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=1, max_size=4))
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_whatever_editors_write_is_a_site_or_a_report(
    tmp_path: Path, rows: list[tuple[str, str, str]]
) -> None:
    """Never an exception; with errors nothing is written; without, a second build writes nothing."""
    root = tmp_path / "site"
    shutil.rmtree(root, ignore_errors=True)
    for n, (name, title, body) in enumerate(rows):
        safe = name.replace("/", "-").strip() or "x"
        write_site(
            root, {f"content/tin/{n}{safe}.md": f"---\ntitle: {title}\ndate: 2026-01-0{n + 1}\n---\n{body}\n"}
        )
    first = build_site(root)
    assert (first.written is None) == ("lỗi: " in report_of(first))
    if first.written:
        again = build_site(root)
        assert again.written is not None
        assert (again.written.written, again.written.removed) == (0, 0)


@pytest.mark.parametrize("name", ["commune", "forms"])
def test_the_same_bytes_from_any_place_zone_locale_and_number_of_workers(name: str, tmp_path: Path) -> None:
    build_site(shutil.copytree(SITES / name, tmp_path / "site"), tmp_path / "first")
    expected = files_of(tmp_path / "first")
    elsewhere = tmp_path / "ở một nơi khác" / "site"
    shutil.copytree(SITES / name, elsewhere)
    for environment, words in (
        ({"TZ": "America/Los_Angeles", "LC_ALL": "C", "PYTHONHASHSEED": "1"}, ["--workers", "1"]),
        ({"TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "2"}, ["--workers", "3"]),
    ):
        shutil.rmtree(elsewhere / "output", ignore_errors=True)
        shutil.rmtree(elsewhere / ".bantin", ignore_errors=True)
        command = [
            sys.executable,
            "-m",
            "bulletin",
            "--site",
            str(elsewhere),
            "--now",
            NOW.isoformat(),
            "--quiet",
            *words,
        ]
        home = Path(__file__).parent.parent.parent
        subprocess.run(
            command,
            check=True,
            cwd=tmp_path,
            env={**os.environ, **environment, "PYTHONPATH": str(home)},
            capture_output=True,
        )
        assert files_of(elsewhere / "output") == expected


@pytest.mark.parametrize("name", ["commune", "forms"])
def test_the_same_bytes_from_workers_that_are_spawned(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows and macOS, and in a process that has threads: everything a worker needs is sent to it."""
    root = shutil.copytree(SITES / name, tmp_path / "site")
    build_site(root, tmp_path / "first", remember=False)
    monkeypatch.setattr("threading.active_count", lambda: 2)
    monkeypatch.setattr("bulletin.finish.FEW", 0)
    outcome = build_site(root, tmp_path / "second", workers=2, remember=False)
    assert outcome.written, report_of(outcome)
    assert files_of(tmp_path / "second") == files_of(tmp_path / "first")


def test_another_day_changes_only_what_the_day_changes(tmp_path: Path) -> None:
    root = write_site(
        tmp_path,
        {
            "content/tin/a.md": article("A", "2026-01-02"),
            "content/tin/b.md": article("B", "2026-01-03"),
            "content/tin/mai.md": article("Mai", "2027-01-01"),
        },
    )
    build_site(root)
    before = files_of(root / "output")
    later = build_site(root, now=NOW.replace(month=12))
    assert later.written is not None
    assert (later.written.written, files_of(root / "output")) == (0, before)
    due = build_site(root, now=NOW.replace(year=2027))
    assert due.written is not None
    assert "tin/mai/index.html" in files_of(root / "output")


@given(WORDS.filter(lambda w: w.strip(" .~-") != "" and "/" not in w))
def test_a_stem_has_no_ending(name: str) -> None:
    assert stem(f"content/tin/{name}.md.md") == stem(f"content/tin/{name}.md")
    assert stem(f"content/tin/{name}/index.md") == name


def test_nothing_of_a_hostile_article_is_carried_out(tmp_path: Path) -> None:
    """Not as a template, a script, a file's content or a request."""
    (tmp_path / "secret.txt").write_text("bí mật của máy")
    started = time.monotonic()
    body = "\n\n".join(
        (
            "{{ 7 * 7 }} {% for x in [1] %}{{ frame }}{% endfor %} {{ ''.__class__ }}",
            "<script src=https://xau.example/a.js></script><img src=/x.png onerror=alert(1) alt=x>",
            "<a href='javascript:alert(1)'>bấm</a> <a href='jAvAscript:alert(1)'>bấm</a> [bấm](javascript:alert(1))",
            "<iframe src='https://xau.example/'></iframe><object data='file:///etc/passwd'></object><embed src=x>",
            "<svg onload=alert(1)><style>@import 'https://xau.example/x.css'</style></svg>",
            "<form action=https://xau.example/><input name=q></form><meta http-equiv=refresh content='0;url=https://xau.example'>",
            "<base href='https://xau.example/'><link rel=stylesheet href='https://xau.example/x.css'>",
            "![ra ngoài](https://xau.example/theo-doi.gif) ![ra ngoài](//xau.example/theo-doi.gif)",
            "<div style='background:url(https://xau.example/x)' id=bt-main>chữ</div>",
            "<a href='data:text/html,<script>alert(1)</script>'>d</a> <math><mtext></p><script>alert(1)</script>",
            "<!--#include file='/etc/passwd' --> <?php system('id') ?> <%= `id` %> ${7*7} #{7*7}",
        )
    )
    root = write_site(
        tmp_path / "site",
        {
            "content/tin/a.md": article(
                "'{{ 7*7 }}<script>alert(1)</script>'", body=body, summary="'{% raw %}'", tags="'{{x}}, <b>'"
            )
        },
    )
    outcome = build_site(root)
    assert outcome.written, report_of(outcome)
    for path, data in files_of(root / "output").items():
        if path.endswith((".html", ".xml")):
            text = data.decode()
            assert "bí mật" not in text
            assert "{{ 7 * 7 }}" in text or "<title>" not in text or "tin/a/index.html" not in path
            for needle in (
                "<script src=https",
                "xau.example/a.js",
                "onerror=",
                "onload=",
                "javascript:",
                "<iframe",
                "<object",
                "<embed",
                "<form action",
                "http-equiv=refresh",
                'src="//',
                'src="https',
                "<base ",
                "style=",
                "data:text",
                "alert(1)</script>",
            ):
                assert needle not in text.replace("&lt;", "‹").lower(), (path, needle)
    assert time.monotonic() - started < 30
