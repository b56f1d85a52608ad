"""`bantin counter …` as it is typed, what a build makes of figures, and the packed counter on a bare Python."""

import http.server
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from asking import FIREFOX
from shipped import SETTINGS

from bulletin.cli import main
from bulletin.counter import command
from bulletin.counter.sqlite import SqliteStore
from bulletin.counter.store import Hit
from tests.building import article, files_of, write_site

Run = Callable[..., tuple[int, str, str]]
NOW = 1_795_510_800  # 2026-11-24 16:00 in Vietnam
ADDRESS = '[site]\nname = "Bản tin"\naddress = "https://xa.example/"\n\n[counter]\n'


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """(exit code, stdout, stderr) of a command on the site in tmp_path/site, paths shortened."""
    monkeypatch.setattr(time, "time", lambda: float(NOW))

    def typed(*words: str) -> tuple[int, str, str]:
        code = main([*words, "--site", str(tmp_path / "site")])
        out, err = capsys.readouterr()
        return code, out.replace(str(tmp_path), "…"), err.replace(str(tmp_path), "…")

    return typed


def site(tmp_path: Path, counter: str) -> Path:
    files = {
        "site.toml": ADDRESS + counter,
        "content/tin/a.md": article("A"),
        "content/tin/b.md": article("B"),
    }
    return write_site(tmp_path / "site", files)


def counted(file: Path) -> Path:
    """Three visits, two of them today, and four views."""
    with closing(SqliteStore(file)) as store:
        pages = [(1, "tin/a/", -86_400), (1, "tin/b/", 0), (2, "tin/b/", -60), (2, "tin/a/", 0)]
        for who, page, away in sorted(pages, key=lambda row: row[2]):
            day = "2026-11-24" if away > -3600 else "2026-11-23"
            store.apply([Hit(NOW + away, day, who, None, page, hash((who, page)))])
    return file


REPORT = """\
Đang truy cập            2
Hôm nay                  2
Hôm qua                  1
Trong tuần               3
Trong tháng              3
Tổng lượt truy cập  12.003

Ngày        Lượt truy cập  Lượt xem
2026-11-24              2         3
2026-11-23              1         1
2026-11-22              0         0

Lượt xem  Trang
       2  /tin/a/
       2  /tin/b/
"""


def test_the_report(run: Run, tmp_path: Path) -> None:
    root = site(tmp_path, 'store = "dem.sqlite3"\nopening_balance = 12000\n')
    counted(root / "dem.sqlite3")
    assert run("counter", "report", "--days", "3") == (0, REPORT, "")
    days = "day,visits,views\n2026-11-23,1,1\n2026-11-24,2,3\n"
    assert run("counter", "report", "--csv", "days") == (0, days, "")
    assert run("counter", "report", "--csv", "pages") == (0, "page,views\n/tin/a/,2\n/tin/b/,2\n", "")


LOG = """\
203.0.113.7 - - [24/Nov/2026:08:00:00 +0700] "GET /tin/a/ HTTP/1.1" 200 99 "-" "{firefox}"
203.0.113.7 - - [24/Nov/2026:08:00:00 +0700] "GET /assets/a.css HTTP/1.1" 200 99 "-" "{firefox}"
203.0.113.7 - an [24/Nov/2026:08:00:09 +0700] "GET /tin/a/ HTTP/1.1" 304 0 "-" "{firefox}"
203.0.113.8 - - [24/Nov/2026:08:00:10 +0700] "GET /tin/a/?fbclid=1 HTTP/1.1" 200 99 "-" "{firefox}"
203.0.113.9 - - [24/Nov/2026:08:00:11 +0700] "GET /tin/a/ HTTP/1.1" 404 99 "-" "{firefox}"
203.0.113.9 - - [24/Nov/2026:08:00:11 +0700] "POST /tin/a/ HTTP/1.1" 200 99 "-" "{firefox}"
203.0.113.9 - - [24/Nov/2026:08:00:12 +0700] "GET /tin/a/ HTTP/1.1" 200 99 "-" "Googlebot/2.1 (+http://www.google.com/bot.html)"
198.51.100.1 - - [24/Nov/2026:08:00:12 +0700] "GET /tin/a/ HTTP/1.1" 200 99 "-" "{firefox}"
\\x16\\x03\\x01 nonsense
xa.example:443 203.0.113.9 - - [24/Nov/2026:08:31:00 +0700] "GET / HTTP/2.0" 200 99 "-" "Mozilla/5.0 (\\"x\\") Safari/605.1"
""".replace("{firefox}", FIREFOX)  # fmt: skip


