"""Derived pictures, kept from build to build under their fingerprinted names.

A picture's name holds the digest of its original, its width and the version of the recipe,
so a file of that name is the picture, wherever the article has moved to. A store that
cannot be written costs time, never the build.
"""

import contextlib
import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bulletin.outputs import Copied, Derived, Output
from bulletin.pictures import PictureError, derive
from bulletin.problem import WorldError


class PictureStore:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)

    def fill(self, outputs: Iterable[Output], progress: Callable[[int, int], None]) -> None:
        """Derive what is not there yet, on all cores: Pillow gives up the lock while it works."""
        missing = [o for o in outputs if isinstance(o, Derived) and not self._place(o).is_file()]
        if not missing:
            return
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for done, _ in enumerate(pool.map(self._try, missing), 1):
                progress(done, len(missing))

    def load(self, output: Copied | Derived) -> bytes:
        """The bytes to publish. Raises PictureError, WorldError."""
        try:
            if isinstance(output, Copied):
                return output.media.disk.read_bytes()
            with contextlib.suppress(OSError):
                return self._place(output).read_bytes()
            data = derive(output.media.disk.read_bytes(), output.recipe)
        except OSError as fault:
            raise WorldError("cannot-read", path=output.media.path, why=fault.strerror or fault) from None
        self._keep(output, data)
        return data

    def _try(self, output: Derived) -> None:
        # What is wrong with a picture is said when it is rendered, once and in order.
        with contextlib.suppress(PictureError, WorldError):
            self.load(output)

    def _place(self, output: Derived) -> Path:
        return self._folder / output.path.rpartition("/")[2]

    def _keep(self, output: Derived, data: bytes) -> None:
        place = self._place(output)
        beside = place.with_name(f"{place.name}.{os.getpid()}.new")
        with contextlib.suppress(OSError):
            beside.write_bytes(data)
            beside.replace(place)
