#!/usr/bin/env python3
"""200 phone photos of 12 megapixels to three WebP widths: ours, Hugo's and sharp, in one run.

    python benchmarks/pictures.py WORK [--photos 200] [--hugo PROGRAM] [--node-modules FOLDER]

Makes the photos in WORK (noise over a landscape: about 3 MB each, like real ones), then lets
each candidate derive 480, 960 and 1600 px at WebP quality 78, cold, and ours and Hugo again
with their caches warm. Prints wall seconds, CPU seconds, peak memory (all processes together,
sampled ten times a second) and the structural similarity of ours to a one-step resize. POSIX only.
"""

import argparse
import io
import json
import os
import platform
import random
import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WIDTHS, QUALITY = (480, 960, 1600), 78

OURS = """
import sys, os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from bulletin.files import Found
from bulletin.media import read_media
from bulletin.outputs import Derived
from bulletin.pictures import Recipe, sizes
from bulletin.problem import Place
from bulletin.store import PictureStore
source, work = Path(sys.argv[1]), Path(sys.argv[2])
found = [Found(p.name, p, p.stat().st_size) for p in sorted(source.glob("*.jpg"))]
media = read_media(found, work / "media.json", 60)
outputs = [
    Derived(f"{m.digest}-{w}.webp", m, Recipe(w, h, "webp"), Place(""), n)
    for n, m in enumerate(media.values()) for w, h in sizes(m.shape)
]
PictureStore(work / "pictures").fill(outputs, lambda done, total: None)
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

HUGO = """{{ range resources.Match "photos/*.jpg" }}{{ $p := . }}{{ range slice 480 960 1600 }}
{{ ($p.Process (printf "resize %dx webp q78" .)).RelPermalink }}{{ end }}{{ end }}"""


def photo(number: int) -> bytes:
    """Hills of soft colours under grain: 4000 × 3000, held sideways every third time."""
    from PIL import Image, ImageFilter

    rng = random.Random(number)
    small = Image.new("RGB", (40, 30))
    small.putdata([tuple(rng.randrange(256) for _ in range(3)) for _ in range(1200)])
    image = small.resize((4000, 3000), Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(6))
    grain = Image.effect_noise((4000, 3000), 22).convert("RGB")
    image = Image.blend(image, grain, 0.12)
    exif = Image.Exif()
    exif[0x0112] = 6 if number % 3 == 0 else 1
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90, exif=exif)
    return out.getvalue()


def timed(command: list[str], cwd: Path) -> tuple[float, float, float]:
    """(wall seconds, CPU seconds, peak MB of the process and its children)."""
    begun = time.monotonic()
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    peak = 0
    while (done := os.wait4(process.pid, os.WNOHANG))[0] == 0:
        peak = max(peak, memory_of(process.pid))
        time.sleep(0.1)
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


def similarity(photos: Path, count: int = 8) -> float:
    """Mean SSIM (8 × 8 windows, luma) of ours at 960 px to a one-step Lanczos resize at the same quality."""
    from PIL import Image, ImageOps

    sys.path.insert(0, str(ROOT))
    from bulletin.pictures import Recipe, derive

    values = []
    for path in sorted(photos.glob("*.jpg"))[:count]:
        upright = ImageOps.exif_transpose(Image.open(path))
        sizes = [(w, round(upright.height * w / upright.width)) for w in WIDTHS]
        ours = derive(path.read_bytes(), [Recipe(w, h, "webp") for w, h in sizes])[1]
        once = io.BytesIO()
        upright.resize(sizes[1], Image.Resampling.LANCZOS).save(once, "WEBP", quality=QUALITY, method=4)
        values.append(ssim(Image.open(io.BytesIO(ours)), Image.open(once)))
    return sum(values) / len(values)


def ssim(one: object, other: object) -> float:
    """https://doi.org/10.1109/TIP.2003.819861 with uniform windows."""
    a, b = (list(image.convert("L").tobytes()) for image in (one, other))  # type: ignore[attr-defined]
    width = one.size[0]  # type: ignore[attr-defined]
    height = len(a) // width
    total, windows = 0.0, 0
    for top in range(0, height - 7, 8):
        for left in range(0, width - 7, 8):
            rows = [slice((top + k) * width + left, (top + k) * width + left + 8) for k in range(8)]
            x = [v for r in rows for v in a[r]]
            y = [v for r in rows for v in b[r]]
            mx, my = sum(x) / 64, sum(y) / 64
            vx, vy = sum((v - mx) ** 2 for v in x) / 63, sum((v - my) ** 2 for v in y) / 63
            cov = sum((p - mx) * (q - my) for p, q in zip(x, y, strict=True)) / 63
            total += (2 * mx * my + 6.5) * (2 * cov + 58.5) / ((mx * mx + my * my + 6.5) * (vx + vy + 58.5))
            windows += 1
    return total / windows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("work", type=Path)
    parser.add_argument("--photos", type=int, default=200)
    parser.add_argument("--hugo", type=Path)
    parser.add_argument("--node-modules", type=Path)
    arguments = parser.parse_args()
    work = arguments.work.resolve()
    photos = work / "photos"
    photos.mkdir(parents=True, exist_ok=True)
    for number in range(arguments.photos):
        path = photos / f"{number:03}.jpg"
        if not path.exists():
            path.write_bytes(photo(number))
    rows: list[tuple[str, str, tuple[float, float, float]]] = []
    ours = work / "ours"
    shutil.rmtree(ours, ignore_errors=True)
    ours.mkdir()
    command = [sys.executable, "-c", OURS, str(photos), str(ours), str(ROOT)]
    rows.append(("ours", "cold", timed(command, work)))
    time.sleep(2.5)  # a file changed within two seconds is not remembered
    rows.append(("ours", "warm", timed(command, work)))
    rows.append(("ours", "warm again", timed(command, work)))
    if arguments.hugo:
        site = work / "hugo"
        shutil.rmtree(site, ignore_errors=True)
        (site / "layouts").mkdir(parents=True)
        (site / "assets").mkdir()
        (site / "assets" / "photos").symlink_to(photos)
        settings = 'baseURL = "https://b.example/"\ndisableKinds = ["taxonomy", "rss", "sitemap"]\n'
        (site / "hugo.toml").write_text(settings + 'timeout = "3600s"\n')
        for name in ("home.html", "index.html"):
            (site / "layouts" / name).write_text(HUGO)
        hugo = [str(arguments.hugo), "--quiet", "--noBuildLock"]
        rows += [("Hugo", step, timed(hugo, site)) for step in ("cold", "warm")]
    if arguments.node_modules:
        out = work / "sharp"
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()
        script = work / "sharp.mjs"
        script.write_text(SHARP)
        sharp = ["node", str(script), str(photos), str(out), str(arguments.node_modules.resolve())]
        rows.append(("sharp", "cold", timed(sharp, work)))
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{datetime.now(UTC):%Y-%m-%d}, {arguments.photos} photos of 12 MP, {machine}\n")
    print("| | step | wall s | CPU s | peak MB |\n|---|---|--:|--:|--:|")
    for name, step, (wall, cpu, peak) in rows:
        print(f"| {name} | {step} | {wall:.2f} | {cpu:.2f} | {peak:.0f} |")
    print(f"\nSSIM of ours to a one-step resize at 960 px: {similarity(photos):.4f}")
    (work / "rows.json").write_text(json.dumps(rows))


if __name__ == "__main__":
    main()
