"""Apache and nginx, the real ones, serve a built site with the files that were made for them."""

import http.client
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bulletin.hosting import KEEP, SECURITY
from tests.building import article, build_site, write_site

ROOT = "/ban-tin/"

APACHE = """\
ServerRoot "{run}"
ServerName localhost
Listen 127.0.0.1:{port}
PidFile "{run}/apache.pid"
ErrorLog "{run}/error.log"
Mutex file:{run}
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule mime_module {modules}/mod_mime.so
LoadModule dir_module {modules}/mod_dir.so
LoadModule alias_module {modules}/mod_alias.so
LoadModule headers_module {modules}/mod_headers.so
LoadModule setenvif_module {modules}/mod_setenvif.so
LoadModule deflate_module {modules}/mod_deflate.so
LoadModule filter_module {modules}/mod_filter.so
TypesConfig /etc/mime.types
DocumentRoot "{root}"
<Directory "{root}">
  AllowOverride All
  Require all granted
</Directory>
"""

NGINX = """\
daemon off;
pid {run}/nginx.pid;
error_log {run}/error.log;
events {{}}
http {{
  include /etc/nginx/mime.types;
  access_log off;
  client_body_temp_path {run}/a; proxy_temp_path {run}/b; fastcgi_temp_path {run}/c; uwsgi_temp_path {run}/d; scgi_temp_path {run}/e;
  server {{
    listen 127.0.0.1:{port};
    root {root};
    include "{root}/ban-tin/may-chu/nginx.conf";
  }}
}}
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module", params=["apache2", "nginx"])
def ask(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, need: Callable[[str], str]
) -> Iterator[Callable[[str], tuple[int, dict[str, str], bytes]]]:
    """GET from the server, with the site at /ban-tin/: (status, headers in lower case, body)."""
    program = need(request.param)
    # Readable for the server's own user: pytest's folders are not.
    folder = Path(os.path.realpath(tmp_path_factory.mktemp("host"))) / "host"
    site = write_site(folder / "site", {
        "site.toml": '[site]\nname = "Bản tin"\naddress = "https://xa.example/ban-tin/"\n',
        "content/tin/a.md": article("A", aliases="[/cu/bai a.html, /xưa/]", cover="anh.svg.png", cover_alt="x"),
        "assets/css/a.css": "p { color: red; }\n" * 99,
    })  # fmt: skip
    from PIL import Image

    Image.new("RGB", (30, 20)).save(site / "content/tin/anh.svg.png")
    outcome = build_site(site, folder / "www" / "ban-tin")
    assert outcome.written, outcome.problems
    run = folder / "run"
    run.mkdir()
    for path in (folder, *folder.parents):
        if path.stat().st_uid == os.getuid() and str(path).count("/") > 1:
            path.chmod(0o755)
    port = free_port()
    modules = "/usr/lib/apache2/modules"
    text = (APACHE if request.param == "apache2" else NGINX).format(
        run=run, port=port, root=folder / "www", modules=modules
    )
    conf = run / "server.conf"
    conf.write_text(text)
    words = ["-f", str(conf), "-DFOREGROUND"] if request.param == "apache2" else ["-c", str(conf)]
    log = (run / "said").open("w+b")
    server = subprocess.Popen([program, *words], stdout=log, stderr=log)

    def get(path: str) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, body

    try:
        for _ in range(100):
            try:
                get(ROOT)
                break
            except OSError:
                assert server.poll() is None, (run / "said").read_text()
                time.sleep(0.1)
        yield get
    finally:
        server.terminate()
        server.wait(10)
        log.close()
        shutil.rmtree(folder, ignore_errors=True)


Ask = Callable[[str], tuple[int, dict[str, str], bytes]]


@pytest.mark.parametrize("path", [ROOT, f"{ROOT}tin/a/", f"{ROOT}mất/", f"{ROOT}feed.xml"])
def test_every_answer_carries_the_security_headers(ask: Ask, path: str) -> None:
    status, headers, _ = ask(path.replace("mất", "m%E1%BA%A5t"))
    assert status == (404 if "mất" in path else 200)
    assert {name: headers.get(name.lower()) for name, _ in SECURITY} == dict(SECURITY)


def test_a_missing_page_is_our_404(ask: Ask) -> None:
    status, headers, body = ask(f"{ROOT}khong/co/trang/nay/")
    import gzip

    text = gzip.decompress(body) if headers.get("content-encoding") == "gzip" else body
    assert (status, "Không tìm thấy".encode() in text) == (404, True)


def test_our_bookkeeping_is_nobodys_business(ask: Ask) -> None:
    assert ask(f"{ROOT}.bantin/manifest.json")[0] == 404


def test_old_addresses_lead_on(ask: Ask) -> None:
    for old in (f"{ROOT}cu/bai%20a.html", f"{ROOT}x%C6%B0a/"):
        status, headers, _ = ask(old)
        assert (status, headers["location"]) == (301, "https://xa.example/ban-tin/tin/a/")


def test_files_with_a_digest_are_kept_and_text_is_compressed(ask: Ask) -> None:
    _, page, body = ask(ROOT)
    import gzip
    import re

    html = (gzip.decompress(body) if page.get("content-encoding") == "gzip" else body).decode()
    assert "cache-control" not in page
    assert page["content-type"].lower() == "text/html; charset=utf-8"
    sheet = re.search(r'href="\./(assets/css/[^"]+)"', html)
    picture = re.search(r'src="\./(anh/[^"]+)"', html)
    assert sheet
    assert picture
    _, headers, _ = ask(ROOT + sheet[1])
    assert (headers["cache-control"], headers["content-encoding"]) == (KEEP, "gzip")
    _, headers, _ = ask(ROOT + picture[1])
    assert (headers["cache-control"], headers["content-type"]) == (
        KEEP,
        "image/jpeg" if picture[1].endswith("jpg") else "image/png",
    )
