"""What the server answers, to whom, and how it begins and ends: over real sockets."""

import os
import socket
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from previewing import Preview, eventually

from bulletin.cli import main
from bulletin.locking import try_lock
from bulletin.messages import Catalogue
from bulletin.problem import WorldError
from bulletin.serve import lan
from bulletin.serve.desk import started
from bulletin.serve.server import is_ours, located
from bulletin.serve.wire import Asked, News
from tests.building import article, write_site

Serve = Callable[..., Preview]


class Answer:
    def __init__(self, address: str, path: str, method: str = "GET", **headers: str) -> None:
        host = urlsplit(address).netloc
        connection = HTTPConnection(host, timeout=60)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.putrequest(method, path, skip_host="Host" in sent)
        for name, value in sent.items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        self.status, self.headers, self.body = answer.status, answer.headers, answer.read()
        connection.close()


def test_types_ranges_tags_and_the_page_for_what_is_not_there(preview: Serve) -> None:
    serve = preview({"content/tin/a.md": article("Một bài")})
    at = serve.address
    site = serve.root / ".bantin" / "preview"
    write_site(site, {"a.pdf": b"%PDF-1.4 0123456789", "b.webp": b"x", "c.js": "1", "d.json": "{}"})
    types = {
        "/": "text/html; charset=utf-8",
        "/tin/a/": "text/html; charset=utf-8",
        "/tin/a/index.html": "text/html; charset=utf-8",
        "/feed.xml": "application/xml; charset=utf-8",
        "/robots.txt": "text/plain; charset=utf-8",
        "/a.pdf": "application/pdf",
        "/b.webp": "image/webp",
        "/c.js": "text/javascript; charset=utf-8",
        "/d.json": "application/json; charset=utf-8",
    }
    assert {path: Answer(at, path).headers["Content-Type"] for path in types} == types
    lost = Answer(at, "/khong-co/")
    assert (lost.status, b"preview.js" in lost.body) == (404, True)
    part = Answer(at, "/a.pdf", Range="bytes=2-4")
    assert (part.status, part.body) == (206, b"DF-")
    whole = Answer(at, "/a.pdf")
    assert Answer(at, "/a.pdf", If_None_Match=whole.headers["ETag"]).status == 304
    (site / "a.pdf").write_bytes(b"%PDF-1.4 abc")
    assert Answer(at, "/a.pdf", If_None_Match=whole.headers["ETag"]).body == b"%PDF-1.4 abc"
    folder = Answer(at, "/tin/a")
    assert (folder.status, folder.headers["Location"]) == (302, "/tin/a/")
    assert Answer(at, "//evil.example//tin").headers["Location"] is None
    head = Answer(at, "/", "HEAD")
    assert (head.status, head.body) == (200, b"")
    assert Answer(at, "/", "POST").status == 405


PLACES = [
    "/../../site.toml",
    "/%2e%2e/%2e%2e/site.toml",
    "/..%2f..%2fsite.toml",
    "/..%5c..%5csite.toml",
    "/tin/../../../site.toml",
    "/.bantin/manifest.json",
    "/%2ebantin/manifest.json",
    "/.htaccess",
    "//etc/passwd",
    "/%00",
    "/C:/Windows/win.ini",
    "/.bantin-preview/../server.py",
    "/.bantin-preview/preview.py",
    "/lien-ket.txt",
]


def test_nothing_outside_the_preview_is_to_be_had(preview: Serve) -> None:
    serve = preview({"content/tin/a.md": article()})
    at = serve.address
    if os.name != "nt":
        (serve.root / ".bantin/preview/lien-ket.txt").symlink_to(serve.root / ".bantin/serve/address")
    found = {path: Answer(at, path) for path in PLACES}
    assert {path: answer.status for path, answer in found.items()} == dict.fromkeys(PLACES, 404)
    assert [
        path
        for path, answer in found.items()
        if b"[site]" in answer.body or b"http://127" in answer.body[:30]
    ] == []


