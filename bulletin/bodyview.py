"""A body with its references put in: what a template shows as `{{ page.body }}`."""

import html
import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PictureView:
    """A derived picture. `variants` and `avif` are (url, width in px), narrowest first.

    `url` is the fallback (JPEG or PNG), `width` and `height` those of the largest size;
    0 when they are not known. `classes` hold its place with its tone and keep its heart in
    sight. `large` is the largest form, for looking at it closely; "" when there is none.
    """

    url: str
    width: int
    height: int
    variants: tuple[tuple[str, int], ...]
    alt: str
    avif: tuple[tuple[str, int], ...] = ()
    classes: str = ""
    large: str = ""


_REFERENCE = re.compile(
    r'(?P<before><(?:a|video|audio)(?: [^<>]*?)?) (?P<name>href|src)="bantin:link/(?P<link>\d+)"'
    r'|(?P<figure><figure class="picture">)?<img src="bantin:picture/(?P<picture>\d+)" alt="(?P<alt>[^"]*)">'
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
    sizes: str = "(min-width: 46rem) 42rem, calc(100vw - 2rem)"  # how wide a picture is shown, for srcset
    has_lead: bool = False  # the first picture is seen first: it is not lazy

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
            return f'{found["before"]} {found["name"]}="{html.escape(above(self.up, target))}"'
        figure, number = found["figure"] or "", int(found["picture"])
        picture = self.pictures[number]
        image = self._image(picture, found["alt"], eager=self.has_lead and number == 0)
        if figure and picture.large and found["alt"]:  # the words of the link are the picture's
            image = f'<a class="enlarge" href="{html.escape(above(self.up, picture.large))}">{image}</a>'
        return figure + image

    def _image(self, picture: PictureView, alt: str, *, eager: bool) -> str:
        sources = "".join(
            f'<source type="image/{form}" srcset="{self._choices(variants)}" sizes="{self.sizes}">'
            for form, variants in (("avif", picture.avif), ("webp", picture.variants))
            if variants
        )
        size = f' width="{picture.width}" height="{picture.height}"' if picture.width else ""
        look = f' class="{picture.classes}"' if picture.classes else ""
        when = ' fetchpriority="high"' if eager else ' loading="lazy" decoding="async"'
        image = f'<img src="{html.escape(above(self.up, picture.url))}"{size} alt="{alt}"{look}{when}>'
        return f"<picture>{sources}{image}</picture>" if sources else image

    def _choices(self, variants: tuple[tuple[str, int], ...]) -> str:
        return html.escape(", ".join(f"{above(self.up, url)} {width}w" for url, width in variants))


def above(up: str, url: str) -> str:
    """`url` as seen from a page; whole addresses stay as they are."""
    return url if ":" in url.split("/", 1)[0] else up + url
