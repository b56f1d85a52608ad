"""`bulletin.markup.videos` and `players`: what is a film, and its player."""

import pytest

from bulletin.markup import Body, LinkReference, video
from bulletin.markup.players import is_player, local, youtube
from bulletin.problem import Place, error

ID = "dQw4w9WgXcQ"


@pytest.mark.parametrize(
    "address",
    [
        f"https://www.youtube.com/watch?v={ID}",
        f"http://youtube.com/watch?list=PL1&v={ID}&t=10s",
        f"https://m.youtube.com/watch?v={ID}#t=1",
        f"https://youtu.be/{ID}?si=abc",
        f"https://www.youtube.com/shorts/{ID}",
        f"https://www.youtube.com/live/{ID}",
        f"https://www.youtube.com/embed/{ID}",
        f"https://www.youtube-nocookie.com/embed/{ID}",
        f"//www.youtube.com/embed/{ID}",
        f"youtu.be/{ID}",
    ],
)
def test_addresses_of_youtube(address: str) -> None:
    assert youtube(address) == ID


@pytest.mark.parametrize(
    "address",
    [
        "https://www.youtube.com/",
        "https://www.youtube.com/@kenh",
        "https://www.youtube.com/playlist?list=PL12345678901",
        "https://www.youtube.com/embed/videoseries?list=PL1",
        f"https://youtu.be/{ID}x",
        f"https://example.org/youtu.be/{ID}",
        f"https://youtube.com.example.org/watch?v={ID}",
        f"javascript://youtu.be/{ID}",
        "https://example.org/a.mp4",
        "//example.org/a.mp4",
        "a.avi",
        "",
    ],
)
def test_other_addresses(address: str) -> None:
    assert not is_player(address)


@pytest.mark.parametrize(
    ("address", "kind"),
    [("a.mp4", "video"), ("../Lễ hội.WEBM", "video"), ("/a.mp3", "audio"), ("a.mp4.md", "")],
)
def test_files_of_the_site(address: str, kind: str) -> None:
    assert local(address) == kind


def test_a_film_of_youtube_in_the_front_matter() -> None:
    body, problems = video(f" youtu.be/{ID} ", "content/a.md", 4)
    assert problems == ()
    assert body == Body(
        html=f'<div class="video" data-youtube="{ID}"><a href="bantin:link/0">Xem video trên YouTube</a></div>',
        links=(LinkReference(f"https://youtu.be/{ID}", 4),),
        has_video=True,
    )


def test_a_file_in_the_front_matter() -> None:
    body, problems = video("le-hoi.mp4", "content/a.md", 4)
    assert problems == ()
    assert body == Body(
        html='<figure class="video"><video controls preload="none" src="bantin:link/0"></video></figure>',
        links=(LinkReference("le-hoi.mp4", 4),),
        has_video=True,
    )


@pytest.mark.parametrize(
    "target", ["https://vimeo.com/1", "nghe.mp3", "bai.md", "javascript:x.mp4", '"><b>.mp4']
)
def test_anything_else_is_an_error_or_harmless(target: str) -> None:
    body, problems = video(target, "content/a.md", 4)
    if body is None:
        assert problems == (error(Place("content/a.md", 4), "video-unknown", target=target),)
    else:
        assert "<b>" not in body.html
