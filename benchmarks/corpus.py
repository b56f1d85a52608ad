#!/usr/bin/env python3
"""Write made-up news of a commune, always the same, for timing a build.

    python benchmarks/corpus.py 1000 FOLDER [--layout bulletin|hugo|pelican|eleventy] [--start 0]

Article number i is the same text in every layout and for every N: its random generator is
seeded with (SEED, i) alone. So 10,000 articles begin with the same 1,000, and
`--start 10000` with N = 1 writes one more, the newest. Persons, places and figures are made
up; pictures are named and not there, as for every candidate.
"""

import argparse
import random
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import corpus_words as words

SEED = "ban-tin"
FIRST = datetime(2019, 1, 7, 6, 0)  # noqa: DTZ001  Vietnam's time; the front matter says so
A_DAY = 5  # articles; 10,000 are five and a half years
# Bytes of a body, drawn log-normally: most articles are short, a few are long.
SMALLEST, MEDIAN, LARGEST, SPREAD = 1_000, 3_150, 25_000, 0.7
KINDS = {"text": 78, "heading": 9, "items": 5, "quotation": 3, "picture": 3, "table": 2}
CATEGORIES = words.CATEGORIES
TAGS = [f"{topic}{place}" for place in ("", *words.TAG_PLACES) for topic in words.TOPICS]
TAG_WEIGHTS = [1 / (12 + rank) for rank in range(len(TAGS))]  # a few are common, most are rare

Article = dict[str, Any]


