"""What a reference leads to: every way of writing it, and nothing outside the site."""

import unicodedata
from pathlib import Path

import pytest

from bulletin.files import Found
from bulletin.links import Address, Dead, Resolver
from bulletin.model import Library, model
from bulletin.problem import Place
from bulletin.read import read
from bulletin.settings import Settings
from tests.building import NOW, article, write_site

HERE = Place("content/tin/a.md", 7)


@pytest.fixture(scope="module")
def resolver(tmp_path_factory: pytest.TempPathFactory) -> Resolver:
    root = write_site(
        tmp_path_factory.mktemp("site"),
        {
            "content/tin/a.md": article("A"),
            "content/tin/2026-01-02-bài hai.md": article("B"),
            "content/guong/bo/index.md": article("Bó"),
            "content/guong/bo/anh.jpg": b"not a picture",
            "content/guong/bo/tệp 1.pdf": b"%PDF",
            "content/guong/nhap.md": article("Nháp", draft="true"),
            "content/guong/hong.md": "---\ntitle: x\n---\n",
            "content/pages/lien-he.md": article("Liên hệ"),
        },
    )
    settings = Settings(address="https://xa.example/bt/")
    sources, _ = read(root, settings, lambda done, total: None, 1)
    library, _ = model(sources, settings, NOW, drafts=False, future=False)
    assert isinstance(library, Library)
    urls = frozenset({"", "tin/", "tin/trang-2/", "chuyen-de/"} | {a.url for a in library.articles})
    return Resolver(library, urls, {"badges/x.svg": "assets/badges/x.1.svg"})


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("2026-01-02-bài hai.md", "tin/bai-hai/"),
        ("2026-01-02-b%C3%A0i%20hai.md", "tin/bai-hai/"),
        (unicodedata.normalize("NFD", "2026-01-02-bài hai.md"), "tin/bai-hai/"),
        ("./2026-01-02-bài hai.md#muc-1", "tin/bai-hai/#muc-1"),
        ("../guong/bo/index.md", "guong/bo/"),
        ("../guong/bo/", "guong/bo/"),
        ("../guong/bo", "guong/bo/"),
        ("guong/bo/index.md", "guong/bo/"),
        ("content/guong/bo/index.md", "guong/bo/"),
        ("/guong/bo/", "guong/bo/"),
        ("/guong/bo", "guong/bo/"),
        ("/guong/bo/index.html", "guong/bo/"),
        ("/content/guong/bo/index.md", "guong/bo/"),
        ("/", ""),
        ("/tin/trang-2/", "tin/trang-2/"),
        ("../pages/lien-he.md", "lien-he/"),
        ("/assets/badges/x.svg", "assets/badges/x.1.svg"),
        ("https://xa.example/bt/guong/bo/", "guong/bo/"),
        ("https://khac.example/?q=a b&c=ă", "https://khac.example/?q=a%20b&c=%C4%83"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("#muc-1", "#muc-1"),
    ],
)
def test_a_link_leads_to_one_address(resolver: Resolver, written: str, url: str) -> None:
    assert resolver.link(written, HERE) == (Address(url), None)


@pytest.mark.parametrize(
    ("written", "kind", "guess"),
    [
        ("2026-01-02-bai-hai.md", "link-broken-guess", "2026-01-02-bài hai.md"),
        ("../guong/bó/index.md", "link-broken-guess", "../guong/bo/index.md"),
        ("khong-co-gi-ca.xyz", "link-broken", ""),
        ("../../../etc/passwd", "link-outside", None),
        ("..\\..\\x.md", "link-broken", ""),
    ],
)
def test_a_broken_link_has_a_guess(resolver: Resolver, written: str, kind: str, guess: str | None) -> None:
    target, problem = resolver.link(written, HERE)
    assert target is None
    assert problem is not None
    assert (problem.place, problem.kind, dict(problem.values).get("guess")) == (HERE, kind, guess)


def test_an_unpublished_target_keeps_the_words(resolver: Resolver) -> None:
    target, problem = resolver.link("../guong/nhap.md", HERE)
    assert (target, problem and problem.kind) == (Dead(), "link-withheld")
    assert resolver.link("../guong/hong.md", HERE) == (
        Dead(),
        None,
    )  # its own mistake is reported, not this shadow


def test_an_address_that_is_not_ours_is_kept_and_said(resolver: Resolver) -> None:
    target, problem = resolver.link("/cong-van/1.pdf", HERE)
    assert (target, problem and problem.kind) == (Address("cong-van/1.pdf"), "address-unknown")


def test_documents_and_pictures_are_found_by_their_own_name(resolver: Resolver) -> None:
    target, problem = resolver.link("../guong/bo/tệp 1.pdf", HERE)
    assert problem is None
    assert not isinstance(target, Found | Address | Dead | None)
    assert target.path == "content/guong/bo/tệp 1.pdf"
    _, problem = resolver.picture("../guong/bo/anh.jpg", HERE)
    assert (problem and problem.kind) == "picture-broken"
    _, problem = resolver.picture("../guong/bo/tệp 1.pdf", HERE)
    assert (problem and problem.kind) == "picture-kind"
    _, problem = resolver.picture("../guong/bo/Anh.JPG", HERE)
    assert (problem and problem.kind, dict(problem.values)["guess"]) == (
        "picture-missing-guess",
        "../guong/bo/anh.jpg",
    )


@pytest.mark.parametrize(
    "written",
    ["https://khac.example/a.jpg", "//khac.example/a.jpg", "data:image/png;base64,x", "file:///etc/passwd"],
)
def test_a_cover_is_a_file_of_the_site(resolver: Resolver, written: str) -> None:
    target, problem = resolver.picture(written, HERE)
    assert (target, problem and problem.kind) == (None, "cover-remote")


def test_paths_on_the_disk_are_not_paths_of_the_site(resolver: Resolver, tmp_path: Path) -> None:
    target, problem = resolver.picture(str(tmp_path / "a.jpg"), HERE)
    assert isinstance(target, Address)  # an address of the host, never a file of this machine
    assert (problem and problem.kind) == "address-unknown"
