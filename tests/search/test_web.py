"""A search of the web for readers without script, kept to this site: only where a commune asked for it."""

import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from bulletin.websearch import ENGINES, web_search
from tests.browser.serving import Host, served
from tests.building import article, build_site, files_of, write_site
from tests.search.test_page import AXE

SITE = '[site]\nname = "Bản tin thử"\naddress = "https://thu.example/ban-tin/"\n'
OWN = "form-action 'self'"


def made(root: Path, web: str) -> Path:
    """A small site whose readers are led to `web`."""
    settings = SITE + (f'[search]\nweb = "{web}"\n' if web else "")
    write_site(
        root, {"site.toml": settings, "content/tin/a.md": article("Cầu treo", "2026-11-02", "Một câu.")}
    )
    outcome = build_site(root)
    assert outcome.written, outcome.problems
    return root / "output"


@pytest.mark.parametrize(
    ("engine", "sent"),
    [
        ("google", "https://www.google.com/search?q=cầu treo&sitesearch=thu.example/ban-tin"),
        ("duckduckgo", "https://duckduckgo.com/?q=cầu treo&sites=thu.example/ban-tin"),
        ("bing", "https://www.bing.com/search?q=site:thu.example/ban-tin cầu treo"),
        ("coccoc", "https://coccoc.com/search?query=site:thu.example/ban-tin cầu treo"),
        (
            "https://tim.example:8443/x?a=1&chu={words}&trang={site}",
            "https://tim.example:8443/x?a=1&trang=thu.example/ban-tin&chu=cầu treo",
        ),
    ],
)
def test_what_each_engine_is_sent(engine: str, sent: str) -> None:
    form = web_search(engine, "https://thu.example/ban-tin/")
    assert form
    where, _, query = sent.partition("?")
    assert form.action == where
    words = dict(form.hidden) | {form.field: f"{form.start}cầu treo"}
    assert words == dict(pair.split("=") for pair in query.split("&"))


@pytest.mark.parametrize("web", ["", *ENGINES])
def test_forms_may_lead_to_that_host_alone(tmp_path: Path, web: str) -> None:
    """In what every kind of host is told, and in every page."""
    files = files_of(made(tmp_path, web))
    form = web_search(web, "")
    wanted = f" {form.origin}" if form else ""
    for path in (".htaccess", "may-chu/nginx.conf", "_headers"):
        said = re.findall(r"form-action[^;]*", files[path].decode())
        assert set(said) == {f"{OWN}{wanted}"}, path
    pages = [unescape(data.decode()) for path, data in files.items() if path.endswith(".html")]
    policies = {said for page in pages for said in re.findall(r"form-action[^;]*", page)}
    assert policies == {f"{OWN} file:{wanted}"}
    assert (b"search-web" in files["tim-kiem/index.html"]) == bool(web)
    assert not any(b"search-web" in data for path, data in files.items() if path != "tim-kiem/index.html")


@pytest.fixture(scope="module")
def hosts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Host]]:
    folder = tmp_path_factory.mktemp("web")
    with (
        served(made(folder / "duckduckgo", "duckduckgo")) as one,
        served(made(folder / "coccoc", "coccoc")) as other,
    ):
        yield {"duckduckgo": one, "coccoc": other}


def unscripted(window: Callable[..., BrowserContext], host: Host) -> tuple[Page, list[str]]:
    """The search page without script, and every address that is asked for elsewhere."""
    context = window(java_script_enabled=False)
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(content_type="text/html; charset=utf-8", body="<h1>Nơi khác</h1>")

    context.route(lambda url: not url.startswith(host.address), answer)
    page = context.new_page()
    page.goto(f"{host.address}tim-kiem/")
    return page, asked


@pytest.mark.parametrize(
    ("web", "engine", "sent"),
    [
        ("duckduckgo", "DuckDuckGo", {"sites": "thu.example/ban-tin", "q": "cầu treo"}),
        ("coccoc", "Cốc Cốc", {"query": "site:thu.example/ban-tin cầu treo"}),
    ],
)
def test_without_script_what_is_typed_goes_there_when_sent(
    window: Callable[..., BrowserContext], hosts: dict[str, Host], web: str, engine: str, sent: dict[str, str]
) -> None:
    page, asked = unscripted(window, hosts[web])
    page.get_by_label(f"Tìm trong trang này bằng {engine}").focus()
    page.keyboard.press("End")
    page.keyboard.type("cầu treo")
    assert asked == []
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading")).to_have_text("Nơi khác")
    (address,) = asked
    assert dict(parse_qsl(urlsplit(address).query)) == sent
    form = web_search(web, "")
    assert form
    assert address.startswith(f"{form.action}?")


def test_axe_finds_nothing_in_the_form(
    page: Page, hosts: dict[str, Host], need: Callable[[str], str]
) -> None:
    """Axe is a script: it is shown the page with the form taken out of its <noscript>."""

    def shown(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=re.sub("</?noscript>", "", answer.text()))

    page.route("**/tim-kiem/", shown)
    page.goto(f"{hosts['coccoc'].address}tim-kiem/")
    expect(page.get_by_label("Tìm trong trang này bằng Cốc Cốc")).to_be_visible()
    page.evaluate(Path(need("axe.min.js")).read_text("utf-8"))
    assert page.evaluate(AXE) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate(AXE) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_with_script_there_is_no_such_form(page: Page, hosts: dict[str, Host]) -> None:
    page.goto(f"{hosts['duckduckgo'].address}tim-kiem/")
    expect(page.get_by_role("searchbox")).to_have_count(1)
