"""Issues on the site: set when something in them changed, and the engine left alone when not."""

import json
import re
import subprocess
import sys
from pathlib import Path

from bulletin.cli import main
from tests.building import write_site
from tests.press.hostile import picture, prose
from tests.press.setting import Pdf

ROOT = Path(__file__).resolve().parents[2]
NOW = "2026-11-24T08:00+07:00"


def bulletin(root: Path) -> Path:
    files: dict[str, str | bytes] = {
        "site.toml": '[site]\nname = "Bản tin Tả Lèng"\naddress = "https://bantin.taleng.example/"\n'
        '[[categories]]\nslug = "tin"\ntitle = "Tin tức"\n',
        "content/tin/a.jpg": picture(900, 600),
    }
    for month in (10, 11):
        for n in (1, 2):
            files[f"content/tin/bai-{month}-{n}.md"] = (
                f"---\ntitle: Bài {month} {n}\ndate: 2026-{month}-0{n}\nissue: {month}/2026\n---\n\n{prose(60, month + n)}\n"
            )
        files[f"content/ban-tin/2026-{month}.md"] = (
            f"---\nso: {month}\nngay: 20/{month}/2026\nchiu_trach_nhiem: A\ngiay_phep: B\nnoi_in: C\nso_ban: 9\n"
            f"anh_bia: ../tin/a.jpg\nmo_ta_anh_bia: Ảnh\n---\n\nLời đầu số {month}.\n"
        )
    files["content/ban-tin/2026-12.md"] = "---\nso: 12\nngay: 20/12/2026\nbai: [tin/bai-10-1]\n---\n"
    return write_site(root, files)


def build(root: Path, *words: str) -> int:
    return main(["build", "--site", str(root), "--now", NOW, "--quiet", "--workers", "1", *words])


def kept(root: Path) -> dict[str, int]:
    """Each issue that is kept, and when it was set."""
    return {p.parent.name: p.stat().st_mtime_ns for p in (root / ".bantin" / "press").glob("*/issue.pdf")}


def test_a_page_for_each_issue_and_an_index(tmp_path: Path) -> None:
    root = bulletin(tmp_path)
    assert build(root) == 0
    made = sorted(
        p.relative_to(root / "output").as_posix()
        for p in (root / "output" / "ban-tin").rglob("*")
        if p.is_file()
    )
    assert made == [
        "ban-tin/2026-10/ban-tin-2026-10.pdf", "ban-tin/2026-10/index.html",
        "ban-tin/2026-11/ban-tin-2026-11.pdf", "ban-tin/2026-11/index.html", "ban-tin/index.html",
    ]  # fmt: skip
    page = (root / "output/ban-tin/2026-11/index.html").read_text("utf-8")
    assert "Tải bản in (PDF" in page
    assert "Lời đầu số 11." in page
    (facts,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    issue = json.loads(facts)["@graph"][0]
    assert (issue["@type"], issue["issueNumber"], issue["datePublished"]) == (
        "PublicationIssue",
        "11",
        "2026-11-20T00:00:00+07:00",
    )
    assert (
        issue["encoding"]["contentUrl"] == "https://bantin.taleng.example/ban-tin/2026-11/ban-tin-2026-11.pdf"
    )
    assert [part["headline"] for part in issue["hasPart"]] == ["Bài 11 1", "Bài 11 2"]
    home = (root / "output/index.html").read_text("utf-8")
    assert 'href="./ban-tin/2026-11/"' in home
    assert 'href="./ban-tin/2026-10/"' not in home
    addresses = (root / "output/sitemap.xml").read_text("utf-8")
    assert "https://bantin.taleng.example/ban-tin/2026-10/</loc>" in addresses
    feed = (root / "output/feed.xml").read_text("utf-8")
    assert "<title>Bản tin Tả Lèng, số 11/2026</title>" in feed
    assert "2026-12" not in page + home + addresses + feed  # its day has not come


def test_only_what_changed_is_set_again(tmp_path: Path) -> None:
    root = bulletin(tmp_path)
    build(root)
    first = kept(root)
    assert len(first) == 2
    build(root)
    assert kept(root) == first
    article = root / "content/tin/bai-11-1.md"
    article.write_text(article.read_text("utf-8").replace("\n\n", "\n\nThêm một câu mới. ", 1), "utf-8")
    build(root)
    changed = kept(root)
    assert {name: at for name, at in first.items() if name in changed} == first  # the last two stay
    (new,) = set(changed) - set(first)
    assert new.startswith("2026-11-")
    assert (
        "Thêm một câu mới."
        in Pdf(tmp_path / "a.pdf", (root / "output/ban-tin/2026-11/ban-tin-2026-11.pdf").read_bytes()).text()
    )
    assert not Path(root / "print").exists()


def test_a_build_without_changes_loads_no_engine(tmp_path: Path) -> None:
    root = bulletin(tmp_path)
    build(root)
    code = (
        "import sys; from bulletin.cli import main; "
        f"code = main(['build', '--site', {str(root)!r}, '--now', {NOW!r}, '--quiet']); "
        "print(code, sorted({'typst', 'pikepdf', 'segno', 'fontTools'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "0 []\n"


def test_drafts_and_the_future_are_not_printed(tmp_path: Path) -> None:
    root = bulletin(tmp_path)
    for name, line in (("nhap", "nhap: có"), ("mai", "")):
        day = "2026-11-05" if line else "2026-11-30"
        (root / f"content/tin/{name}.md").write_text(
            f"---\ntitle: Không được thấy\ndate: {day}\nissue: 11/2026\n{line}\n---\n\nKhông được thấy.\n",
            "utf-8",
        )
    build(root, "--drafts")
    data = (root / "output/ban-tin/2026-11/ban-tin-2026-11.pdf").read_bytes()
    assert "Không được thấy" not in Pdf(tmp_path / "a.pdf", data).text()


def test_a_blurred_face_is_blurred_on_paper_and_nothing_is_told_of_the_camera(tmp_path: Path) -> None:
    import io

    import pikepdf
    from PIL import Image

    root = bulletin(tmp_path)
    half = Image.new("RGB", (900, 600), "white")
    half.paste("red", (0, 0, 100, 60))
    exif = Image.Exif()
    exif[0x010F] = "Máy ảnh của em"
    out = io.BytesIO()
    half.save(out, "JPEG", exif=exif)
    (root / "content/tin/a.jpg").write_bytes(out.getvalue())
    file = root / "content/tin/bai-11-1.md"
    text = file.read_text("utf-8").replace(
        "---\n\n", "cover: a.jpg\ncover_alt: Em\ncover_blur: 0 0 100 100\n---\n\n"
    )
    file.write_text(text, "utf-8")
    assert main(["print", "2026-11", "--site", str(root), "--now", NOW, "--quiet", "--for", "press"]) == 0
    data = (root / "print/ban-tin-2026-11-nha-in.pdf").read_bytes()
    assert "Máy ảnh".encode() not in data
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pictures = [pikepdf.PdfImage(o).as_pil_image() for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image" and o.Width > 600]  # fmt: skip
    assert pictures
    for image in pictures:  # no corner is red any more: a few mean colours are all there is
        red, green, blue = image.convert("RGB").getpixel((3, 3))
        assert not (red > 200 and green < 60 and blue < 60)
        low, high = image.convert("L").getextrema()
        assert low < high
