"""A small bulletin as its editors leave it from one build to the next, and what may befall it on the disk."""

import io
import os
import shutil
import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from PIL import Image

from bulletin import stamps

THEME = Path(__file__).parent.parent / "theme"
CATEGORIES = ("tin", "thi-dua", "hoi-dap")
NAMES = ("a", "b", "c", "d", "le-hoi", "hop-dan", "2026-11-20-trong-cay", "e", "f", "g")
TITLES = ("Họp bàn làm đường", "Lễ hội xuống đồng", "Trồng cây", "Tuyên dương", "Họp bàn làm đường (tiếp)")
DATES = ("2026-11-18", "2026-11-20 08:30", "20/11/2026", "2026-11-26", "2026-11-24 07:00", "2026-12-02 09:00")
MOMENTS = ("2026-11-24T08:00", "2026-11-26T00:00", "2026-11-17T08:00", "2026-12-02T09:00", "2026-11-25T23:59")
WORDS = (
    "Tối qua UBND xã họp dân.",
    "Mỗi hộ góp hai ngày công, HTX góp xi măng.",
    "Các cháu đi học *đúng giờ*.",
    "Bà con thôn Bình Minh & thôn Nà Pheo < 100 hộ.",
    "Câu này dài hơn để bản tóm tắt phải cắt. " * 8,
    "",
)
LONG = "Việc của thôn thì cả thôn cùng bàn, cùng làm và cùng giữ. " * 6  # beyond it no summary reaches
BLOCKS = (
    "## Ai góp gì",
    "## Ai góp gì\n\nMột phần.\n\n### Việc còn lại",
    "*[HTX]: Hợp tác xã của bài này",
    "Có chú thích[^1].\n\n[^1]: Chú thích của UBND.",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "[chỗ khác](#ai-gop-gi) và [ngoài](https://xa.example/?a=1&b=2)",
    "https://www.youtube.com/watch?v=aqz-KE-bpKQ",
    "[không rõ](/khong-ro/)",
    "![Cầu](anh.png)",
    "![Cầu](/chung/cau.png \"Cầu mới. Ảnh: Minh Đức\")",
    "[Tài liệu](/chung/don.pdf)",
)  # fmt: skip
KEYS = {
    "tags": ("ruộng, đường", "Ruộng", "đường", "ruộng; lúa"),
    "draft": ("có", "không"),
    "expires": ("2026-11-25", "2026-12-24", "2026-11-24 08:00"),
    "updated": ("2026-11-23",),
    "slug": ("mot-ten-khac", "b", "hai-ten"),
    "aliases": ("/cu/bai-1/", "/cu/bai-2/"),
    "summary": ("Tóm tắt một.", "Tóm tắt hai."),
    "author": ("Minh Đức", "Thu Hà"),
    "author_title": ("Trưởng thôn",),
    "category": ("tin", "thi-dua", "Tin làng", "Không có"),
    "topic": ("nong-thon-moi", "chuyen-doi-so"),
    "featured": ("có",),
    "cover": ("/chung/cau.png",),
    "cover_alt": ("Cầu mới", "Cầu cũ"),
    "cover_focus": ("20% 30%",),
    "cover_blur": ("10 10 20 20", "40 40 20 20"),
    "video": ("https://www.youtube.com/watch?v=aqz-KE-bpKQ",),
    "issue": ("12/2026",),
    "lang": ("vi", "tay"),
}
BROKEN = (
    "---\ntitle: [\n---\n",
    "---\ntitle: Không ngày\n---\nChữ.\n",
    "---\ntitle: X\ndate: 2026-13-40\n---\n",
)
SETTINGS = {
    "name": ('"Bản tin Nà Pheo"', '"Bản tin Mường Khơi"'),
    "tagline": ('"Của dân"', '""', '"Vì dân"'),
    "time_zone": ('"Asia/Ho_Chi_Minh"', '"Europe/Paris"'),
    "address": ('"https://napheo.example/"', '"https://napheo.example/bt/"'),
}
TABLES = {
    "lists": ("", "sidebar = 2", "related = 1", "feed = 2", "sidebar = 0"),
    "paging": ("", "category = 2", "tag = 1\narchive = 2", "category = 0"),
    "home": ("", "latest = 1", "block = 1\nlunar = true", "featured = 0"),
    "pictures": ("share_cards = false", "share_cards = false\navif = false"),
    "publisher": ("", 'body = "UBND xã Nà Pheo"', 'email = "xa@napheo.example"'),
    "theme": ("", 'panel = "#262a5c"'),
    "limits": ("", "megabytes = 400"),
}
TERMS = (
    "",
    "".join(f'[[categories]]\nslug = "{s}"\ntitle = "{s.replace("-", " ").capitalize()}"\n' for s in CATEGORIES),
    "".join(f'[[categories]]\nslug = "{s}"\ntitle = "{s.upper()}"\ndescription = "Mục"\n' for s in CATEGORIES),
    "".join(f'[[categories]]\nslug = "{s}"\ntitle = "{s.replace("-", " ").capitalize()}"\n' for s in CATEGORIES[:2]),
)  # fmt: skip
TOPICS = (
    "",
    '[[topics]]\nslug = "nong-thon-moi"\ntitle = "Nông thôn mới"\n'
    '[[topics]]\nslug = "chuyen-doi-so"\ntitle = "Chuyển đổi số"\ndescription = "Số"\n',
    '[[topics]]\nslug = "chuyen-doi-so"\ntitle = "Chuyển đổi số"\n'
    '[[topics]]\nslug = "nong-thon-moi"\ntitle = "Nông thôn mới"\n',
)
NAVIGATION = (
    "",
    '[[navigation]]\nlabel = "Tin"\nto = "/tin/"\n',
    '[[navigation]]\nlabel = "Thư"\nto = "/gioi-thieu/"\n',
)
GLOSSARIES = (
    "UBND: Ủy ban nhân dân\nHTX: Hợp tác xã\n",
    "HTX: Hợp tác xã\nUBND: Ủy ban nhân dân\n",
    "UBND: Ủy ban Nhân dân\n",
    "UBND xã: Ủy ban nhân dân xã\nUBND: Ủy ban nhân dân\n",
    "UBND:\n",
    None,
)
TEMPLATES = tuple(sorted(p.name for p in (THEME / "templates").iterdir()))
PARTS = ("Phần 1 {{ up }}", "Phần 2", "{{ khong_co }}", "{% if %}", "{{ shared('side-topics.html') }}")
ASSETS = ("css/10.css", "css/20.css", "js/a.js", "nen.svg", "root/favicon.ico")


