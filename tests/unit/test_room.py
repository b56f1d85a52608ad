import io
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from PIL import Image

from bulletin.room import LARGE, Room, need


def opened(mode: str, form: str, side: int = 100, **options: object) -> Image.Image:
    out = io.BytesIO()
    Image.new(mode, (side, side)).save(out, form, **options)
    return Image.open(io.BytesIO(out.getvalue()))


@pytest.mark.parametrize(
    ("image", "bytes_a_pixel"),
    [
        (opened("RGB", "PNG"), 4),
        (opened("L", "PNG"), 1),
        (opened("P", "GIF"), 3),
        (opened("RGB", "WEBP"), 16.5),
        (opened("RGB", "AVIF"), 12),
        (opened("RGBA", "AVIF"), 16),
        (opened("RGB", "JPEG"), 4),
        (opened("RGB", "JPEG", progressive=True, subsampling=2), 7),
        (opened("CMYK", "JPEG", progressive=True), 12),
        (opened("RGB", "TIFF", compression="tiff_lzw", strip_size=1 << 20), 7),
        (opened("RGB", "TIFF", compression="tiff_lzw", strip_size=1 << 20, tiffinfo={274: 6}), 11),
    ],
)
def test_what_decoding_takes(image: Image.Image, bytes_a_pixel: float) -> None:
    assert need(image, 500) == 500 + bytes_a_pixel * 10_000


def test_a_drafted_jpeg_takes_less_but_its_scans_stay() -> None:
    image = opened("RGB", "JPEG", side=800, progressive=True, subsampling=2)
    image.draft("RGB", (100, 100))
    assert need(image, 0) == 4 * 100 * 100 + 3 * 800 * 800


def test_of_a_large_jpeg_several_scans_are_taken_for_granted() -> None:
    image = opened("L", "JPEG", side=4100)
    assert LARGE < 4100 * 4100
    assert need(image, 0) == 3 * 4100 * 4100


def test_no_more_is_held_than_there_is() -> None:
    room, lock, held, most = Room(10), threading.Lock(), 0, 0

    def work(size: int) -> None:
        nonlocal held, most
        with room.taken(size) as share:
            with lock:
                held += share.size
                most = max(most, held)
            threading.Event().wait(0.002)
            with lock:
                held -= share.size

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, [1, 7, 99, 3, 4, 10, 2, 5] * 8))
    assert (held, most <= 10) == (0, True)


def test_what_is_lowered_is_there_for_others_at_once() -> None:
    room, entered = Room(10), threading.Event()

    def second() -> None:
        with room.taken(6):
            entered.set()

    with room.taken(8) as share:
        thread = threading.Thread(target=second)
        thread.start()
        assert not entered.wait(0.05)
        share.lower(4)
        assert entered.wait(60)
    thread.join()


def test_a_failure_gives_its_room_back() -> None:
    room = Room(10)
    with pytest.raises(ZeroDivisionError), room.taken(99):
        raise ZeroDivisionError
    with room.taken(10) as share:
        assert share.size == 10
