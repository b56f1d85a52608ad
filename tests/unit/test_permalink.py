import pytest

from bulletin.permalink import normalised_address, output_path, page_url, up_from, url_of, whole


@pytest.mark.parametrize(
    ("url", "path", "up"),
    [
        ("", "index.html", "./"),
        ("tin-tuc/", "tin-tuc/index.html", "../"),
        ("tin-tuc/bai/", "tin-tuc/bai/index.html", "../../"),
        ("feed.xml", "feed.xml", "./"),
        ("tin-tuc/feed.xml", "tin-tuc/feed.xml", "../"),
    ],
)
def test_an_address_is_one_file_and_knows_the_way_up(url: str, path: str, up: str) -> None:
    assert (output_path(url), url_of(path), up_from(url)) == (path, url, up)


def test_the_first_page_of_a_list_is_the_list() -> None:
    assert [page_url("tin-tuc/", n) for n in (1, 2)] == ["tin-tuc/", "tin-tuc/trang-2/"]


def test_whole_addresses_hold_no_raw_letters_beyond_ascii() -> None:
    assert (
        whole("https://xa.example/bt/", "tep/ảnh bìa.pdf")
        == "https://xa.example/bt/tep/%E1%BA%A3nh%20b%C3%ACa.pdf"
    )


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("/tin/bai-cu.html", "tin/bai-cu.html"),
        ("tin/bai-cu", "tin/bai-cu/"),
        ("/tin/b%C3%A0i/", "tin/bài/"),
        ("/", None),
        ("//khac.example/x", None),
        ("/a/../b", None),
        ("/tin?id=3", None),
        ("https://khac.example/", None),
        ("/a\\b", None),
        ('/a"b', None),
        ("/a\nb", None),
        ("/.bantin/x", None),
    ],
)
def test_an_old_address_stays_on_this_site(written: str, url: str | None) -> None:
    assert normalised_address(written) == url