def test_importing_a_log_again_and_when_it_has_grown(run: Run, tmp_path: Path) -> None:
    root = site(tmp_path, 'store = "dem.sqlite3"\nignored_addresses = ["198.51.100.0/24"]\n')
    assert run("build")[0] == 0
    log = tmp_path / "access.log"
    log.write_text(LOG)
    said = (
        "Đã đọc 10 dòng: 4 lượt mở trang thành 3 lượt truy cập, 3 lượt xem; bỏ qua 2 của máy và địa chỉ không đếm,"
        " 3 không phải trang, 0 đã đếm trước, 1 không đọc được.\n"
    )
    assert run("counter", "import", str(log)) == (0, "", said)
    with log.open("a") as more:
        more.write(
            '203.0.113.9 - - [24/Nov/2026:08:31:00 +0700] "GET /tin/b/ HTTP/1.1" 200 9 "-" "'
            + FIREFOX
            + '"\n'
        )
    said = (
        "Đã đọc 11 dòng: 1 lượt mở trang thành 1 lượt truy cập, 1 lượt xem; bỏ qua 0 của máy và địa chỉ không đếm,"
        " 0 không phải trang, 9 đã đếm trước, 1 không đọc được.\n"
    )
    assert run("counter", "import", str(log)) == (0, "", said)
    with closing(SqliteStore(root / "dem.sqlite3")) as store:
        assert store.days("", "9") == {"2026-11-24": (4, 4)}
    assert "198.51.100.1" not in (root / "dem.sqlite3").read_bytes().decode("latin-1")


def test_moving_there_and_back(run: Run, tmp_path: Path, redis_url: str) -> None:
    root = site(tmp_path, 'store = "dem.sqlite3"\n')
    counted(root / "dem.sqlite3")
    url = redis_url.removesuffix("/0") + "/7"
    moved = "Đã chuyển 3 lượt truy cập của 2 ngày và số lượt xem của 2 trang sang {}.\n"
    assert run("counter", "migrate", url) == (0, "", moved.format(url))
    full = f"không làm được: kho {url} đã có số liệu\n    Chọn một kho trống, để số liệu hai nơi không lẫn vào nhau.\n"
    assert run("counter", "migrate", url) == (2, "", full)
    back = tmp_path / "lai.sqlite3"
    assert run("counter", "migrate", "--store", url, str(back)) == (0, "", moved.format("…/lai.sqlite3"))
    with closing(SqliteStore(root / "dem.sqlite3")) as one, closing(SqliteStore(back)) as other:
        assert one.snapshot() == other.snapshot()


def test_the_store_that_fails_is_named(run: Run, tmp_path: Path) -> None:
    root = site(tmp_path, 'store = "dem.sqlite3"\n')
    counted(root / "dem.sqlite3")
    (tmp_path / "hong.sqlite3").write_text("không phải kho số liệu " * 200, "utf-8")
    mend = "    Xem ổ đĩa còn chỗ không, quyền ghi, hoặc máy chủ Redis còn chạy không.\n"
    broken = "kho số liệu truy cập …/hong.sqlite3 không dùng được (file is not a database)"
    told = run("counter", "migrate", str(tmp_path / "hong.sqlite3"))
    assert told == (3, "", f"không làm được: {broken}\n{mend}")
    told = run("counter", "migrate", "redis://:b1-mat@127.0.0.1:1/0")
    refused = "ConnectionError: Error 111 connecting to 127.0.0.1:1. Connection refused."
    away = f"kho số liệu truy cập redis://…@127.0.0.1:1/0 không dùng được ({refused})"
    assert told == (3, "", f"không làm được: {away}\n{mend}")