def picture(colour: str) -> bytes:
    """Any two are of one size in bytes."""
    out = io.BytesIO()
    Image.new("RGB", (12, 9), colour).save(out, "PNG", compress_level=0)
    return out.getvalue()


PICTURES = tuple(picture(colour) for colour in ("teal", "olive", "navy"))


@dataclass(frozen=True)
class Text:
    """An article as written: front matter, blocks of the body, and files that it leads to."""

    title: str = TITLES[0]
    date: str = DATES[0]
    keys: tuple[tuple[str, str], ...] = ()
    first: str = WORDS[0]
    blocks: tuple[str, ...] = ()  # after LONG, like all that follows
    links: tuple[str, ...] = ()
    last: str = WORDS[1]

    def __str__(self) -> str:
        rows = "".join(f"{key}: {value}\n" for key, value in self.keys)
        links = [f"Xem [bài kia](/{path.removeprefix('content/')})." for path in self.links]
        body = "\n\n".join((self.first, LONG, *self.blocks, *links, self.last))
        return f"---\ntitle: {self.title}\ndate: {self.date}\n{rows}---\n\n{body}\n"

    def with_key(self, key: str, value: str | None) -> "Text":
        kept = tuple(pair for pair in self.keys if pair[0] != key)
        return replace(self, keys=kept + (((key, value),) if value is not None else ()))


