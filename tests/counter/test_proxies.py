"""Behind the real nginx and Apache, with the very lines that docs/counter.md gives."""

import http.client
import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from redis_server import free_port
from shipped import ROOT, Shipped, shipped

NGINX = """\
daemon off;
pid {run}/nginx.pid;
error_log {run}/error.log;
events {{}}
http {{
  client_body_temp_path {run}/a; proxy_temp_path {run}/b; fastcgi_temp_path {run}/c; uwsgi_temp_path {run}/d; scgi_temp_path {run}/e;
  {block}
}}
"""
APACHE = """\
ServerRoot "{run}"
Listen 127.0.0.1:{port}
PidFile "{run}/apache.pid"
ErrorLog "{run}/error.log"
Mutex file:{run}
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule proxy_module {modules}/mod_proxy.so
LoadModule proxy_http_module {modules}/mod_proxy_http.so
{block}
"""


def block(language: str, port: int, counter: int) -> str:
    """The example of docs/counter.md in that language, without TLS, between these ports."""
    text = (ROOT / "docs" / "counter.md").read_text("utf-8")
    (found,) = re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)
    found = found.replace("listen 443 ssl;", f"listen 127.0.0.1:{port};").replace(
        "*:443", f"127.0.0.1:{port}"
    )
    changed: str = found.replace("127.0.0.1:8010", f"127.0.0.1:{counter}")
    assert str(port) in changed
    assert str(counter) in changed
    return changed


@pytest.fixture(params=["nginx", "apache2"])
def front(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, need: Callable[[str], str]
) -> Iterator[Shipped]:
    """A counter to be asked through a proxy."""
    program, folder = need(request.param), tmp_path_factory.mktemp("front")
    run = Path(os.path.realpath(folder)) / "run"
    run.mkdir()
    with shipped(folder) as counter:
        port = free_port()
        form, language = (NGINX, "nginx") if request.param == "nginx" else (APACHE, "apache")
        conf = run / "server.conf"
        conf.write_text(
            form.format(
                run=run,
                port=port,
                modules="/usr/lib/apache2/modules",
                block=block(language, port, counter.port),
            )
        )
        words = ["-c", str(conf)] if request.param == "nginx" else ["-f", str(conf), "-DFOREGROUND"]
        with (run / "said").open("w+b") as log:
            server = subprocess.Popen([program, *words], stdout=log, stderr=log)
            through = replace(counter, port=port, process=server)
            try:
                for _ in range(400):
                    try:
                        connection = through.connect()
                        connection.request("GET", "/stats.json")
                        assert connection.getresponse().read()
                        break
                    except OSError:
                        assert server.poll() is None, (run / "said").read_text()
                        time.sleep(0.05)
                yield through
            finally:
                server.terminate()
                server.wait(20)
        said = (run / "error.log").read_text("utf-8", "replace") if (run / "error.log").exists() else ""
        assert "198.51.100" not in said
    shutil.rmtree(run, ignore_errors=True)


def test_readers_are_who_the_proxy_says_and_not_who_they_say(front: Shipped) -> None:
    """All of this comes from one address, 127.0.0.1, which is a proxy that is believed: the header's end counts."""
    connection = front.connect()
    for forged in ("198.51.100.1", "198.51.100.2", "1.1.1.1, 198.51.100.2", "x" * 300):
        status, told = front.hit(connection, "/", **{"X-Forwarded-For": forged})
        assert status == 200
    # What stands left of a trusted address is believed: here it is the test's own, so three readers.
    assert told["total"] == 3


def test_a_large_body_is_refused(front: Shipped) -> None:
    """502 is Apache's word for it when we have refused already while it still sends."""
    connection = front.connect()
    usual = {"Origin": "https://xa.example", "User-Agent": "Mozilla/5.0 (X11) Firefox/140.0"}
    try:
        connection.request("POST", "/hit?/", b"x" * 100_000, usual)
        assert connection.getresponse().status in (413, 502)
    except (ConnectionError, http.client.HTTPException):
        pass  # cut off, which is as good
    assert front.hit(front.connect())[0] == 200
