"""What trials by a new user and by an attacker broke once; each stays mended."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from bulletin.cli import main
from tests.building import article, build_site, files_of, report_of, write_site

SITE = '[site]\nname = "B"\naddress = "https://b.example/"\n[[categories]]\nslug = "tin"\ntitle = "Tin"\n'
ROOT = Path(__file__).resolve().parent.parent


def site(tmp_path: Path, files: dict[str, str | bytes]) -> Path:
    return write_site(tmp_path / "site", {"site.toml": SITE, **files})


def kinds(root: Path) -> list[tuple[str, int, str]]:
    return [(p.place.path, p.place.line, p.kind) for p in build_site(root).problems]


@pytest.mark.parametrize("workers", ["-1", "-3", "x"])
def test_a_negative_number_of_workers_is_wrong_use(workers: str, tmp_path: Path) -> None:
    root = site(tmp_path, {"content/tin/a.md": article("A")})
    with pytest.raises(SystemExit) as end:
        main(["--site", str(root), "--workers", workers])
    assert end.value.code == 2
    assert build_site(root, workers=-3).written is not None
    assert "tin/a/index.html" in files_of(root / "output")


def test_words_that_look_like_our_references_are_words(tmp_path: Path) -> None:
    body = 'Viết href="bantin:link/7" hay src="bantin:picture/3" là sai. [Đúng](b.md) `href="#abc"`\n\n[chỗ](#muc)\n\n## Mục\n'
    root = site(tmp_path, {"content/tin/a.md": article("A", body=body), "content/tin/b.md": article("B")})
    outcome = build_site(root)
    assert outcome.written, report_of(outcome)
    page, feed = (files_of(root / "output")[p].decode() for p in ("tin/a/index.html", "feed.xml"))
    assert 'Viết href="bantin:link/7" hay src="bantin:picture/3" là sai.' in page
    assert '<a href="../../tin/b/">Đúng</a>' in page
    assert '&lt;code&gt;href="#abc"&lt;/code&gt;' in feed
    assert '&lt;a href="https://b.example/tin/a/#muc"&gt;' in feed


def test_a_long_caption_costs_no_time(tmp_path: Path) -> None:
    root = site(
        tmp_path, {"content/tin/a.md": article("A", cover="x.jpg", cover_caption='"' + "Ảnh: " * 900 + '("')}
    )
    begun = time.monotonic()
    build_site(root)
    assert time.monotonic() - begun < 10


def test_one_body_given_up_leaves_no_trace_in_the_next(tmp_path: Path) -> None:
    deep = "\n".join(" " * i * 4 + "- a" for i in range(300)) + "\n"
    plain = "Chữ **đậm**\n\n- một\n- hai\n\nMột dòng.\n"
    root = site(
        tmp_path, {"content/tin/a.md": article("A", body=deep), "content/tin/b.md": article("B", body=plain)}
    )
    assert [k for k in kinds(root) if k[0] == "content/tin/b.md"] == []


def test_a_broken_glossary_costs_the_glossary(tmp_path: Path) -> None:
    root = site(
        tmp_path, {"content/tin/a.md": article("A"), "content/data/viet-tat.yaml": "a: " + "[" * 200_000}
    )
    assert {(path, kind.partition("-")[0]) for path, _, kind in kinds(root)} <= {
        ("content/data/viet-tat.yaml", "body"), ("content/data/viet-tat.yaml", "front"),
    }  # fmt: skip
    assert kinds(root) != []


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("site.toml", SITE + "x = " + "[" * 100_000),
        ("site.toml", SITE + "x = " + "9" * 6000),
        ("content/tin/a.md", '{\n"title": "A",\n"date": ' + "9" * 6000 + "\n}\n"),
        ("content/tin/a.md", "+++\ntitle = " + "9" * 6000 + "\n+++\n"),
        ("content/tin/a.md", article("A", body="[x](https://b.example//[y)\n")),
        ("templates/article.html", '{% extends "article.html" %}'),
    ],
)
def test_odd_input_is_a_problem_with_its_file(name: str, data: str, tmp_path: Path) -> None:
    root = site(tmp_path, {"content/tin/a.md": article("A"), name: data})
    found = build_site(root)
    assert found.written is None
    assert {p.place.path for p in found.problems} == {name}


def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    root = site(tmp_path, {"content/tin/a.md": article("A")})
    with open(os.fsencode(root) + b"/content/tin/\xff.md", "wb") as file:  # noqa: PTH123
        file.write(article("B").encode())
    assert kinds(root) == [("content/tin/?.md", 0, "file-name")]


def test_feeds_are_xml_whatever_titles_hold(tmp_path: Path) -> None:
    from lxml import etree

    text = '+++\ntitle = "A\\uFFFE\\u0001B"\ndate = 2026-01-02\n+++\n\nA\x01B\ufffe.\n'
    root = site(tmp_path, {"content/tin/a.md": text})
    assert [k for _, _, k in kinds(root)] == ["front-character"]
    root = site(tmp_path, {"content/tin/a.md": article("A", body="A\x01B\ufffe\ud7ff.\n")})
    assert build_site(root).written
    for path in ("feed.xml", "tin/feed.xml", "sitemap.xml"):
        etree.fromstring(files_of(root / "output")[path])


def test_a_category_of_held_back_articles_is_not_named(tmp_path: Path) -> None:
    root = write_site(
        tmp_path, {"content/tin/a.md": article("A"), "content/mat/b.md": article("B", draft="có")}
    )
    assert build_site(root).written
    assert not any(
        b"mat/" in data
        for path, data in files_of(root / "output").items()
        if path.endswith((".html", ".xml"))
    )


def test_standing_pages_keep_their_days(tmp_path: Path) -> None:
    page = "---\ntitle: {0}\ndate: {1}\nexpires: {2}\n---\n"
    root = site(tmp_path, {
        "content/pages/mai.md": page.format("Mai", "2027-01-01", ""),
        "content/pages/cu.md": page.format("Cũ", "2020-01-01", "2021-01-01"),
        "content/pages/nay.md": page.format("Nay", "2020-01-01", ""),
    })  # fmt: skip
    outcome = build_site(root)
    made = files_of(root / "output")
    assert [p for p in made if p in ("mai/index.html", "cu/index.html", "nay/index.html")] == [
        "nay/index.html"
    ]
    assert outcome.withheld == (("expired", 1), ("scheduled", 1))


def test_an_output_that_is_a_link_to_the_content_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = site(tmp_path, {"content/tin/a.md": article("A")})
    for target in ("content", "."):
        (root / "output").symlink_to(target)
        assert main(["--site", str(root), "--quiet"]) == 2
        (root / "output").unlink()
    capsys.readouterr()
    assert sorted(p.name for p in (root / "content").iterdir()) == ["tin"]


def test_an_empty_folder_is_no_bulletin(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--site", str(tmp_path)]) == 2
    capsys.readouterr()
    assert list(tmp_path.iterdir()) == []


def test_nobody_listening_does_not_stop_the_work(tmp_path: Path) -> None:
    root = site(tmp_path, {"content/tin/a.md": article("A", titel="x")})
    command = f'"{sys.executable}" -m bulletin --site "{root}" --json | true; echo "${{PIPESTATUS[0]}}"'
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("0\n", "")
    assert "tin/a/index.html" in files_of(root / "output")


def test_a_hard_limit_of_memory_is_respected(tmp_path: Path) -> None:
    root = site(tmp_path, {"content/tin/a.md": article("A")})
    command = f'ulimit -v 1500000; "{sys.executable}" -m bulletin --site "{root}" --quiet'
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="POSIX")
def test_a_worker_whose_parent_is_gone_ends_by_itself(tmp_path: Path) -> None:
    hang = (ROOT / "tests/markup/hang/open-brackets.md").read_text(encoding="utf-8")
    root = site(tmp_path, {"content/tin/a.md": article("A", body=hang)})
    (root / "site.toml").write_text(SITE + "[limits]\nseconds = 2\n")
    parent = subprocess.Popen(
        [sys.executable, "-m", "bulletin", "--site", str(root)], cwd=ROOT, stderr=subprocess.DEVNULL
    )
    time.sleep(1.5)
    children = Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text().split()
    parent.kill()
    parent.wait()
    end = time.monotonic() + 15
    while children and time.monotonic() < end:
        children = [
            pid
            for pid in children
            if Path(f"/proc/{pid}").exists() and "Z" not in Path(f"/proc/{pid}/stat").read_text().split()[2]
        ]
        time.sleep(0.2)
    assert children == []


def test_a_picture_store_cut_short_is_not_published(tmp_path: Path) -> None:
    root = site(tmp_path, {"content/tin/a/index.md": article("A", cover="a.jpg", cover_alt="Cầu")})
    Image.new("RGB", (900, 600), "teal").save(root / "content/tin/a/a.jpg")
    build_site(root)
    before = files_of(root / "output")
    for size in (0, 40):
        for place in (root / ".bantin/pictures").iterdir():
            os.truncate(place, min(size, place.stat().st_size))
        shutil.rmtree(root / "output")
        assert build_site(root).written
        assert files_of(root / "output") == before


def test_a_large_clear_picture_stays_within_its_memory(tmp_path: Path) -> None:
    root = site(
        tmp_path,
        {"content/tin/a/index.md": article("A", body="![Bản đồ xã](a.png)\n\n![Bản đồ thôn](b.png)\n")},
    )
    for name, size in (("a.png", 7700), ("b.png", 7600)):
        Image.new("RGBA", (size, size), (0, 128, 128, 90)).save(
            root / f"content/tin/a/{name}", compress_level=1
        )
    # Not `ru_maxrss`: Linux begins that with what the process that started this one once held.
    script = f"import re, sys; sys.argv = ['bantin', '--site', {str(root)!r}, '--quiet']; from bulletin.cli import main; code = main(); print(code, int(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1]) // 1024)"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    code, megabytes = map(int, done.stdout.split())
    assert code == 0
    assert megabytes < 600


def test_held_back_articles_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = site(
        tmp_path,
        {"content/tin/a.md": article("A", draft="có"), "content/tin/b.md": article("B", "2062-01-01")},
    )
    assert main(["--site", str(root), "--now", "2026-11-24T08:00+07:00"]) == 0
    assert "Chưa đăng: 1 bản nháp, 1 bài hẹn ngày.\n" in capsys.readouterr().err


def test_strict_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = site(tmp_path, {"content/tin/a.md": article("A", titel="x")})
    assert main(["--site", str(root), "--strict", "--json"]) == 1
    *_, last = capsys.readouterr().out.splitlines()
    assert json.loads(last)["summary"]["warnings"] == 1