def test_a_place_below_the_folder_and_no_other(tmp_path: Path) -> None:
    write_site(tmp_path, {"preview/tin/a b.txt": "1", "preview/.bantin/x": "1", "preview-2/x": "1"})
    folder = tmp_path / "preview"
    assert located(folder, "/tin/a%20b.txt") == (folder / "tin" / "a b.txt").resolve()
    assert located(folder, "/") == folder.resolve()
    for url in (
        "/../preview-2/x",
        "/.bantin/x",
        "/tin/%2e%2e/%2e%2e/preview-2/x",
        "/a:b",
        "/a%5cb",
        "/%ff%00",
    ):
        assert located(folder, url) is None, url
    (folder / "out").symlink_to(tmp_path / "preview-2")
    assert located(folder, "/out/x") is None


@pytest.mark.parametrize(
    ("host", "here", "open_"),
    [
        ("127.0.0.1:8000", True, True),
        ("localhost:8000", True, True),
        ("LOCALHOST", True, True),
        ("[::1]:8000", True, True),
        ("192.168.1.20:8000", False, True),
        ("evil.example", False, False),
        ("evil.example:8000", False, False),
        ("127.0.0.1.evil.example", False, False),
        ("localhost.evil.example", False, False),
        ("evil.example/@127.0.0.1", False, False),
        ("", False, False),
    ],
)
def test_who_may_be_asked_for(host: str, here: bool, open_: bool) -> None:
    assert (is_ours(host, is_open=False), is_ours(host, is_open=True)) == (here, open_)


