"""A body with its references put in: what a template shows as `{{ page.body }}`."""

import html
import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PictureView:
    """A derived picture. `variants` are (url, width in px), narrowest first; `url` is the fallback."""

    url: str
    width: int
    height: int
    variants: tuple[tuple[str, int], ...]
    alt: str


_REFERENCE = re.compile(
    r'(?P<name>href|src)="bantin:link/(?P<link>\d+)"'
    r'|<img src="bantin:picture/(?P<picture>\d+)" alt="(?P<alt>[^"]*)"(?P<rest>[^>]*)>'
)
_DEAD_LINK = re.compile(r'<a [^>]*href="bantin:link/(\d+)"[^>]*>(.*?)</a>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class BodyView:
    """A body whose references are put in when a template shows it; `{{ page.body }}` is safe HTML.

    `links` are urls below the root, whole addresses, or None: the words stay, the link goes.
    """

    html: str
    links: tuple[str | None, ...] = ()
    pictures: tuple[PictureView, ...] = ()
    up: str = "./"
    sizes: str = "(min-width: 48rem) 42rem, 100vw"  # how wide a picture is shown, for srcset

    def __html__(self) -> str:
        text = self.html
        if None in self.links:
            text = _DEAD_LINK.sub(lambda m: m[2] if self.links[int(m[1])] is None else m[0], text)
        return _REFERENCE.sub(self._put, text)

    def __bool__(self) -> bool:
        return bool(self.html)

    def _put(self, found: re.Match[str]) -> str:
        if found["link"]:
            target = self.links[int(found["link"])] or "#"
            return f'{found["name"]}="{html.escape(above(self.up, target))}"'
        picture = self.pictures[int(found["picture"])]
        size = f' width="{picture.width}" height="{picture.height}"' if picture.width else ""
        if len(picture.variants) > 1:
            choices = ", ".join(f"{above(self.up, url)} {width}w" for url, width in picture.variants)
            size = f' srcset="{html.escape(choices)}" sizes="{self.sizes}"{size}'
        address = html.escape(above(self.up, picture.url))
        return (
            f'<img src="{address}"{size} alt="{found["alt"]}" loading="lazy" decoding="async"{found["rest"]}>'
        )


def above(up: str, url: str) -> str:
    """`url` as seen from a page; whole addresses stay as they are."""
    return url if ":" in url.split("/", 1)[0] else up + url
