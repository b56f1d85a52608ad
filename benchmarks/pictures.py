#!/usr/bin/env python3
"""200 phone photos of 12 megapixels to three WebP widths: ours, Hugo's and sharp, in one run.

    python benchmarks/pictures.py WORK [--photos 200] [--rounds 1] [--hugo PROGRAM] [--node-modules FOLDER]

Makes the photos in WORK (leaves, walls, edges and grain: about 3 MB each, like real ones), then
lets each candidate derive 480, 960 and 1600 px, upright, at WebP quality 78, cold, and ours and
Hugo again with their caches warm; in several rounds they take turns. Prints wall seconds, CPU
seconds and peak memory (all processes together, sampled ten times a second), as medians of the
rounds, and how like each comes to the photo: the structural similarity (SSIM) of its pictures to
a one-step Lanczos resize that was never compressed. POSIX only.
"""

import argparse
import io
import json
import multiprocessing
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
WIDTHS, QUALITY = (480, 960, 1600), 78
QUALITIES = (70, 74, 78, 82, 86)
SEAL = 32  # bytes before each picture that ours keeps
ALIKE = 76  # the quality at which ours look as Hugo's do at 78, by SSIM; the table shows whether they do
LOOKED_AT = 8  # photos of which the pictures are compared

OURS = """
import json, pickle, sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from bulletin.files import Found
from bulletin.media import MediaRecall, read_media
from bulletin.outputs import Derived
from bulletin.pictures import Recipe, height_at
from bulletin.problem import Place
from bulletin.stamps import stamp
from bulletin.store import PictureStore, _name
import bulletin.pictures
if sys.argv[4:]:
    bulletin.pictures.WEBP_QUALITY = int(sys.argv[4])
source, work = Path(sys.argv[1]), Path(sys.argv[2])
found = [Found(p.name, p, p.stat().st_size, stamp(p.stat())) for p in sorted(source.glob("*.jpg"))]
memory = work / "memory"  # what a build remembers of its pictures
recall = pickle.loads(memory.read_bytes()) if memory.exists() else MediaRecall()
recall.now = time.time_ns()
media = read_media(found, recall, 60)
memory.write_bytes(pickle.dumps(recall))
outputs = [
    Derived(f"{m.digest}-{w}.webp", m, Recipe(w, height_at(m.shape, w), "webp"), Place(""), n)
    for n, m in enumerate(media.values()) for w in (480, 960, 1600)
]
names = {_name(o): f"{o.media.path.removesuffix('.jpg')}-{o.recipe.width}.webp" for o in outputs}
(work / "names.json").write_text(json.dumps(names))
PictureStore(work, "pictures").fill(outputs, lambda done, total: None)
"""

SHARP = """
import { readdirSync } from 'node:fs'; import { createRequire } from 'node:module';
const [source, out, modules] = process.argv.slice(2);
const sharp = createRequire(modules + '/x.js')('sharp');
const names = readdirSync(source).filter(n => n.endsWith('.jpg')).sort();
async function one(n) {
  for (const w of [480, 960, 1600]) {
    const picture = sharp(`${source}/${n}`).rotate().resize(w).webp({ quality: 78, effort: 4 });
    await picture.toFile(`${out}/${n}-${w}.webp`);
  }
}
const queue = [...names];
await Promise.all([0, 1].map(async () => { while (queue.length) await one(queue.shift()); }));
"""

# AutoOrient, because Hugo does not turn a photo by itself, and sideways ones are less work for it.
HUGO = """{{ range resources.Match "photos/*.jpg" }}{{ $p := . }}{{ range slice 480 960 1600 }}
{{ $f := slice images.AutoOrient (images.Process (printf "resize %dx webp q78" .)) }}
{{ ($p | images.Filter $f).RelPermalink }}{{ end }}{{ end }}"""

Figures = tuple[float, float, float]  # wall seconds, CPU seconds, peak MB


def photo(path: Path) -> None:
    """Soft light, leaves of every size, hard edges, a lens and grain: 4000 × 3000, every third sideways."""
    from PIL import Image, ImageDraw, ImageFilter

    number = int(path.stem)
    rng, size = random.Random(number), (4000, 3000)
    image = Image.new("RGB", size)
    for cells, strength in ((8, 1.0), (40, 0.45), (200, 0.3), (1000, 0.2)):
        width, height = cells, cells * 3 // 4
        octave = Image.frombytes("RGB", (width, height), rng.randbytes(width * height * 3))
        image = Image.blend(image, octave.resize(size, Image.Resampling.BICUBIC), strength)
    canvas = ImageDraw.Draw(image)
    for _ in range(60):
        x, y, side = rng.randrange(4000), rng.randrange(3000), rng.randrange(20, 500)
        colour = tuple(rng.randrange(256) for _ in range(3))
        points = [(x + rng.randint(-side, side), y + rng.randint(-side, side)) for _ in range(4)]
        canvas.polygon(points, fill=colour)
        canvas.line(points, fill=colour[::-1], width=rng.randrange(1, 9))
    image = image.filter(ImageFilter.GaussianBlur(1.2))
    grain = Image.frombytes("L", size, rng.randbytes(size[0] * size[1])).convert("RGB")
    image = Image.blend(image, grain, 0.03)
    exif = Image.Exif()
    exif[0x0112] = 6 if number % 3 == 0 else 1
    exif.get_ifd(0x8825)[1] = "N"
    image.save(path, "JPEG", quality=90, exif=exif)


