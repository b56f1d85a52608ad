"""The shipped server: killed under load, with a full disk, without its Redis, with several workers."""

import http.client
import random
import resource
import shutil
import signal
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest
from redis_server import free_port, running
from shipped import Shipped, shipped

from bulletin.counter.redis import RedisStore
from bulletin.counter.sqlite import SqliteStore
from bulletin.counter.store import Hit

PAGES = 60_000
STORE = "thong-ke/thong-ke.sqlite3"


def write_sitemap(folder: Path, pages: int = PAGES) -> Path:
    file = folder / "sitemap.xml"
    file.write_text("".join(f"<loc>https://xa.example/{n}/</loc>" for n in range(pages)))
    return file


def load(server: Shipped, numbers: "count[int]", acknowledged: list[int], stop: threading.Event) -> None:
    """Hits, each of another reader on another page, until told to stop or the server is gone."""
    connection = server.connect()
    while not stop.is_set():
        number = next(numbers)
        try:
            status, _ = server.hit(connection, f"/{number}/", number)
        except (OSError, http.client.HTTPException):
            return
        if status == 200:
            acknowledged.append(number)


@pytest.mark.parametrize("rounds", [20])
def test_killed_under_load_it_loses_no_hit_and_counts_none_twice(tmp_path: Path, rounds: int) -> None:
    sitemap, numbers, acknowledged = write_sitemap(tmp_path), count(), list[int]()
    chance = random.Random(7)
    for _ in range(rounds):
        with shipped(tmp_path, "--sitemap", str(sitemap)) as server:
            stop = threading.Event()
            loads = [
                threading.Thread(target=load, args=(server, numbers, acknowledged, stop)) for _ in range(12)
            ]
            known = len(acknowledged)
            for thread in loads:
                thread.start()
            end = time.monotonic() + 20
            while len(acknowledged) < known + 20 and time.monotonic() < end:
                time.sleep(0.005)
            time.sleep(chance.uniform(0, 0.4))
            server.kill()
            stop.set()
            for thread in loads:
                thread.join()
        assert len(acknowledged) > known, "it counted before it was killed"
        with closing(sqlite3.connect(tmp_path / STORE)) as file:
            assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            views = dict(file.execute("SELECT page, views FROM pages"))
            (visits,) = file.execute("SELECT sum(visits) FROM days").fetchone()
        assert {views.get(f"{number}/") for number in acknowledged} == {1}, "every acknowledged hit is there"
        assert set(views.values()) == {1}, "and none twice"
        assert visits == len(views)
    assert next(numbers) < PAGES


def test_stopped_politely_it_answers_what_it_has_taken(tmp_path: Path) -> None:
    sitemap, numbers, acknowledged = write_sitemap(tmp_path), count(), list[int]()
    with shipped(tmp_path, "--sitemap", str(sitemap)) as server:
        stop = threading.Event()
        thread = threading.Thread(target=load, args=(server, numbers, acknowledged, stop))
        thread.start()
        time.sleep(0.5)
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(20) == 0
        stop.set()
        thread.join()
    with closing(SqliteStore(tmp_path / STORE)) as store:
        assert set(store.views()) >= {f"{number}/" for number in acknowledged}


def small_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, resource.RLIM_INFINITY))


def test_a_full_disk_is_answered_503_and_then_all_is_well(tmp_path: Path) -> None:
    """No file of the server may grow beyond 400 KB, as if the disk were full, and then they may."""
    sitemap = write_sitemap(tmp_path)
    with shipped(tmp_path, "--sitemap", str(sitemap), before=small_files) as server:
        connection = server.connect()
        told = list[int]()
        for number in range(3_000):
            told.append(server.hit(connection, f"/{number}/", number)[0])
            if told[-5:] == [503] * 5:
                break
        assert set(told) == {200, 503}
        kept = told.count(200)
        for pid in server.pids():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        end = time.monotonic() + 20
        while server.hit(connection, "/59999/", 59_999)[0] != 200 and time.monotonic() < end:
            time.sleep(0.1)
        status, figures = server.hit(connection, "/59999/", 59_999)
        assert (status, figures["total"]) == (200, kept + 1), "what was refused is not counted"
    with closing(sqlite3.connect(tmp_path / STORE)) as file:
        assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_file_that_may_not_grow_refuses_and_recovers(tmp_path: Path) -> None:
    """The same at the store's own level, with the very error that a full disk gives."""
    with closing(SqliteStore(tmp_path / "a.sqlite3")) as store:
        store.apply([Hit(1_795_510_800, "2026-11-24", 1)])
        connection = store._open()
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")
        many = [Hit(1_795_510_801, "2026-11-24", n, None, f"{n}/", n) for n in range(2_000)]
        with pytest.raises(Exception, match="database or disk is full"):
            store.apply(many)
        assert store.figures(1_795_510_801, "2026-11-24").total == 1
        connection.execute("PRAGMA max_page_count = 1000000")
        assert store.apply(many)[-1].figures.total == 2_000  # type: ignore[union-attr]  # 1 was there