def test_what_arrived_is_compared(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = site(tmp_path, 'store = "dem.sqlite3"\n')
    counted(root / "dem.sqlite3")
    restore = SqliteStore.restore

    def restore_and_count(self: SqliteStore, snapshot: object) -> None:
        restore(self, snapshot)  # type: ignore[arg-type]
        self.apply([Hit(NOW, "2026-11-24", 99)])

    monkeypatch.setattr(SqliteStore, "restore", restore_and_count)
    said = (
        "không làm được: số liệu chuyển sang …/moi.sqlite3 không khớp với kho cũ\n"
        "    Tắt bộ đếm, xóa kho mới, rồi chuyển lại; kho cũ còn nguyên.\n"
    )
    assert run("counter", "migrate", str(tmp_path / "moi.sqlite3")) == (3, "", said)


def test_refusals(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = site(tmp_path, "")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        told = run("counter", "serve", "--port", port)
    assert told == (
        3, "",
        f"không làm được: không mở được cổng {port} trên 127.0.0.1 ([Errno 98] Address already in use)\n"
        "    Tắt chương trình đang dùng cổng ấy, hoặc chọn cổng khác bằng --port.\n",
    )  # fmt: skip
    assert run("counter", "serve", "--workers", "2") == (
        2, "",
        "không làm được: kho SQLite chỉ dùng được với một tiến trình\n"
        "    Bỏ --workers, hoặc dùng kho Redis: --store redis://….\n",
    )  # fmt: skip
    assert run("counter", "report") == (
        3, "",
        "không làm được: chưa có kho số liệu truy cập …/site/thong-ke/thong-ke.sqlite3\n"
        "    Xem lại “store” trong [counter], hoặc chạy bộ đếm rồi thử lại.\n",
    )  # fmt: skip
    assert run("counter", "import", str(root / "site.toml")) == (
        2, "",
        "không làm được: không có sơ đồ trang …/site/output/sitemap.xml\n"
        "    Dựng bản tin trước, hoặc chỉ chỗ bằng --sitemap.\n",
    )  # fmt: skip
    (root / "thong-ke").mkdir()
    (root / "thong-ke" / "thong-ke.sqlite3").write_bytes(b"no database at all, only words" * 99)
    assert run("counter", "report") == (
        3, "",
        "không làm được: kho số liệu truy cập …/site/thong-ke/thong-ke.sqlite3 không dùng được (file is not a database)\n"
        "    Xem ổ đĩa còn chỗ không, quyền ghi, hoặc máy chủ Redis còn chạy không.\n",
    )  # fmt: skip
    monkeypatch.setattr(command, "find_spec", lambda name: None)
    assert run("counter", "serve") == (
        3, "",
        "không làm được: thiếu gói granian, crawleruseragents mà bộ đếm truy cập cần\n"
        "    Chạy bằng build.py để máy tự cài, hoặc cài bản tin kèm phần counter: pip install '.[counter]'.\n",
    )  # fmt: skip


def test_a_password_is_never_said(run: Run, tmp_path: Path) -> None:
    site(tmp_path, 'store = "redis://:b1-mat@127.0.0.1:1/0"\n')
    code, out, err = run("counter", "report")
    assert (code, out) == (3, "")
    assert "redis://…@127.0.0.1:1/0" in err
    assert "b1-mat" not in err


# --- figures in a build ---


@pytest.fixture
def answering() -> Iterator[tuple[str, dict[str, bytes]]]:
    """An address, and what it answers: path -> body. What is not there hangs."""
    bodies: dict[str, bytes] = {}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = bodies.get(self.path)
            if body is None:
                time.sleep(2)
                return
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None: ...

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/", bodies
    server.shutdown()
    server.server_close()


BOX = """\
<section class="box counter" data-counter>
<h2 class="box-title">Thống kê truy cập</h2>
<dl class="counter-figures">
<div class="counter-online" data-figure="online" hidden><dt>Đang truy cập</dt><dd data-number>–</dd></div>
<div class="counter-today" data-figure="today"><dt>Hôm nay</dt><dd data-number>2</dd></div>
<div class="counter-yesterday" data-figure="yesterday"><dt>Hôm qua</dt><dd data-number>1</dd></div>
<div class="counter-week" data-figure="week"><dt>Trong tuần</dt><dd data-number>3</dd></div>
<div class="counter-month" data-figure="month"><dt>Trong tháng</dt><dd data-number>3</dd></div>
<div class="counter-total" data-figure="total"><dt>Tổng lượt truy cập</dt><dd data-number>12.003</dd></div>
</dl>
<p class="counter-moment" data-moment>Số liệu tính đến <time data-when datetime="2026-11-24T16:00:00+07:00">16:00, 24/11/2026</time></p>
</section>
"""


def home(tmp_path: Path) -> str:
    return (tmp_path / "site/output/index.html").read_text("utf-8")


def box(html: str) -> str:
    return (
        "".join(html.partition('<section class="box counter"')[1:]).partition("</section>\n")[0]
        + "</section>\n"
    )


def test_figures_from_a_store_without_any_server(run: Run, tmp_path: Path) -> None:
    """The whole box; no script, no beacon and no origin in the policy, for there is nobody to tell."""
    root = site(
        tmp_path, 'store = "dem.sqlite3"\nopening_balance = 12000\nmost_read = 1\narticle_views = true\n'
    )
    counted(root / "dem.sqlite3")
    assert run("build", "--strict")[0] == 0
    html = home(tmp_path)
    assert box(html) == BOX
    assert "bantin-counter" not in html
    assert not list((root / "output/assets/js").glob("counter.*"))
    assert html.partition("Đọc nhiều nhất")[2].partition("</section>")[0].count("<li>") == 1
    assert "Lượt xem: <span data-number>2</span>" in (root / "output/tin/a/index.html").read_text("utf-8")


def test_a_site_without_a_counter_has_nothing_of_it(run: Run, tmp_path: Path) -> None:
    root = site(tmp_path, "")
    assert run("build")[0] == 0
    made = files_of(root / "output")
    assert [name for name, data in made.items() if "counter" in name or b"data-counter" in data] == []
    assert all(b"Th\xe1\xbb\x91ng k\xc3\xaa truy c\xe1\xba\xadp" not in data for data in made.values())


GOOD = {
    "online": 2, "today": 2, "yesterday": 1, "week": 3, "month": 3, "total": 12_003, "at": "2026-11-24T09:00:00Z",
}  # fmt: skip


def test_figures_from_an_address_and_what_happens_without_it(
    run: Run, tmp_path: Path, answering: tuple[str, dict[str, bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command.baked.from_address, "__kwdefaults__", {"seconds": 0.5})
    address, bodies = answering
    root = site(tmp_path, f'address = "{address}"\n')
    silent = (
        f"site.toml:5: cảnh báo: chưa lấy được số liệu truy cập từ {address}\n"
        "    Trang vẫn dựng, dùng số liệu lấy lần trước nếu có; xem bộ đếm còn chạy không.\n0 lỗi, 1 cảnh báo.\n"
    )
    begun = time.monotonic()
    code, _, err = run("build")
    assert (code, err) == (0, silent), "it hangs"
    assert time.monotonic() - begun < 30
    assert "data-counter hidden" in home(tmp_path)
    for answer in (
        b"<html>",
        b"{}",
        b'{"today": -1}',
        b"[" * 100_000,
        b'{"at": "2026-11-24T16:00:00", "today": 1}',
        json.dumps(GOOD | {"at": "0001-01-01T00:00:00+14:00"}).encode(),
        json.dumps(GOOD | {"at": "9999-12-31T23:59:59-12:00"}).encode(),
        json.dumps(GOOD | {"total": 10**2_000}).encode(),
    ):
        bodies["/stats.json"] = answer
        assert run("build")[2] == silent
        assert not (root / ".bantin/thong-ke.json").exists()
    bodies["/stats.json"] = json.dumps(GOOD).encode()
    assert run("build")[2] == ""
    assert box(home(tmp_path)) == BOX
    other = (root / "output/tin/a/index.html").read_text("utf-8")
    assert "12.003" not in other, "other pages stay as they are when figures change"
    bodies["/stats.json"] = b"{}"
    assert run("build")[2] == silent
    assert box(home(tmp_path)) == BOX, "the last figures, with their date"


def test_the_policy_lets_pages_out_to_the_counter_and_nowhere_else(run: Run, tmp_path: Path) -> None:
    root = site(tmp_path, 'address = "https://thong-ke.example/xa/"\n')
    run("build")
    assert "connect-src 'self' file: https://thong-ke.example;" in home(tmp_path).replace("&#39;", "'")
    for name in (".htaccess", "may-chu/nginx.conf", "_headers"):
        assert "connect-src 'self' https://thong-ke.example;" in (root / "output" / name).read_text("utf-8")
    site(tmp_path, 'address = "/thong-ke/"\n')
    run("build")
    assert "connect-src 'self' file:;" in home(tmp_path).replace("&#39;", "'")
    assert 'data-address="https://xa.example/thong-ke/"' in home(tmp_path)


# --- the packed counter ---


@pytest.fixture
def packed(run: Run, tmp_path: Path) -> Path:
    root = site(tmp_path, 'article_views = true\nsitemap = "sitemap.xml"\n')
    (root / "sitemap.xml").write_text("<loc>https://xa.example/tin/a/</loc>")
    folder = tmp_path / "dem"
    code, _, err = run("counter", "pack", str(folder))
    assert (code, err) == (
        0,
        f"Đã ghi {len(list(folder.rglob('*'))) - 2} tệp vào …/dem. Cách đưa lên máy chủ: docs/so-tay/thong-ke.md.\n",
    )
    return folder


def test_several_sites_are_packed_with_a_file_each_on_the_host(run: Run, tmp_path: Path) -> None:
    site(tmp_path, "")
    text = ADDRESS.replace("https://xa.example/", "http://ban.example:8000/tin/")
    other = write_site(tmp_path / "other", {"site.toml": text})
    assert run("counter", "pack", str(tmp_path / "dem"), "--also", str(other))[0] == 0
    packed = json.loads((tmp_path / "dem" / "counter.json").read_text("utf-8"))
    assert [place["store"] for place in packed["sites"]] == [
        "xa.example.sqlite3",
        "ban.example-8000-tin.sqlite3",
    ]


BARE = [sys.executable, "-I", "-S"]  # no package of anybody's


def test_packed_as_cgi(packed: Path, tmp_path: Path) -> None:
    asked = {
        "REQUEST_METHOD": "POST", "PATH_INFO": "/hit", "QUERY_STRING": "/tin/a/", "REMOTE_ADDR": "203.0.113.7",
        "HTTP_ORIGIN": "https://xa.example", "HTTP_USER_AGENT": FIREFOX, "SERVER_NAME": "xa.example",
        "SERVER_PORT": "443", "SERVER_PROTOCOL": "HTTP/1.1", "CONTENT_LENGTH": "0",
    }  # fmt: skip
    told = []
    for agent in (FIREFOX, FIREFOX, f"{FIREFOX} b", "Googlebot/2.1 (+http://www.google.com/bot.html)"):
        done = subprocess.run(
            [*BARE, str(packed / "counter.cgi")], env={**asked, "HTTP_USER_AGENT": agent}, capture_output=True
        )
        head, _, body = done.stdout.partition(b"\r\n\r\n")
        assert head.startswith(b"Status: 200 OK\r\n"), done.stderr.decode()
        found = json.loads(body)
        told.append((found["total"], found.get("views")))
    assert told == [(1, 1), (1, 1), (2, 2), (2, None)]
    assert sorted(path.name for path in packed.glob("*.sqlite3")) == ["thong-ke.sqlite3"]


def test_packed_under_passenger(packed: Path) -> None:
    """Its entry point on a Python without packages, with several threads asking at once."""
    script = """
import sys, threading
sys.path.insert(0, sys.argv[1])
from passenger_wsgi import application
told = []
def hit(n):
    environ = {"REQUEST_METHOD": "POST", "PATH_INFO": "/hit", "QUERY_STRING": "/tin/a/", "REMOTE_ADDR": f"203.0.113.{n}",
               "HTTP_ORIGIN": "https://xa.example", "HTTP_USER_AGENT": "Mozilla/5.0 (X11) Firefox/140.0"}
    body = b"".join(application(environ, lambda status, headers: told.append(status)))
threads = [threading.Thread(target=hit, args=(n,)) for n in range(40)]
[t.start() for t in threads]; [t.join() for t in threads]
body = b"".join(application({"REQUEST_METHOD": "GET", "PATH_INFO": "/stats.json"}, lambda status, headers: None))
print(set(told), body.decode()[:50])
application.close()
"""
    done = subprocess.run(
        [*BARE, "-c", script, str(packed)], capture_output=True, encoding="utf-8", env=dict(os.environ)
    )
    assert done.stdout.startswith('{\'200 OK\'} {"online":40,"today":40,'), done.stderr


def test_the_settings_of_these_tests_are_a_site_s() -> None:
    from bulletin.config import parse_settings

    assert parse_settings(SETTINGS)[1] == ()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("counter", "counter serve"),
        ("counter --port 80", "counter serve --port 80"),
        ("--site xa counter report --csv days", "counter report --site xa --csv days"),
        ("counter --help", "counter --help"),
        ("counter pack dem --lang en", "counter pack dem --lang en"),
    ],
)
def test_without_a_command_of_its_own_it_serves(typed: str, meant: str) -> None:
    from bulletin.arguments import command_first

    assert command_first(typed.split()) == meant.split()