def timed(command: list[str], cwd: Path) -> Figures:
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    begun, peak = time.monotonic(), 0
    while (done := os.wait4(process.pid, os.WNOHANG))[0] == 0:
        peak = max(peak, memory_of(process.pid))
        time.sleep(0.1 if time.monotonic() - begun > 1 else 0.01)
    if done[1]:
        assert process.stderr
        sys.exit(process.stderr.read().decode())
    return time.monotonic() - begun, done[2].ru_utime + done[2].ru_stime, max(peak, done[2].ru_maxrss) / 1024


def memory_of(pid: int) -> int:
    """Resident kB of a process and its children, as /proc tells; 0 where there is none."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return 0
    own = next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")), 0)
    return own + sum(memory_of(int(child)) for child in children)


def reference(photo: Path, width: int) -> "Image.Image":
    """The photo upright, made small in one step, never compressed."""
    from PIL import Image, ImageOps

    upright = ImageOps.exif_transpose(Image.open(photo))
    size = (width, round(upright.height * width / upright.width))
    return upright.resize(size, Image.Resampling.LANCZOS)


def look(photo: Path, made: dict[str, dict[int, Path]]) -> dict[str, tuple[float, float]]:
    """Of one photo, for each candidate's files by width, for one step at QUALITY and for ours at
    other qualities: mean SSIM over all widths, and bytes together."""
    from PIL import Image

    sys.path.insert(0, str(ROOT))
    from bulletin import pictures

    found: dict[str, list[tuple[float, int]]] = {}
    references = {width: reference(photo, width) for width in WIDTHS}

    def compare(name: str, width: int, data: bytes) -> None:
        value = ssim(Image.open(io.BytesIO(data)), references[width])
        found.setdefault(name, []).append((value, len(data)))

    for width, exact in references.items():
        for name, files in made.items():
            compare(name, width, files[width].read_bytes())
        once = io.BytesIO()
        exact.save(once, "WEBP", quality=QUALITY, method=4)
        compare("one step", width, once.getvalue())
    data = photo.read_bytes()
    for quality in QUALITIES:
        pictures.WEBP_QUALITY = quality
        recipes = [pictures.Recipe(*image.size, "webp") for image in references.values()]
        for width, picture in zip(WIDTHS, pictures.derive(data, recipes), strict=True):
            compare(f"quality {quality}", width, picture)
    return {
        name: (statistics.mean(v for v, _ in rows), sum(size for _, size in rows))
        for name, rows in found.items()
    }


def ssim(one: "Image.Image", other: "Image.Image") -> float:
    """https://doi.org/10.1109/TIP.2003.819861 on luma, in windows of 8 × 8 that do not overlap."""
    from PIL import Image, ImageMath

    assert one.size == other.size, f"{one.size} is not {other.size}"
    width, height = (side // 8 * 8 for side in one.size)
    x, y = (image.convert("L").crop((0, 0, width, height)).convert("F") for image in (one, other))

    def product(a: "Image.Image", b: "Image.Image") -> "Image.Image":
        made: Image.Image = ImageMath.lambda_eval(lambda given: given["a"] * given["b"], a=a, b=b)
        return made

    mx, my, xx, yy, xy = (image.reduce(8) for image in (x, y, product(x, x), product(y, y), product(x, y)))
    likeness = ImageMath.lambda_eval(
        lambda g: (2 * g["mx"] * g["my"] + 6.5025)
        * (2 * (g["xy"] - g["mx"] * g["my"]) + 58.5225)
        / (
            (g["mx"] * g["mx"] + g["my"] * g["my"] + 6.5025)
            * (g["xx"] - g["mx"] * g["mx"] + g["yy"] - g["my"] * g["my"] + 58.5225)
        ),
        mx=mx, my=my, xx=xx, yy=yy, xy=xy,
    )  # fmt: skip
    mean = likeness.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    assert isinstance(mean, float)
    return mean


def files_of(folder: Path, number: str) -> dict[int, Path]:
    """The pictures that a candidate made of one photo, by width; a size that Hugo made twice counts once."""
    from PIL import Image

    return {Image.open(path).width: path for path in sorted(folder.rglob(f"{number}*.webp"))}


def compared(photos: list[Path], folders: dict[str, Path]) -> dict[str, tuple[float, float]]:
    """`look` at several photos: mean SSIM, and kB a photo."""
    seen = [look(path, {n: files_of(f, path.stem) for n, f in folders.items()}) for path in photos]
    return {
        name: (statistics.mean(s[name][0] for s in seen), statistics.mean(s[name][1] for s in seen) / 1000)
        for name in seen[0]
    }


def fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def of_ours(work: Path) -> list[tuple[str, Figures]]:
    folder = fresh(work / "ours")
    command = [sys.executable, "-c", OURS, str(work / "photos"), str(folder), str(ROOT)]
    cold = timed(command, work)
    return [("ours, cold", cold), ("ours, warm", timed(command, work))]


def of_ours_alike(work: Path) -> list[tuple[str, Figures]]:
    """With less quality than we publish, so that times can be compared at equal look."""
    folder = fresh(work / "ours-alike")
    command = [sys.executable, "-c", OURS, str(work / "photos"), str(folder), str(ROOT), str(ALIKE)]
    return [(f"ours at quality {ALIKE}, cold", timed(command, work))]


def of_hugo(work: Path, program: str) -> list[tuple[str, Figures]]:
    site = fresh(work / "hugo")
    (site / "layouts").mkdir()
    (site / "assets" / "photos").mkdir(parents=True)
    for path in sorted((work / "photos").iterdir()):  # Hugo follows no symbolic link
        os.link(path, site / "assets" / "photos" / path.name)
    settings = 'baseURL = "https://b.example/"\ndisableKinds = ["taxonomy", "rss", "sitemap"]\n'
    (site / "hugo.toml").write_text(settings + 'timeout = "3600s"\n')
    (site / "layouts" / "home.html").write_text(HUGO)
    command = [program, "--quiet", "--noBuildLock"]
    return [("Hugo, cold", timed(command, site)), ("Hugo, warm", timed(command, site))]


def of_sharp(work: Path, modules: Path) -> list[tuple[str, Figures]]:
    out, script = fresh(work / "sharp"), work / "sharp.mjs"
    script.write_text(SHARP)
    command = ["node", str(script), str(work / "photos"), str(out), str(modules)]
    return [("sharp, cold", timed(command, work))]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("work", type=Path)
    parser.add_argument("--photos", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--hugo", type=Path)
    parser.add_argument("--node-modules", type=Path)
    arguments = parser.parse_args()
    work: Path = arguments.work.resolve()
    (work / "photos").mkdir(parents=True, exist_ok=True)
    photos = [work / "photos" / f"{number:03}.jpg" for number in range(arguments.photos)]
    # Pillow's work in processes of their own: a child's peak memory counts from its parent's.
    with ProcessPoolExecutor(os.cpu_count(), multiprocessing.get_context("spawn")) as pool:
        list(pool.map(photo, [path for path in photos if not path.exists()]))

    runs: list[Callable[[], list[tuple[str, Figures]]]] = [lambda: of_ours(work)]
    folders = {"ours": work / "ours"}
    if arguments.hugo:
        runs.append(lambda: of_ours_alike(work))
        runs.append(lambda: of_hugo(work, str(arguments.hugo)))
        folders[f"ours at quality {ALIKE}"] = work / "ours-alike"
        folders["Hugo"] = work / "hugo" / "public"
    if arguments.node_modules:
        runs.append(lambda: of_sharp(work, arguments.node_modules.resolve()))
        folders["sharp"] = work / "sharp"
    rounds: dict[str, list[Figures]] = {}
    for turn in range(arguments.rounds):
        for run in runs[turn % len(runs) :] + runs[: turn % len(runs)]:
            for name, figures in run():
                rounds.setdefault(name, []).append(figures)
                print(turn, name, *(f"{value:.2f}" for value in figures), file=sys.stderr)
    for folder in [folder for name, folder in folders.items() if name.startswith("ours")]:
        names = json.loads((folder / "names.json").read_text())
        for path in list((folder / "pictures").iterdir()):  # named by the photo, to be found again
            path.with_name(names[path.name]).write_bytes(path.read_bytes()[SEAL:])
            path.unlink()
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        likeness = pool.submit(compared, photos[:LOOKED_AT], folders).result()

    machine = (
        f"{os.cpu_count()} cores, Python {platform.python_version()}, medians of {arguments.rounds} rounds"
    )
    print(f"{datetime.now(UTC):%Y-%m-%d}, {arguments.photos} photos of 12 MP, {machine}\n")
    print("| | wall s | CPU s | peak MB |\n|---|--:|--:|--:|")
    for name, figures in rounds.items():
        wall, cpu, peak = (statistics.median(column) for column in zip(*figures, strict=True))
        print(f"| {name} | {wall:.2f} | {cpu:.2f} | {peak:.0f} |")
    print("\n| | SSIM | kB a photo |\n|---|--:|--:|")
    for name, (value, size) in likeness.items():
        print(f"| {name} | {value:.4f} | {size:.0f} |")


if __name__ == "__main__":
    main()