@dataclass
class Bulletin:
    """A site's folder and the built-in theme's, with what stands in them."""

    root: Path
    theme: Path
    is_ticking: bool  # whether every change is made to have another stamp than the file had
    texts: dict[str, Text] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    site: dict[str, str] = field(default_factory=lambda: {key: values[0] for key, values in SETTINGS.items()})
    tables: dict[str, str] = field(default_factory=lambda: {key: values[0] for key, values in TABLES.items()})
    terms: str = TERMS[1]
    topics: str = TOPICS[1]
    navigation: str = ""

    def begin(self, count: int) -> None:
        shutil.copytree(THEME, self.theme)
        self.root.mkdir()
        for n in range(count):
            self.put_text(
                f"content/{CATEGORIES[n % 2]}/{NAMES[n]}.md",
                Text(TITLES[n % 5], DATES[n % 5], (("tags", "ruộng"),) if n % 2 else ()),
            )
        self.put_text(
            "content/tin/anh-dep/index.md", Text("Ảnh đẹp", DATES[1], blocks=(BLOCKS[0], BLOCKS[8]))
        )
        self.put("content/tin/anh-dep/anh.png", PICTURES[0])
        self.put("content/tin/anh.png", PICTURES[1])
        self.put("content/thi-dua/anh.png", PICTURES[1])
        self.put("content/chung/cau.png", PICTURES[0])
        self.put("content/chung/don.pdf", b"%PDF-1.4 x")
        self.put(
            "content/pages/gioi-thieu.md", b"---\ntitle: Gi\xe1\xbb\x9bi thi\xe1\xbb\x87u\n---\n\nUBND.\n"
        )
        self.put("content/data/viet-tat.yaml", GLOSSARIES[0])
        self.put_settings()

    def put(self, name: str, data: str | bytes, *, mtime: int | None = None) -> None:
        """Write a file in place. `name` is below the root, or "theme:…" below the theme."""
        path = self.disk(name)
        before = stamps.stamp(path.stat()) if path.exists() else None
        path.parent.mkdir(parents=True, exist_ok=True)
        while True:
            path.write_bytes(data.encode() if isinstance(data, str) else data)
            if mtime is not None:
                os.utime(path, ns=(mtime, mtime))
            if not self.is_ticking or stamps.stamp(path.stat()) != before:
                return
            time.sleep(0.001)

    def put_text(self, path: str, text: Text) -> None:
        self.texts[path] = text
        self.broken.discard(path)
        self.put(path, str(text))

    def put_settings(self) -> None:
        tables = "".join(f"[{key}]\n{rows}\n" for key, rows in self.tables.items() if rows)
        site = "".join(f"{key} = {value}\n" for key, value in self.site.items())
        self.put("site.toml", f"[site]\n{site}{tables}{self.terms}{self.topics}{self.navigation}")

    def disk(self, name: str) -> Path:
        return self.theme / name.removeprefix("theme:") if name.startswith("theme:") else self.root / name

    def remove(self, path: str) -> None:
        self.texts.pop(path, None)
        self.broken.discard(path)
        self.disk(path).unlink(missing_ok=True)
        folder = self.disk(path).parent
        if folder.exists() and not any(folder.iterdir()):
            folder.rmdir()

    def unlink_from_all(self, path: str) -> None:
        for other, text in list(self.texts.items()):
            if path in text.links:
                self.put_text(other, replace(text, links=tuple(p for p in text.links if p != path)))

    def mend(self) -> None:
        """Take out all that keeps the site from being built."""
        for path in sorted(self.broken):
            self.remove(path)
        for path, text in sorted(self.texts.items()):
            keys = dict(text.keys)
            links = tuple(p for p in text.links if p in self.texts)
            good = replace(text, links=links)
            for key in ("category", "topic", "slug", "aliases"):
                if key in keys:
                    good = good.with_key(key, None)
            if not (self.disk(path).parent / "anh.png").exists():
                good = replace(good, blocks=tuple(b for b in good.blocks if b != BLOCKS[8]))
            if not path.startswith(tuple(f"content/{c}/" for c in CATEGORIES)):
                self.remove(path)
            elif good != text:
                self.put_text(path, good)
        self.terms, self.navigation = TERMS[2], ""
        self.put_settings()
        self.put("content/data/viet-tat.yaml", GLOSSARIES[0])
        shutil.rmtree(self.root / "templates", ignore_errors=True)
        for name in TEMPLATES:
            self.put(f"theme:templates/{name}", (THEME / "templates" / name).read_bytes())
        (self.theme / "templates/phan.html").unlink(missing_ok=True)
        self.put("content/chung/cau.png", PICTURES[0])

    def files(self, folder: str) -> list[str]:
        return files_below(self.root, folder)


def files_below(root: Path, *folders: str) -> list[str]:
    """Paths from `root` of all files below its `folders`."""
    found: Iterable[Path] = (p for folder in folders for p in (root / folder).rglob("*"))
    return sorted(p.relative_to(root).as_posix() for p in found if p.is_file() and not p.is_symlink())
