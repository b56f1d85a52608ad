"""One suite for every kind of host: what is published is there, whole, and only what differs moves."""

from dataclasses import replace
from pathlib import Path

import pytest
from lending import Host
from publishing import Office, broken, page, site_on, small_site

from bulletin.publish.comparison import Changes
from bulletin.publish.record import FOLDER
from bulletin.publish.upload import look


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path / "xã Mường")


def test_first_again_edited_renamed_removed(office: Office, host: Host) -> None:
    site = small_site()
    office.build(site)
    known, changes = office.publish(host)
    assert not known.is_recorded
    assert changes.new == tuple(sorted(site))
    assert site_on(host) == site

    known, changes = office.publish(host)
    assert known.is_recorded
    assert changes == Changes(same=len(site))

    site["tin-tuc/bai-01/index.html"] = page("Bài 1, có dấu phẩy", "index.html")
    office.build(site)
    _, changes = office.publish(host)
    assert (changes.new, changes.changed, changes.removed) == ((), ("tin-tuc/bai-01/index.html",), ())
    assert site_on(host) == site

    site["tin-tuc/bài mới/index.html"] = site.pop("tin-tuc/bai-05/index.html")
    del site["anh/bai-05-0000000005-480.webp"]
    site["index.html"] = page("Nhà", *(path for path in site if path.startswith("tin-tuc/bai-0")))
    office.build(site)
    _, changes = office.publish(host)
    assert changes.new == ("tin-tuc/bài mới/index.html",)
    assert changes.removed == ("anh/bai-05-0000000005-480.webp", "tin-tuc/bai-05/index.html")
    assert site_on(host) == site
    assert not any(path.endswith(".part") for path in host.files())
    assert f"{FOLDER}/lock.json" not in host.files()


def test_what_is_not_ours_stays(office: Office, host: Host) -> None:
    if host.kind == "git":
        pytest.skip("a branch is all ours")
    host.write(".well-known/acme/x", b"of another")
    host.write("cgi-bin/dem.cgi", b"of another")
    office.build(small_site())
    known, _ = office.publish(host)
    assert known.foreign == ()
    office.build(small_site(2))
    office.publish(host)
    assert {
        **small_site(2),
        ".well-known/acme/x": b"of another",
        "cgi-bin/dem.cgi": b"of another",
    } == site_on(host)


def test_a_file_of_somebody_else_in_the_place_of_ours_is_told(office: Office, host: Host) -> None:
    if host.kind == "git":
        pytest.skip("written to by pushing only")
    host.write("index.html", b"the old site")
    office.build(small_site())
    remote = office.opened(host)
    try:
        assert look(remote, office.state(), office.local).foreign == ("index.html",)
    finally:
        remote.close()


@pytest.mark.parametrize("damage", ["head gone", "head torn", "base gone", "base torn", "all gone"])
def test_without_a_record_everything_is_put_again(office: Office, host: Host, damage: str) -> None:
    if host.kind == "git":
        pytest.skip("written to by pushing only")
    site = small_site()
    office.build(site)
    office.publish(host)
    names = [path for path in host.files() if path.startswith(f"{FOLDER}/")]
    for path in names:
        if damage == "all gone" or damage.split()[0] in path:
            if damage.endswith("gone"):
                host.delete(path)
            else:
                host.write(path, host.files()[path][:-9])
    if damage.startswith("base"):  # else what this machine has seen would do
        for kept in office.state().folder.glob("base-*"):
            kept.unlink()
    del site["tin-tuc/bai-03/index.html"]
    site["index.html"] = page("Nhà")
    site["404.html"] = page("404", "index.html")
    office.build(site)
    known, changes = office.publish(host)
    assert not known.is_recorded
    assert bool(known.foreign) == damage.startswith("base")  # this machine knows what it has put there
    assert changes.same == 0
    assert {path: site_on(host).get(path) for path in site} == site
    assert office.publish(host)[1] == Changes(same=len(site))


def test_what_was_changed_by_hand_is_seen_when_asked(office: Office, host: Host) -> None:
    if host.kind == "git":
        pytest.skip("written to by pushing only")
    site = small_site()
    office.build(site)
    office.publish(host)
    host.write("index.html", b"<a href='//casino.example'>gambling</a>")
    host.delete("feed.xml")
    known, changes = office.publish(host, thorough=True)
    assert known.is_recorded
    assert changes.changed == ("index.html",)
    assert changes.new == ("feed.xml",)
    assert site_on(host) == site


def test_another_machine_goes_on(office: Office, host: Host, tmp_path: Path) -> None:
    site = small_site()
    office.build(site)
    office.publish(host)
    other = Office(tmp_path / "máy khác")
    site["index.html"] = page("Nhà của máy khác", "tin-tuc/bai-00/index.html")
    other.build(site)
    known, changes = other.publish(host)
    assert known.is_recorded
    assert changes.changed == ("index.html",)
    assert site_on(host) == site


def test_a_folder_that_is_not_there_yet(office: Office, host: Host) -> None:
    if host.kind == "git":
        pytest.skip("a branch has one place")
    below = replace(
        host,
        folder=f"{host.folder.rstrip('/')}/xa/ban-tin" if host.kind != "folder" else f"{host.folder}/moi",
    )
    office.build(small_site(2))
    office.publish(below)
    prefix = "moi/" if host.kind == "folder" else "xa/ban-tin/"
    assert {
        path.removeprefix(prefix): data for path, data in host.files().items() if FOLDER not in path
    } == small_site(2)
    assert broken(small_site(2)) == []
