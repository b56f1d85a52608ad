"""Releases: the whole site at once, what was there kept to go back to."""

import dataclasses
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from lending import Host
from publishing import WAITS, Office, destination, small_site

from bulletin.problem import WorldError
from bulletin.publish import sftp
from bulletin.publish.hosts import open_remote
from bulletin.publish.record import FOLDER
from bulletin.publish.releases import Releases
from bulletin.publish.remote import Upload
from bulletin.publish.trust import Trust
from bulletin.publish.upload import Job, look, upload


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path / "xã Mường")


@pytest.fixture(params=["folder", "sshd"])
def host(request: pytest.FixtureRequest, tmp_path: Path) -> Host:
    if request.param == "folder":
        root = tmp_path / "máy chủ"
        root.mkdir()
        return Host("folder", root, 0, folder=f"{root}/trang")
    found: Host = request.getfixturevalue("sshd")
    return dataclasses.replace(found, folder=f"{found.folder.rstrip('/')}/trang")


def publish(office: Office, host: Host, moment: str, keep: int = 3) -> Releases:
    """As the command does it."""
    where = destination(host, releases=keep)
    trust = Trust(office.root, lambda *_: True)
    remote = open_remote(
        office.root, office.output, office.state().folder, where, host.password, trust, WAITS
    )
    assert isinstance(remote, Releases)
    try:
        known = look(remote, office.state(), office.local)
        upload(remote, office.state(), Job(office.output, office.local, known, moment, None), _none, _none)
    finally:
        remote.close()
    return remote


def _none(*_: object) -> None:
    pass


def live(host: Host) -> dict[str, bytes]:
    """What readers see, through the link."""
    top = host.root / "trang"
    files = [Path(folder) / name for folder, _, names in os.walk(top) for name in names]
    found = {file.relative_to(top).as_posix(): file.read_bytes() for file in files}
    return {path: data for path, data in found.items() if not path.startswith(FOLDER)}


def releases(host: Host) -> list[str]:
    return sorted(path.name for path in (host.root / "trang.releases").iterdir())


def test_one_after_the_other_and_back(office: Office, host: Host) -> None:
    sites = [small_site(4, f"bản {n}") for n in range(5)]
    sites[2]["cgi-bin.html"] = b"new"
    for n, site in enumerate(sites):
        office.build(site)
        publish(office, host, f"2026-11-2{n}T08:00:00+07:00")
        assert live(host) == site
    assert releases(host) == ["20261122-080000", "20261123-080000", "20261124-080000"]
    assert (host.root / "trang").readlink().as_posix() == "trang.releases/20261124-080000"
    picture = "trang.releases/{}/anh/bai-00-0000000000-480.webp"
    first, last = (host.root / picture.format(name) for name in (releases(host)[0], releases(host)[-1]))
    assert first.stat().st_ino == last.stat().st_ino  # the same file, not a copy

    where = destination(host, releases=3)
    remote = open_remote(
        office.root,
        office.output,
        office.state().folder,
        where,
        host.password,
        Trust(office.root, lambda *_: True),
        WAITS,
    )
    assert isinstance(remote, Releases)
    assert remote.roll_back() == "20261123-080000"
    assert live(host) == sites[3]
    assert remote.roll_back() == "20261122-080000"
    assert live(host) == sites[2]
    assert remote.roll_back() == ""
    remote.close()
    publish(office, host, "2026-11-25T08:00:00+07:00")
    assert live(host) == sites[4]


def test_what_others_have_put_there_goes_along(office: Office, host: Host) -> None:
    office.build(small_site(3))
    publish(office, host, "2026-11-20T08:00:00+07:00")
    (host.root / "trang/.well-known").mkdir()
    (host.root / "trang/.well-known/x").write_bytes(b"of another")
    office.build(small_site(2))
    publish(office, host, "2026-11-21T08:00:00+07:00")
    assert live(host) == {**small_site(2), ".well-known/x": b"of another"}


