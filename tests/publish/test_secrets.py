"""No password is in anything that is said, logged, written or raised, whatever goes wrong."""

import base64
import json
import logging
import traceback
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from certificates import Authority
from ftp_hosts import lend_ftp
from lending import PASSWORD, Host
from publishing import Office
from rehearsal import AFTER, BEFORE

from bulletin.cli import main
from bulletin.problem import WorldError
from tests.building import article, write_site

FORMS = (
    PASSWORD,
    quote(PASSWORD),
    quote(PASSWORD, safe=""),
    repr(PASSWORD)[1:-1],
    json.dumps(PASSWORD)[1:-1],
    base64.b64encode(PASSWORD.encode()).decode(),
    "7Q%4",  # a part of it, as one finds that is cut in two by quoting
    "7Q%254",
)
FAULTS: dict[str, dict[str, object]] = {
    "login": {"login_refused": True},
    "full": {"quota": 100},
    "read only": {"read_only": True},
    "rename": {"rename_always_refused": True},
    "delete": {"delete_refused": True},
    "clock": {"clock": timedelta(days=400)},
    "cut at once": {"cut_before": 1},
    "cut later": {"cut_before": 20},
    "no answer": {"cut_after": 12},
    "none": {},
}


def leaks(text: str) -> list[str]:
    return [form for form in FORMS if form in text]


@pytest.fixture
def heard(caplog: pytest.LogCaptureFixture) -> Callable[[], str]:
    """Everything that any library has logged, down to its least words."""
    caplog.set_level(logging.DEBUG)
    for name in ("asyncssh", "asyncio"):
        caplog.set_level(logging.DEBUG, logger=name)
    return lambda: caplog.text


def written(folder: Path) -> str:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return "\n".join(path.read_bytes().decode("utf-8", "replace") for path in files)


def test_leaks_are_seen() -> None:
    assert leaks(f"ftp://a:{quote(PASSWORD)}@b") == [quote(PASSWORD), "7Q%254"]
    assert leaks(f"530 {PASSWORD!r}")
    assert leaks("mật khẩu") == []


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("host", ["ftp", "ftps", "ftps_implicit", "sftp", "s3"], indirect=True)
def test_what_is_raised(
    fault: str,
    host: Host,
    tmp_path: Path,
    heard: Callable[[], str],
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("publishing.WAITS", ())
    office = Office(tmp_path / "xã")
    said = ""
    with host.far_away() as (away, line):
        office.build(BEFORE)
        office.publish(away)
        office.build(AFTER)
        host.faults.seen.clear()
        for name, value in FAULTS[fault].items():
            setattr(host.faults, name, value)
        try:
            office.publish(away)
        except WorldError as refusal:
            said = "".join(traceback.format_exception(refusal)) + repr(refusal.values)
        assert line.is_down == ("cut" in fault or fault == "no answer") or host.kind == "s3"
    out = capfd.readouterr()
    assert leaks(said + out.out + out.err + heard() + written(office.root)) == []


def bulletin(folder: Path, lent: Host, **other: object) -> Path:
    kind = {
        "kind": lent.kind,
        "host": lent.address,
        "port": lent.port,
        "user": lent.user,
        "folder": lent.folder,
    }
    rows = "".join(f"{name} = {json.dumps(value)}\n" for name, value in (kind | other).items())
    settings = f'[site]\nname = "Bản tin xã"\naddress = "https://banxa.example/"\n\n[publish.web]\n{rows}'
    return write_site(folder, {"site.toml": settings, "content/tin/a.md": article()})


def ended(root: Path, *words: str) -> int:
    return main(["publish", "web", "--site", str(root), *words])


def test_what_the_command_says(
    tmp_path: Path,
    authority: Authority,
    heard: Callable[[], str],
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("BANTIN_PASSWORD_WEB", PASSWORD)
    monkeypatch.setattr("bulletin.publish.hosts.WAITS", ())
    codes = []
    with lend_ftp(tmp_path / "host", "ftps", authority.good) as host:
        root = bulletin(tmp_path / "xã", host)
        codes.append(ended(root, "--dry-run"))
        for faults in ({"login_refused": True}, {"quota": 100}, {}):
            for name, value in faults.items():
                setattr(host.faults, name, value)
            codes.append(ended(root))
            host.faults.forget()
        bulletin(root, host, kind="ftp")
        codes.append(ended(root))
        bulletin(root, host, port=1)
        codes.append(ended(root))
        bulletin(root, host, host="no-such-host.invalid")
        codes.append(ended(root))
    with lend_ftp(tmp_path / "expired", "ftps", authority.expired) as host:
        bulletin(root, host)
        codes.append(ended(root))
    out = capfd.readouterr()
    assert leaks(out.out + out.err + heard() + written(root)) == []
    assert codes == [0, 3, 3, 0, 3, 3, 3, 3]
    assert "Traceback" not in out.err
