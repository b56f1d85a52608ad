"""A real Redis server for these tests, and a counter whose clock stands still until it is moved."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest
from asking import Asker, Still
from redis_server import running

from bulletin.counter.place import Place
from bulletin.counter.redis import RedisStore
from bulletin.counter.sqlite import SqliteStore
from bulletin.counter.store import Store

NAMES = count()
PAGES = ("", "tin/hop-dan/", "tin/họp/", "gioi-thieu/")


@pytest.fixture(scope="session")
def redis_url(need: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(need("redis-server"), tmp_path_factory.mktemp("redis")) as url:
        yield url


@pytest.fixture(params=["sqlite", "redis"])
def new_store(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., Store]]:
    """`new_store(remembered=…)` is an empty store of each kind in turn."""
    with ExitStack() as stack:

        def new(**options: int) -> Store:
            store: Store
            if request.param == "sqlite":
                store = SqliteStore(tmp_path_factory.mktemp("store") / "a.sqlite3", **options)
            else:
                url = request.getfixturevalue("redis_url")
                store = RedisStore(url, f"xa-{next(NAMES)}", **options)
            stack.callback(store.close)
            return store

        yield new


@pytest.fixture
def sitemap(tmp_path: Path) -> Path:
    from urllib.parse import quote

    file = tmp_path / "sitemap.xml"
    places = "".join(f"<url><loc>https://xa.example/{quote(page)}</loc></url>" for page in PAGES)
    file.write_text(f"<urlset>{places}</urlset>", "utf-8")
    return file


@pytest.fixture
def new_asker(new_store: Callable[..., Store], sitemap: Path) -> Iterator[Callable[..., Asker]]:
    """`new_asker(trusted=("10.0.0.1",), …)` asks a counter with those settings, on a store of each kind."""
    with ExitStack() as stack:

        def new(**settings: object) -> Asker:
            place = Place("xa", "https://xa.example/", sitemap=str(sitemap), **settings)  # type: ignore[arg-type]
            asker = Asker(place, new_store(opening=place.opening), Still())
            stack.callback(asker.close)
            return asker

        yield new
