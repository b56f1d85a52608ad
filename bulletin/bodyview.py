"""A body with its references put in: what a template shows as `{{ page.body }}`."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from bulletin.packs import Stored


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


# Both kinds begin with one sign, for which `re` can look quickly.
_REFERENCE = re.compile(
    r'<(?:(?P<before>(?:a|video|audio)(?: [^<>]*?)?) (?P<name>href|src)="bantin:link/(?P<link>\d+)"'
    r'|(?P<figure>figure class="picture"><)?img src="bantin:picture/(?P<picture>\d+)" alt="(?P<alt>[^"]*)">)'
)
_GALLERY = re.compile(r'<div class="gallery">.*?</div>', re.DOTALL)
_BESIDE = {
    2: "(min-width: 46em) 20.5rem, (min-width: 40em) 45vw, ",
    3: "(min-width: 46em) 13.5rem, (min-width: 40em) 30vw, ",
}  # how wide a picture of a gallery is, where several stand in a row
_DEAD_LINK = re.compile(r'<a [^>]*href="bantin:link/(\d+)"[^>]*>(.*?)</a>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class BodyView:
    """A body whose references are put in when a template shows it; `{{ page.body }}` is safe HTML.

    `links` are urls below the root, whole addresses, or None: the words stay, the link goes.
    `html` is stored until the page is rendered.
    """

    html: str | Stored
    links: tuple[str | None, ...] = ()
    pictures: tuple[PictureView, ...] = ()
    up: str = "./"
    sizes: str = "(min-width: 46em) 42rem, calc(100vw - 2rem)"  # how wide a picture is shown, for srcset
    has_lead: bool = False  # the first picture is seen first: it is not lazy

    def __html__(self) -> str:
        text = self.html
        if isinstance(text, Stored):
            raise TypeError("the body was not loaded")
        if "bantin:" not in text:  # most bodies: looking for references takes longer than all the rest
            return text
        if None in self.links:
            text = _DEAD_LINK.sub(lambda m: m[2] if self.links[int(m[1])] is None else m[0], text)
        text = _GALLERY.sub(self._put_gallery, text)
        return _REFERENCE.sub(lambda found: self._put(found, self.sizes), text)

    def loaded(self, load: Callable[[Stored], bytes]) -> "BodyView":
        """The same with its text. Raises what `load` raises."""
        return replace(self, html=load(self.html).decode()) if isinstance(self.html, Stored) else self

    def __bool__(self) -> bool:
        return bool(self.html)

    def _put_gallery(self, found: re.Match[str]) -> str:
        """Three pictures in a row, or the first two or four larger, as 40-article.css arranges them."""
        total, place = found[0].count("bantin:picture/"), 0
        halves = {0: 0, 1: min(total, 4), 2: 2}[total % 3]

        def put(reference: re.Match[str]) -> str:
            nonlocal place
            place += bool(reference["picture"])
            share = 1 if total == 1 else 2 if place <= halves else 3
            picture = self.pictures[int(reference["picture"])] if reference["picture"] else None
            if picture and picture.width > 1.8 * picture.height:
                share -= 1  # cut to 3:2, it is shown larger than its frame
            return self._put(reference, _BESIDE.get(share, "") + self.sizes)

        return _REFERENCE.sub(put, found[0])

    def _put(self, found: re.Match[str], sizes: str) -> str:
        if found["link"]:
            target = self.links[int(found["link"])] or "#"
            return f'<{found["before"]} {found["name"]}="{html.escape(above(self.up, target))}"'
        figure = '<figure class="picture">' if found["figure"] else ""
        number = int(found["picture"])
        picture = self.pictures[number]
        image = self._image(picture, found["alt"], sizes, eager=self.has_lead and number == 0)
        if figure and picture.large and found["alt"]:  # the words of the link are the picture's
            image = f'<a class="enlarge" href="{html.escape(above(self.up, picture.large))}">{image}</a>'
        return figure + image

    def _image(self, picture: PictureView, alt: str, sizes: str, *, eager: bool) -> str:
        sources = "".join(
            f'<source type="image/{form}" srcset="{self._choices(variants)}" sizes="{sizes}">'
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