@pytest.mark.parametrize("cut", range(0, 40, 3))
def test_cut_anywhere_the_old_site_stands_and_the_next_run_finishes(
    office: Office, tmp_path: Path, cut: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bulletin.publish.folder import FolderChannel

    root = tmp_path / "máy chủ"
    root.mkdir()
    host = Host("folder", root, 0, folder=f"{root}/trang")
    before, after = small_site(4, "một"), small_site(5, "hai")
    office.build(before)
    publish(office, host, "2026-11-20T08:00:00+07:00")
    office.build(after)
    count = 0

    def failing(real: Callable[..., object]) -> Callable[..., object]:
        def verb(*given: object) -> object:
            nonlocal count
            count += 1
            if count == cut + 1:
                raise WorldError("publish-lost", detail="cut")
            return real(*given)

        return verb

    with monkeypatch.context() as patch:
        for verb in ("put", "link", "remove", "rename", "point"):
            patch.setattr(FolderChannel, verb, failing(getattr(FolderChannel, verb)))
        try:
            publish(office, host, "2026-11-21T08:00:00+07:00")
        except WorldError:
            assert live(host) == before
    publish(office, host, "2026-11-21T09:00:00+07:00")
    assert live(host) == after
    assert [name for name in releases(host) if name.startswith("next")] == []


def test_a_true_folder_is_left_alone(office: Office, host: Host) -> None:
    (host.root / "trang").mkdir()
    office.build(small_site(2))
    with pytest.raises(WorldError) as raised:
        publish(office, host, "2026-11-20T08:00:00+07:00")
    assert raised.value.kind == "publish-release-folder"
    assert list((host.root / "trang").iterdir()) == []


def test_another_machine_was_quicker(office: Office, host: Host, tmp_path: Path) -> None:
    office.build(small_site(2))
    publish(office, host, "2026-11-20T08:00:00+07:00")
    office.build(small_site(3))
    where = destination(host, releases=3)
    trust = Trust(office.root, lambda *_: True)
    remote = open_remote(
        office.root, office.output, office.state().folder, where, host.password, trust, WAITS
    )
    known = look(remote, office.state(), office.local)
    other = Office(tmp_path / "máy khác")
    other.build(small_site(5))
    publish(other, host, "2026-11-21T08:00:00+07:00")
    with pytest.raises(WorldError) as raised:
        upload(
            remote,
            office.state(),
            Job(office.output, office.local, known, "2026-11-21T08:00:01+07:00", None),
            _none,
            _none,
        )
    remote.close()
    assert raised.value.kind == "publish-overtaken"
    assert live(host) == small_site(5)


def test_a_host_without_links(office: Office, host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    if host.kind == "folder":
        monkeypatch.setattr(Path, "symlink_to", _refuse)
    else:
        monkeypatch.setattr(sftp.asyncssh.SFTPClient, "symlink", _unsupported)
    office.build(small_site(2))
    with pytest.raises(WorldError) as raised:
        publish(office, host, "2026-11-20T08:00:00+07:00")
    assert raised.value.kind == "publish-no-links"


def _refuse(*_: object, **__: object) -> None:
    raise OSError(95, "Operation not supported")


async def _unsupported(*_: object, **__: object) -> None:
    raise sftp.asyncssh.SFTPOpUnsupported("Operation not supported")


def test_a_picture_of_a_cut_run_that_nobody_wants_any_more_does_not_go_live(
    office: Office, host: Host
) -> None:
    office.build(small_site(2))
    publish(office, host, "2026-11-20T08:00:00+07:00")
    where = destination(host, releases=3)
    trust = Trust(office.root, lambda *_: True)
    cut = open_remote(office.root, office.output, office.state().folder, where, host.password, trust, WAITS)
    cut.put([Upload("anh/thua-0123456789-480.webp", lambda: b"unwanted")], _none)
    cut.close()
    office.build(small_site(3))
    publish(office, host, "2026-11-21T08:00:00+07:00")
    assert live(host) == small_site(3)