def slugify(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d")).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain))


CATEGORY_SLUGS = [slugify(name) for name in CATEGORIES]


def article(i: int) -> Article:
    """Article number i, counted from 0: later numbers are newer."""
    rng = random.Random(f"{SEED}/{i}")
    category = rng.randrange(len(CATEGORIES))
    title = _said(rng, words.TITLES)
    date = FIRST + timedelta(days=i // A_DAY, hours=2 * (i % A_DAY), minutes=rng.randrange(60))
    tags: dict[str, None] = {}
    while len(tags) < 3:
        tags[rng.choices(TAGS, TAG_WEIGHTS)[0]] = None
    cover = f"/images/{date.year}/bia-{rng.randrange(300):03}.jpg" if rng.random() < 0.6 else None
    return {
        "title": title,
        "date": date,
        "category": category,
        "tags": list(tags),
        "author": rng.choice(words.AUTHORS),
        "summary": _said(rng, words.SENTENCES),
        "cover": cover,
        "slug": f"{slugify(title)[:56].strip('-')}-{i + 1:05}",
        "body": _body(rng, category),
    }


def _body(rng: random.Random, category: int) -> str:
    wanted = min(LARGEST, max(SMALLEST, MEDIAN * rng.lognormvariate(0, SPREAD))) - 120
    blocks = [_text(rng, category)]
    size = len(blocks[0].encode())
    while size < wanted:
        kind = rng.choices(list(KINDS), list(KINDS.values()))[0]
        blocks.append(_BLOCKS[kind](rng, category))
        size += len(blocks[-1].encode()) + 2
    return "\n\n".join(blocks) + "\n"


def _text(rng: random.Random, category: int) -> str:
    sentences = [_filled(rng, form) for form in rng.sample(words.SENTENCES, rng.randint(2, 5))]
    if rng.random() < 0.2:
        marked = _filled(rng, rng.choice(words.MARKED)).replace("CATEGORY", CATEGORIES[category])
        sentences.insert(rng.randrange(len(sentences)), marked.replace("SLUG", CATEGORY_SLUGS[category]))
    return " ".join(map(_capital, sentences))


def _heading(rng: random.Random, category: int) -> str:
    return f"## {rng.choice(words.HEADINGS)}\n\n{_text(rng, category)}"


def _items(rng: random.Random, category: int) -> str:
    ordered = rng.random() < 0.3
    marks = [f"{n}." if ordered else "-" for n in range(1, rng.randint(3, 6) + 1)]
    return "\n".join(f"{mark} {_said(rng, words.ITEMS)}" for mark in marks)


def _quotation(rng: random.Random, category: int) -> str:
    return f"> {_said(rng, words.SENTENCES)}\n> — {_filled(rng, '{person}, {office}')}"


def _picture(rng: random.Random, category: int) -> str:
    name = f"/images/{rng.randint(2019, 2024)}/anh-{rng.randrange(400):03}.jpg"
    return f"![{_filled(rng, 'Một góc {place}')}]({name})"


def _table(rng: random.Random, category: int) -> str:
    head = ["| Nơi | Số hộ | Kinh phí (triệu đồng) | Tỷ lệ |", "|-----|-----:|-----:|-----:|"]
    places = rng.sample(words.LISTS["place"], rng.randint(3, 7))
    return "\n".join(
        [*head, *(_filled(rng, f"| {_capital(name)} | {{many}} | {{many}} | {{share}} |") for name in places)]
    )


_BLOCKS: Mapping[str, Callable[[random.Random, int], str]] = {
    "text": _text,
    "heading": _heading,
    "items": _items,
    "quotation": _quotation,
    "picture": _picture,
    "table": _table,
}


def _said(rng: random.Random, forms: list[str]) -> str:
    return _capital(_filled(rng, rng.choice(forms)))


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _filled(rng: random.Random, form: str) -> str:
    """The sentence with something drawn for every {slot}."""

    def draw(slot: re.Match[str]) -> str:
        match slot[1]:
            case "person":
                return " ".join(rng.choice(part) for part in words.NAMES)
            case "many":
                return f"{rng.randint(50, 9_900):,}".replace(",", ".")
            case "few":
                return str(rng.randint(2, 45))
            case "money":
                return f"{rng.randint(10, 27_000):,}".replace(",", ".") + " triệu đồng"
            case "share":
                return f"{rng.randint(40, 130)},{rng.randrange(10)}%"
            case "tenths":
                return f"{rng.randint(1, 70)},{rng.randint(1, 9)}"
            case "day":
                return f"ngày {rng.randint(1, 28)}/{rng.randint(1, 12)}"
            case "year":
                return str(rng.randint(2015, 2024))
            case name:
                return rng.choice(words.LISTS[name])

    return re.sub(r"\{(\w+)\}", draw, form)


def _yaml(a: Article, tags: str = "tags") -> str:
    listed = ", ".join(f'"{tag}"' for tag in a["tags"])
    lines = [
        f'title: "{a["title"]}"',
        f"date: {a['date']:%Y-%m-%dT%H:%M:%S}+07:00",
        f'category: "{CATEGORIES[a["category"]]}"',
        f"{tags}: [{listed}]",
        f'author: "{a["author"]}"',
        f'summary: "{a["summary"]}"',
        *([f"cover: {a['cover']}"] if a["cover"] else []),
    ]
    return "---\n" + "\n".join(lines) + "\n---\n\n"


def bulletin(a: Article, folder: str) -> tuple[str, str]:
    return f"content/{folder}/{a['date']:%Y-%m-%d}-{a['slug']}.md", _yaml(a)


def hugo(a: Article, folder: str) -> tuple[str, str]:
    return f"content/{folder}/{a['slug']}.md", _yaml(a)


def eleventy(a: Article, folder: str) -> tuple[str, str]:
    """ "tags" would make a collection of each; the theme groups by "topics" itself, once."""
    return f"posts/{folder}/{a['slug']}.md", _yaml(a, tags="topics")


def pelican(a: Article, folder: str) -> tuple[str, str]:
    values = {
        **a,
        "date": f"{a['date']:%Y-%m-%d %H:%M:%S}",
        "tags": ", ".join(a["tags"]),
        "category": CATEGORIES[a["category"]],
    }
    lines = [f"{key.capitalize()}: {value}\n" for key, value in values.items() if value and key != "body"]
    return f"content/{folder}/{a['slug']}.md", "".join(lines) + "\n"


# Each gives (path below the site, front matter) of an article in its category's folder.
LAYOUTS = {layout.__name__: layout for layout in (bulletin, hugo, eleventy, pelican)}


def make(n: int, out: Path, layout: str, start: int = 0) -> tuple[list[Path], int]:
    """Write articles `start` to `start + n - 1` below `out`; their paths, and their bytes together."""
    paths: list[Path] = []
    size = 0
    for i in range(start, start + n):
        a = article(i)
        name, front = LAYOUTS[layout](a, CATEGORY_SLUGS[a["category"]])
        path = Path(out) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        size += path.write_bytes((front + a["body"]).encode())
        paths.append(path)
    if layout == "hugo":  # which takes a category's name from such a file
        for name, folder in zip(CATEGORIES, CATEGORY_SLUGS, strict=True):
            section = Path(out) / "content" / folder
            section.mkdir(parents=True, exist_ok=True)
            (section / "_index.md").write_text(f'---\ntitle: "{name}"\n---\n', encoding="utf-8")
    return paths, size


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("n", type=int, help="how many articles")
    parser.add_argument("out", type=Path, help="folder to write into")
    parser.add_argument("--layout", choices=sorted(LAYOUTS), default="bulletin")
    parser.add_argument("--start", type=int, default=0, help="number of the first article")
    arguments = parser.parse_args()
    paths, size = make(arguments.n, arguments.out, arguments.layout, arguments.start)
    print(f"{len(paths)} articles, {size / 1e6:.1f} MB, {size / max(1, len(paths)) / 1e3:.1f} KB each")


if __name__ == "__main__":
    main()
