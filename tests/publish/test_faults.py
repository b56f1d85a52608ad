"""Whatever goes wrong, readers see a whole site, nothing is said to be there that is not, and the next run finishes."""

import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import publishing
import pytest
from certificates import Authority
from faulty import Line
from ftp_hosts import lend_ftp
from lending import FAR, Host
from proftpd import lend_proftpd
from publishing import Office, site_on
from rehearsal import (
    AFTER,
    BEFORE,
    FOREIGN,
    Snapshot,
    assert_done,
    assert_whole,
    differing,
    left_over,
    of_ours,
)

from bulletin.problem import WorldError
from bulletin.publish.claim import FILE as CLAIM
from bulletin.publish.claim import Claim

Need = Callable[[str], str]
Prepared = tuple[Host, Line, Snapshot]
PATIENT = publishing.WAITS
CUTS = 8  # moments at which each kind of host is lost


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path / "xã Mường")


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is lost is not tried again."""
    monkeypatch.setattr(publishing, "WAITS", ())


@pytest.fixture
def prepared(host: Host, office: Office, tmp_path: Path) -> Iterator[Prepared]:
    """At the end of a line, with the site as it was before; what is to be published is AFTER."""
    tries = 0
    with host.far_away() as (away, line):
        office.build(BEFORE)
        while attempt(
            away, office
        ):  # a busy machine resets a connection now and then: go on, as an editor would
            tries += 1
            assert tries < 4
        assert of_ours(host) == BEFORE
        office.build(AFTER)
        line.mend()
        yield away, line, Snapshot(host, office, tmp_path / "kept")


def publish_before(host: Host, office: Office) -> None:
    office.build(BEFORE)
    office.publish(host)
    office.build(AFTER)


def attempt(host: Host, office: Office) -> str:
    """A run on a line that may be cut: "" when it finished, else why it did not."""
    try:
        office.publish(host)
    except WorldError as fault:
        return fault.kind
    return ""


def finish(host: Host, office: Office) -> None:
    """The next run, on a good line: it may try again as an editor's does, for hosts too reset what they are tired of."""
    with patch.object(publishing, "WAITS", PATIENT):
        office.publish(host)
    assert_done(host, office)


