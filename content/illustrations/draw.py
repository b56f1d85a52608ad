"""Draw the pictures of the sample content: ``python content/illustrations/draw.py [scene …]``.

Every picture is drawn by code with seeded chance, so the same script gives the same bytes with the
same Pillow. ``--to DIR`` writes <scene>.jpg there instead of beside the texts; ``--draft``
draws coarsely.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from canvas import Canvas
from scenes import SCENES, SIZES

CONTENT = Path(__file__).resolve().parents[1]
PLACES: dict[str, tuple[str, ...]] = {
    "ruong-bac-thang": ("anh-chung/ruong-bac-thang.jpg",),
    "toan-canh": ("anh-chung/toan-canh.jpg",),
    "che": ("anh-chung/che.jpg",),
    "vuon-cay": ("guong-sang/2026-06-29-vuon-man-chia/vuon-cay.jpg",),
    "nha-san": ("anh-chung/nha-san.jpg",),
    "duong-ban": ("anh-chung/duong-ban.jpg",),
    "san-truong": ("anh-chung/san-truong.jpg",),
    "le-khai-giang": ("tin-tuc-su-kien/2026-09-06-khai-giang/le-khai-giang.jpg",),
    "thu-vien": ("chap-canh-uoc-mo/2026-06-08-tu-sach-tru-so-cu/thu-vien.jpg",),
    "em-nho-di-hoc": ("anh-chung/em-nho-di-hoc.jpg",),
    "bong-da": ("chap-canh-uoc-mo/2026-05-18-trai-bong-sin-pha/bong-da.jpg",),
    "le-khen-thuong": ("anh-chung/le-khen-thuong.jpg",),
    "trao-qua": ("anh-chung/trao-qua.jpg",),
    "hop-dan": ("anh-chung/hop-dan.jpg",),
    "bo-phan-mot-cua": ("anh-chung/bo-phan-mot-cua.jpg",),
    "nha-van-hoa": ("anh-chung/nha-van-hoa.jpg",),
    "tram-y-te": ("anh-chung/tram-y-te.jpg",),
    "cho-phien": ("anh-chung/cho-phien.jpg",),
    "bep-lua": ("anh-chung/bep-lua.jpg",),
    "det-tho-cam": ("van-hoa-doi-song/2026-08-03-khung-cui-na-tong/det-tho-cam.jpg",),
    "xoe": ("anh-chung/xoe.jpg",),
    "chieu-phim": ("van-hoa-doi-song/2026-06-03-dem-phim-sin-pha/chieu-phim.jpg",),
    "hien-dat": ("anh-chung/hien-dat.jpg",),
    "sua-nha": ("anh-chung/sua-nha.jpg",),
    "trong-cay": ("anh-chung/trong-cay.jpg",),
    "cau-treo": ("anh-chung/cau-treo.jpg",),
    "mua-lu": ("anh-chung/mua-lu.jpg",),
    "ao-ca": ("guong-sang/2026-09-28-ao-ca-ong-nghia/ao-ca.jpg",),
}


def main() -> int:
    """Draw the scenes named, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scene", nargs="*")
    parser.add_argument("--to", type=Path)
    parser.add_argument("--draft", action="store_true")
    args = parser.parse_args()
    unknown = [name for name in args.scene if name not in SCENES]
    if unknown:
        parser.error(f"no such scene: {', '.join(unknown)}")
    total = 0
    for name in args.scene or SCENES:
        began = time.perf_counter()
        width, height = SIZES.get(name, (2400, 1600))
        c = Canvas(name, width, height, 0.75 if args.draft else 2.0)
        SCENES[name](c)
        paths = [args.to / f"{name}.jpg"] if args.to else [CONTENT / place for place in PLACES.get(name, [])]
        data = c.jpeg()
        total += len(data)
        for path in paths:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        took = time.perf_counter() - began
        print(f"{name}: {len(data) // 1024} KB, {len(paths)} places, {took:.1f} s")
    print(f"total {total / 1e6:.2f} MB of different pictures")
    return 0


if __name__ == "__main__":
    sys.exit(main())