def test_a_name_that_somebody_made_to_mean_this_machine_gets_nothing(preview: Serve) -> None:
    serve = preview({"content/tin/a.md": article("Bí mật")})
    at = serve.address
    for path in ("/", "/tin/a/", "/.bantin-preview/preview.js", "/livereload"):
        answer = Answer(at, path, Host="evil.example")
        assert (path, answer.status, "Bí mật".encode() in answer.body) == (path, 403, False)
    asked = {
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec_WebSocket_Version": "13",
        "Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    assert Answer(at, "/livereload", Origin="https://evil.example", **asked).status == 403


def test_only_this_machine_is_answered(preview: Serve) -> None:
    serve = preview({"content/tin/a.md": article()})
    port = urlsplit(serve.address).port
    other = lan.own_address()
    if not other:
        pytest.skip("this machine is on no network")
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((other, port), timeout=5)


def test_a_phone_on_the_network_may_look_when_it_is_asked_for(preview: Serve) -> None:
    other = lan.own_address()
    if not other:
        pytest.skip("this machine is on no network")
    serve = preview({"content/tin/a.md": article("Một bài")}, "--lan")
    port = urlsplit(serve.address).port
    there = f"http://{other}:{port}/"
    eventually(lambda: f"type {there}" in serve.said, lambda: serve.said)
    assert "Một bài".encode() in Answer(there, "/").body
    assert lan.code(there, is_coloured=False) in serve.said


def test_the_code_is_the_one_that_segno_draws() -> None:
    import segno

    url = "http://192.168.1.20:8000/"
    drawn = lan.code(url, is_coloured=False).split("\n")
    light = {"█": (0, 0), "▀": (0, 1), "▄": (1, 0), " ": (1, 1)}
    rows: list[list[int]] = []
    for line in drawn:
        rows += [[light[sign][0] for sign in line], [light[sign][1] for sign in line]]
    expected = [list(map(int, row)) for row in segno.make(url, error="m").matrix_iter(border=2)]
    assert rows[: len(expected)] == expected


def test_ctrl_c_is_a_clean_end(preview: Serve) -> None:
    serve = preview({"content/tin/a.md": article()})
    port = urlsplit(serve.address).port
    assert serve.stop() == 0
    eventually(lambda: serve.said.endswith("The preview has stopped.\n"), lambda: serve.said)
    assert "Traceback" not in serve.said
    assert not (serve.root / ".bantin/serve/address").exists()
    with socket.socket() as again:  # nobody holds the port any more
        again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        again.bind(("127.0.0.1", port))


def test_a_second_one_leads_to_the_first(preview: Serve, capfd: pytest.CaptureFixture[str]) -> None:
    serve = preview({"content/tin/a.md": article()})
    address = serve.address
    assert main(["serve", "--site", str(serve.root), "--no-open", "--lang", "en"]) == 0
    assert (
        capfd.readouterr().err
        == f"This bulletin is being previewed in another window already, at {address}.\n"
    )


def test_a_second_one_before_the_first_says_where(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    write_site(tmp_path, {"content/tin/a.md": article(), ".bantin/serve/lock": ""})
    with (tmp_path / ".bantin/serve/lock").open("r+b", buffering=0) as lock:
        assert try_lock(lock)
        assert main(["serve", "--site", str(tmp_path), "--no-open", "--lang", "en"]) == 3
    assert "is being previewed in another window, which has only just begun" in capfd.readouterr().err


def test_when_nobody_answers_browsers_any_more(tmp_path: Path) -> None:
    with started(Asked(tmp_path, 0, is_open=False, lost="", refused="", waiting="")) as server:
        assert server.port()
        server.check()
        server._process.kill()
        server._process.join()
        for act in (server.check, lambda: [server.tell(News(1, "")) for _ in range(2)]):
            with pytest.raises(WorldError) as refused:
                act()
            assert Catalogue("en").problem(refused.value.kind, refused.value.values)[0] == (
                "the part that answers the browser has stopped"
            )


def test_when_the_first_is_gone_by_force_the_next_begins(preview: Serve) -> None:
    first = preview({"content/tin/a.md": article()})
    assert first.address
    first.kill()
    assert preview({}).address


def test_a_port_that_is_taken(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    write_site(tmp_path, {"content/tin/a.md": article()})
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        words = ["serve", "--site", str(tmp_path), "--no-open", "--port", str(port), "--lang", "en"]
        assert main(words) == 3
    said = capfd.readouterr().err
    assert f"port {port} cannot be opened for the preview" in said
    assert "Traceback" not in said


def test_another_port_is_found_when_the_usual_one_is_taken(preview: Serve) -> None:
    with socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            holder.bind(("127.0.0.1", 8000))
            holder.listen()
        except OSError:
            pass  # somebody else has it, which is as good
        assert urlsplit(preview({"content/tin/a.md": article()}).address).port != 8000


def test_no_bulletin_there(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--site", str(tmp_path), "--no-open", "--lang", "en"]) == 2
    assert "there is no folder" in capfd.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_no_network_to_show_it_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    write_site(tmp_path, {"content/tin/a.md": article()})
    monkeypatch.setattr(lan, "own_address", lambda: "")
    assert main(["serve", "--site", str(tmp_path), "--no-open", "--lan", "--lang", "en"]) == 3
    assert "this machine is on no network" in capfd.readouterr().err


def test_a_preview_folder_that_is_a_link(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    write_site(tmp_path, {"content/tin/a.md": article(), "else/keep.txt": "1"})
    (tmp_path / ".bantin").mkdir()
    (tmp_path / ".bantin" / "preview").symlink_to(tmp_path / "else")
    assert main(["serve", "--site", str(tmp_path), "--no-open", "--lang", "en"]) == 3
    assert "is a link that leads elsewhere" in capfd.readouterr().err
    assert [path.name for path in (tmp_path / "else").iterdir()] == ["keep.txt"]


def test_a_foreign_file_in_the_way_is_told_and_left(preview: Serve) -> None:
    serve = preview({"content/tin/a.md": article()})
    assert serve.address
    write_site(serve.root, {".bantin/preview/tin/b/index.html": "mine", "content/tin/b.md": article("B")})
    eventually(lambda: "tin/b/index.html" in serve.said, lambda: serve.said)
    assert (serve.root / ".bantin/preview/tin/b/index.html").read_text() == "mine"
    (serve.root / ".bantin/preview/tin/b/index.html").unlink()
    (serve.root / "content/tin/b.md").write_text(article("B2"), encoding="utf-8")
    eventually(lambda: (serve.root / ".bantin/preview/tin/b/index.html").exists(), lambda: serve.said)


@pytest.mark.parametrize("quietly", [False, True])
def test_the_browser_is_opened_unless_told_not_to(tmp_path: Path, quietly: bool) -> None:
    told = tmp_path / "told"
    program = write_site(tmp_path, {"browser": f'#!/bin/sh\necho "$1" >{told}\n'}) / "browser"
    program.chmod(0o755)
    site = write_site(tmp_path / "site", {"content/tin/a.md": article()})
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BROWSER", f"{program} %s")
        serve = Preview(site, quietly=quietly)
    try:
        address = serve.address
        if not quietly:
            eventually(lambda: told.exists() and told.read_text())
            assert told.read_text() == f"{address}\n"
        assert serve.stop() == 0
        assert told.exists() is not quietly
    finally:
        serve.kill()
