"""Photos to build with, and whether a browser fetched them as large as it shows them."""

import io
import random
from collections import defaultdict

from PIL import Image
from playwright.sync_api import Page

# Of each picture on the page: where it stands, how many px it needs to be sharp where it is shown
# (of a cut one, more than its frame), the file that was fetched, the px of it and of all that there are.
SEEN = """
() => [...document.querySelectorAll("picture > img")].filter((image) => image.checkVisibility()).map((image) => {
  const frame = image.getBoundingClientRect();
  const ratio = image.getAttribute("width") / image.getAttribute("height");
  const fit = getComputedStyle(image).objectFit;
  const wide = { cover: Math.max, contain: Math.min }[fit]?.(frame.width, frame.height * ratio) ?? frame.width;
  const files = [...image.previousElementSibling.srcset.matchAll(/ (\\d+)w/g)].map(([, width]) => Number(width));
  const fetched = Number(/-(\\d+)\\.webp$/.exec(image.currentSrc)?.[1] ?? 0);
  const place = image.closest(".card")?.className ?? image.closest(".gallery, figure")?.className;
  return [`${place} ${Math.round(frame.width)} px`, wide * devicePixelRatio, image.currentSrc, fetched, files];
})
"""
ALL = """
async () => {
  for (const image of document.images) image.loading = "eager";
  await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
}
"""


def photo(number: int, width: int, height: int) -> bytes:
    """Soft light, leaves and grain: as hard to make small as a photo."""
    rng = random.Random(number)
    image = Image.new("RGB", (width, height))
    for cells, strength in ((8, 1.0), (40, 0.45), (200, 0.3)):
        octave = Image.frombytes("RGB", (cells, cells), rng.randbytes(cells * cells * 3))
        image = Image.blend(image, octave.resize((width, height), Image.Resampling.BICUBIC), strength)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90)
    return out.getvalue()


def unfit(page: Page) -> list[str]:
    """Pictures of which a file was fetched that is not sharp where it is shown, or larger than it need be.

    A browser takes the nearer of two files, so up to a fifth may be missing. Of a picture that is on the
    page twice it takes the larger file for both, if it has that already: nothing is wasted by that.
    """
    page.evaluate(ALL)
    rows = page.evaluate(SEEN)
    assert rows, "no picture is shown"
    most: dict[str, float] = defaultdict(float)  # px that a file needs where it is shown largest
    for _, needed, file, _, _ in rows:
        most[file] = max(most[file], needed)
    found = []
    for place, needed, file, fetched, files in rows:
        is_blurred = fetched < 0.8 * needed and fetched < max(files)
        is_waste = any(most[file] * 1.1 <= width < fetched for width in files)
        if is_blurred or is_waste:
            found.append(f"{place}: needs {needed:.0f} px, fetched {fetched} of {files}")
    return found
