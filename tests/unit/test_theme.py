from pathlib import Path

from bulletin.settings import Settings
from bulletin.theme import builtin, read_theme
from tests.building import write_site


def sheets_and_scripts(root: Path) -> tuple[list[str], list[str], dict[str, bytes]]:
    theme, problems = read_theme(root, Settings())
    assert problems == ()
    data = {asset.url: asset.data for asset in theme.assets.values()}
    return (
        *([url.partition(".")[0] for url in theme.named(f"{kind}/*.{kind}")] for kind in ("css", "js")),
        data,
    )  # type: ignore[return-value]


def test_a_page_asks_for_one_sheet_for_screens_one_for_paper_and_one_script(tmp_path: Path) -> None:
    sheets, scripts, _ = sheets_and_scripts(tmp_path)
    assert (sheets, scripts) == (["assets/css/00-all", "assets/css/60-print"], ["assets/js/00-all"])


def test_they_hold_every_file_in_the_order_of_names(tmp_path: Path) -> None:
    write_site(tmp_path, {"assets/css/15-xa.css": ".xa { color: red; }"})
    _, _, data = sheets_and_scripts(tmp_path)
    (sheet,) = (content for url, content in data.items() if "css/00-all" in url)
    css = builtin("assets") / "css"
    parts = {
        p.name: p.read_bytes() for p in css.iterdir() if "print" not in p.name and "counter" not in p.name
    }
    parts["15-xa.css"] = b".xa { color: red; }"
    assert sheet == b"\n".join(parts[name] for name in sorted(parts))
    (script,) = (content for url, content in data.items() if "js/00-all" in url)
    js = builtin("assets") / "js"
    assert script == b"\n".join(p.read_bytes() for p in sorted(js.iterdir()) if p.name != "counter.js")


def test_the_scripts_of_search_are_one_whoever_wrote_them(tmp_path: Path) -> None:
    write_site(tmp_path, {"assets/search/40-page.js": "'xa';", "assets/search/50-xa.js": "'hai';"})
    _, _, data = sheets_and_scripts(tmp_path)
    (script,) = (content for url, content in data.items() if url.startswith("assets/search/00-all."))
    parts = {p.name: p.read_bytes() for p in (builtin("assets") / "search").glob("*.js")}
    parts |= {"40-page.js": b"'xa';", "50-xa.js": b"'hai';"}
    assert script == b"\n".join(parts[name] for name in sorted(parts))


def test_no_part_is_published_besides(tmp_path: Path) -> None:
    _, _, data = sheets_and_scripts(tmp_path)
    assert sum(url.endswith((".css", ".js")) for url in data) == 5


def test_sheets_for_paper_and_scripts_of_its_own_stand_alone(tmp_path: Path) -> None:
    write_site(tmp_path, {
        "assets/css/95-print-xa.css": "@media print { p { color: #000; } }",
        "assets/js/xa.js": "throw Error();",
        "assets/js/video.js": "// another player",
    })  # fmt: skip
    sheets, scripts, data = sheets_and_scripts(tmp_path)
    assert sheets == ["assets/css/00-all", "assets/css/60-print", "assets/css/95-print-xa"]
    assert scripts == ["assets/js/00-all", "assets/js/video", "assets/js/xa"]
    assert b"youtube" not in next(content for url, content in data.items() if "js/00-all" in url)


def test_every_script_of_the_theme_may_stand_behind_another() -> None:
    """A block of its own, so that no name of one is a name of the next."""
    for path in sorted((builtin("assets") / "js").iterdir()):
        lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("//")]
        assert lines[0] == '"use strict";', path.name
        assert lines[1].endswith("{"), path.name
        assert lines[-1] == "}", path.name
        assert all(line.startswith((" ", "}")) or not line for line in lines[2:]), path.name