def test_a_locked_file_is_answered_503_by_the_server_too(tmp_path: Path) -> None:
    with shipped(tmp_path, "--sitemap", str(write_sitemap(tmp_path, 10))) as server:
        connection = server.connect()
        assert server.hit(connection, "/1/", 1)[0] == 200
        other = sqlite3.connect(tmp_path / STORE, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        assert server.hit(connection, "/1/", 2)[0] == 503
        other.execute("ROLLBACK")
        other.close()
        assert server.hit(connection, "/1/", 2)[1]["total"] == 2


@pytest.mark.parametrize(("host", "at"), [("::1", "::1"), ("::", "127.0.0.1"), ("localhost", "127.0.0.1")])
def test_it_listens_where_it_is_told_to(tmp_path: Path, host: str, at: str) -> None:
    with shipped(tmp_path, "--host", host, host=at) as server:
        connection = server.connect()
        told = [server.hit(connection, "/", reader)[1]["total"] for reader in (1, 1, 2)]
        assert told == [1, 1, 2], "its proxy is trusted, however its address is written"


def test_without_its_redis_it_answers_503_and_goes_on_with_the_next(
    tmp_path: Path, need: Callable[[str], str]
) -> None:
    """The next server knows neither the script nor any key: that of a machine that was started anew."""
    program = need("redis-server")
    port = free_port()
    url = f"redis://127.0.0.1:{port}/0"
    words = ("--store", url, "--workers", "2", "--sitemap", str(write_sitemap(tmp_path, 10)))
    with running(program, tmp_path, port=port), shipped(tmp_path, *words) as server:
        connection = server.connect()
        told = [server.hit(server.connect(), f"/{n}/", n)[1]["total"] for n in range(10)]
        assert told == list(range(1, 11)), "two workers count as one"
        with closing(RedisStore(url, "xa.example")) as store:
            assert len(store.views()) == 10
            store._client.shutdown(nosave=True)
        assert server.hit(connection, "/1/", 1)[0] == 503
        with running(program, tmp_path, port=port):
            end = time.monotonic() + 20
            while server.hit(connection, "/1/", 1)[0] != 200 and time.monotonic() < end:
                time.sleep(0.1)
            assert server.hit(connection, "/1/", 2)[1]["total"] == 2


def test_bodies_and_headers_that_are_too_large(tmp_path: Path) -> None:
    with shipped(tmp_path) as server:
        for headers, body, status in (
            ({}, b"x" * 2_000_000, 413),
            ({"Transfer-Encoding": "chunked"}, None, 200),
            ({"X-Long": "x" * 100_000}, b"/", 431),
        ):
            connection = server.connect()
            usual = {"Origin": "https://xa.example", "User-Agent": "Mozilla/5.0 (X11) Firefox/140.0"}
            data = body if body is not None else iter([b"x" * 1_000] * 100)
            try:
                connection.request("POST", "/hit", data, {**usual, **headers}, encode_chunked=body is None)
                assert connection.getresponse().status == status
            except (ConnectionError, http.client.HTTPException):
                assert status != 200 or body is None, "cut off, which is as good"
            connection.close()
        assert server.hit(server.connect())[0] == 200


def test_a_slow_client_keeps_nobody_waiting(tmp_path: Path) -> None:
    import socket

    with shipped(tmp_path) as server:
        slow = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(300)]
        for one in slow:
            one.sendall(b"POST /hit HTTP/1.1\r\nHost: xa.example\r\nContent-Length: 10\r\n")
        begun = time.monotonic()
        assert server.hit(server.connect())[0] == 200
        assert time.monotonic() - begun < 5
        for one in slow:
            one.close()


def test_nothing_is_said_of_who_asked(tmp_path: Path) -> None:
    with shipped(tmp_path) as server:
        server.hit(server.connect(), "/", 0x01_02_03)
        server.connect().request("GET", "/")
    assert "10.1.2.3" not in (tmp_path / "said").read_text("utf-8")
    shutil.rmtree(tmp_path / "thong-ke")
