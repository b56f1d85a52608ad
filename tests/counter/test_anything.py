"""Whatever is sent, there is an answer, never an exception, and the store holds nothing of it."""

from collections.abc import Iterator

import pytest
from asking import FIREFOX, IS_BOT, Asker, Still
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bulletin.counter.application import Counter, Site
from bulletin.counter.place import Place
from bulletin.counter.sqlite import SqliteStore

SITES = ("https://xa.example/", "https://tinh.example/ban-tin/")
# Header fields come as Latin-1 (PEP 3333) or, in the shipped server, as whatever Rust made of them.
WORDS = st.one_of(
    st.text(max_size=60),
    st.text(st.characters(max_codepoint=255), max_size=60),
    st.sampled_from([
        "", "/", "//", "?", "%", "%ff%fe", "[", "[::", "]", "::ffff:", ":", "1.2.3.4:99999", "http://[", "https://xa.example",
        "https://xa.example:99999999/", "https://xa.example:x/", "http://\u2100/", "null", "https://xa.exam\nple\r\nX: y/", "\ud800", "-1", "9" * 5_000, "²", "1",
        "/ban-tin/" + "%c3" * 300, "a," * 900, "\x00", "fe80::1%eth0", FIREFOX, "/xa/hit", "hit",
    ]),
)  # fmt: skip
NAMES = (
    "PATH_INFO", "QUERY_STRING", "REMOTE_ADDR", "CONTENT_LENGTH", "HTTP_USER_AGENT", "HTTP_ORIGIN", "HTTP_REFERER",
    "HTTP_X_FORWARDED_FOR", "HTTP_DNT", "HTTP_SEC_GPC", "HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_MOZ",
)  # fmt: skip
METHODS = st.sampled_from(["GET", "POST", "HEAD", "OPTIONS", "PUT", "TRACE", "\u00e9", ""])


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    """One counter of two sites, of which everything is asked."""
    folder = tmp_path_factory.mktemp("anything")
    sites = []
    for n, address in enumerate(SITES):
        sitemap = folder / f"{n}.xml"
        sitemap.write_text(f"<loc>{address}</loc><loc>{address}tin/h%E1%BB%8Dp/</loc>")
        place = Place(
            ("xa", "tinh")[n],
            address,
            sitemap=str(sitemap),
            trusted=("1.2.3.4",),
            shows_views=True,
            per_minute=0,
        )
        sites.append(Site(place, SqliteStore(folder / f"{n}.sqlite3"), IS_BOT, Still()))
    made = Asker(Place("xa", SITES[0]), sites[0].grouped.store, Still())
    made.counter = Counter(sites)
    yield made
    made.close()


@given(method=METHODS, said=st.dictionaries(st.sampled_from(NAMES), WORDS))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_request_has_an_answer(asker: Asker, method: str, said: dict[str, str]) -> None:
    path = said.pop("PATH_INFO", "/xa/hit")
    answer = asker.ask(method, path, **said)
    assert answer.status in (200, 204, 403, 404, 405, 413)
    for name, value in answer.headers.items():
        assert "\n" not in name + value
        assert "\r" not in name + value
    held = asker.store.snapshot()
    assert set(held.pages) <= {"", "tin/họp/"}
    assert set(held.days) <= {"2026-11-24"}


def test_sizes_do_not_matter(asker: Asker) -> None:
    for name in NAMES:
        assert asker.ask("POST", "/xa/hit", **{name: "x" * 1_000_000}).status in (200, 403, 404, 413)