def moments(count: int, most: int = CUTS) -> list[int]:
    """From the first to the last, evenly."""
    return sorted({1 + (count - 1) * n // (most - 1) for n in range(most)})


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("way", ["to the host", "from the host"])
@pytest.mark.parametrize("host", FAR, indirect=True)
def test_cut_at_a_byte(way: str, prepared: Prepared, office: Office) -> None:
    """From the host: it has done what was asked, and we do not know."""
    host, line, snapshot = prepared
    finish(host, office)
    for limit in moments(line.sent if way == "to the host" else line.answered):
        snapshot.restore()
        line.mend()
        if way == "to the host":
            line.cut_after_bytes = limit
        else:
            line.cut_after_answers = limit
        assert attempt(host, office) in ("", "publish-lost"), limit
        assert_whole(host, office)
        line.mend()
        finish(host, office)


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("host", ["ftp", "ftps_implicit", "sftp", "s3"], indirect=True)
def test_cut_at_an_operation(moment: str, prepared: Prepared, office: Office) -> None:
    host, line, snapshot = prepared
    host.faults.seen.clear()
    finish(host, office)
    for number in moments(len(host.faults.seen)):
        snapshot.restore()
        line.mend()
        host.faults.seen.clear()
        setattr(host.faults, f"cut_{moment}", number)
        assert attempt(host, office) in ("", "publish-lost"), number
        assert_whole(host, office)
        host.faults.cut_before = host.faults.cut_after = 0
        line.mend()
        finish(host, office)


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("host", ["ftp", "sftp", "s3"], indirect=True)
def test_cut_before_the_claim_is_given_back(
    prepared: Prepared, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All is there, and said to be: yet the next run has something to do."""
    host, line, _ = prepared
    release = Claim.release

    def cut_off(claim: Claim) -> None:
        line.cut()
        release(claim)

    with monkeypatch.context() as patch:
        patch.setattr(Claim, "release", cut_off)
        assert attempt(host, office) == "publish-lost"
    assert differing(host) == []
    assert left_over(host) == [CLAIM]
    line.mend()
    finish(host, office)


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("host", ["ftp", "sshd", "s3"], indirect=True)
def test_a_cut_run_does_not_wait_for_itself(
    prepared: Prepared, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its claim is still there; the same machine knows it for its own."""
    host, line, snapshot = prepared
    finish(host, office)
    monkeypatch.setattr(publishing, "QUICK", publishing.Pace(watch=1000.0, look=0.1, beat=0.2))
    for limit in moments(line.sent, 6):
        snapshot.restore()
        line.mend()
        line.cut_after_bytes = limit
        attempt(host, office)
        line.mend()
        worker = threading.Thread(target=attempt, args=(host, office), daemon=True)
        worker.start()
        worker.join(60)
        assert not worker.is_alive(), limit
        assert_done(host, office)


@pytest.mark.parametrize("host", FAR, indirect=True)
def test_a_line_that_mends_itself(prepared: Prepared, office: Office) -> None:
    """One run is enough: what was lost is tried again."""
    host, line, snapshot = prepared
    finish(host, office)
    line.mends_itself = True
    for limit in moments(line.sent, 5)[1:4]:
        snapshot.restore()
        cuts = line.cuts
        line.mend()
        line.cut_after_bytes = limit
        finish(host, office)
        assert line.cuts > cuts


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("host", FAR, indirect=True)
def test_another_machine_goes_on(prepared: Prepared, office: Office, tmp_path: Path) -> None:
    """It has no journal of what has arrived; it waits until the claim of the first is seen to be dead."""
    host, line, snapshot = prepared
    finish(host, office)
    middle = line.sent // 2
    snapshot.restore()
    line.mend()
    line.cut_after_bytes = middle
    with pytest.raises(WorldError):
        office.publish(host)
    line.mend()
    finish(host, another(office, tmp_path))


def another(office: Office, folder: Path) -> Office:
    """The same site on a machine that has published nothing yet, but knows the hosts."""
    other = Office(folder / "máy khác")
    other.root.mkdir()
    other.build(AFTER)
    if (office.root / "known_hosts").exists():
        shutil.copy(office.root / "known_hosts", other.root)
    return other


# -- what a host refuses -----------------------------------------------------------------------

REFUSALS = {
    "login": ("login_refused", True, ("publish-login",)),
    "full": ("quota", 20_000, ("publish-full",)),
    "read only": ("read_only", True, ("publish-permission", "publish-refused")),
    "rename": ("rename_always_refused", True, ("publish-rename", "publish-permission")),
    "delete": ("delete_refused", True, ("publish-permission",)),
}


@pytest.mark.parametrize("fault", REFUSALS)
@pytest.mark.parametrize("host", ["ftp", "ftps", "ftps_implicit", "sftp", "s3"], indirect=True)
def test_what_a_host_refuses(fault: str, host: Host, office: Office) -> None:
    name, value, kinds = REFUSALS[fault]
    if host.kind == "s3" and fault == "rename":
        pytest.skip("nothing is renamed there")
    for path, data in FOREIGN.items():
        host.write(path, data)
    publish_before(host, office)
    setattr(host.faults, name, value)
    with pytest.raises(WorldError) as refusal:
        office.publish(host)
    assert refusal.value.kind in kinds
    assert_whole(host, office)
    host.faults.forget()
    finish(host, office)
    assert {path: host.files()[path] for path in FOREIGN} == FOREIGN


@pytest.mark.parametrize("host", ["ftp", "ftps", "sftp"], indirect=True)
def test_a_host_that_renames_onto_nothing(host: Host, office: Office) -> None:
    """Then the old file goes first, and the new one has its name at once."""
    publish_before(host, office)
    host.faults.rename_refused = True
    finish(host, office)


def test_proftpd_of_its_own(tmp_path: Path, authority: Authority, need: Need, office: Office) -> None:
    """It refuses a name that is taken, and more connections than two."""
    program = need("proftpd")
    with lend_proftpd(program, tmp_path / "host", authority.good, overwrite=False, connections=2) as host:
        publish_before(host, office)
        finish(host, office)


@pytest.mark.parametrize("host", ["ftp", "ftps"], indirect=True)
def test_a_host_that_takes_few_connections(host: Host, office: Office) -> None:
    for most in (1, 2):
        host.faults.connections = most
        publish_before(host, office)
        finish(host, office)


@pytest.mark.parametrize("host", ["ftp"], indirect=True)
def test_an_old_host_without_mlsd(host: Host, office: Office) -> None:
    host.faults.no_mlsd = True
    publish_before(host, office)
    host.write(".bantin-publish/head.json", b"?")
    finish(host, office)


@pytest.mark.parametrize("days", [400, -400])
@pytest.mark.parametrize("host", ["ftp", "s3"], indirect=True)
def test_a_clock_that_is_wrong(days: int, host: Host, office: Office) -> None:
    """Only S3 minds: nobody else compares clocks."""
    publish_before(host, office)
    host.faults.clock = timedelta(days=days)
    if host.kind == "s3":
        with pytest.raises(WorldError) as refusal:
            office.publish(host)
        assert refusal.value.kind == "publish-clock"
        assert_whole(host, office)
        host.faults.forget()
    finish(host, office)


@pytest.mark.parametrize(
    ("which", "kind"),
    [
        ("expired", "publish-certificate-expired"),
        ("wrong_name", "publish-certificate-name"),
        ("not_yet_valid", "publish-certificate-expired"),
    ],
)
@pytest.mark.parametrize("scheme", ["ftps", "ftps-implicit"])
def test_a_certificate_that_is_no_good(
    scheme: str, which: str, kind: str, tmp_path: Path, authority: Authority, office: Office
) -> None:
    """No password is said to whoever shows it."""
    office.build(AFTER)
    with lend_ftp(tmp_path / "home", scheme, getattr(authority, which)) as host:
        with pytest.raises(WorldError) as refusal:
            office.publish(host)
        assert refusal.value.kind == kind
        assert "PASS" not in host.faults.seen
        assert host.files() == {}


# -- what others do ----------------------------------------------------------------------------


def damaged(head: bytes) -> dict[str, bytes | None]:
    return {
        "missing": None,
        "empty": b"",
        "cut": head[: len(head) // 2],
        "noise": bytes(range(256)),
        "deep": b"[" * 100_000,
        "other": b'{"version": 99}',
        "outside": head.replace(b'"changes":{', b'"changes":{"../../etc/passwd":[1,"a"],'),
        "no base": head.replace(b"base-", b"base-0"),
    }


@pytest.mark.parametrize("host", ["ftp", "sshd", "s3", "rsync", "git"], indirect=True)
def test_a_record_that_is_damaged(host: Host, office: Office, tmp_path: Path) -> None:
    publish_before(host, office)
    for path, data in FOREIGN.items():
        host.write(path, data)
    head = ".bantin-publish/head.json"
    snapshot = Snapshot(host, office, tmp_path / "kept")
    for harm, data in damaged(host.files()[head]).items():
        snapshot.restore()
        if data is None:
            host.delete(head)
        else:
            host.write(head, data)
        office.publish(host)
        assert differing(host) == [], harm
        assert {path: site_on(host)[path] for path in FOREIGN} == FOREIGN, harm


@pytest.mark.parametrize("host", ["ftp", "sftp", "s3", "rsync", "git"], indirect=True)
def test_two_publishers_at_once(host: Host, office: Office, tmp_path: Path) -> None:
    """One goes through, the other is told, or finds what the first has done; the next run finishes."""
    publish_before(host, office)
    told: list[str] = []
    start = threading.Barrier(2)

    def one(where: Office) -> None:
        start.wait()
        told.append(attempt(host, where))

    offices = (office, another(office, tmp_path))
    threads = [threading.Thread(target=one, args=(where,)) for where in offices]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
        assert not thread.is_alive()
    assert set(told) <= {"", "publish-busy", "publish-overtaken"}
    for where in offices:
        assert_whole(host, where)
    for where in offices:
        finish(host, where)
