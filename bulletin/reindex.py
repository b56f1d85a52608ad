"""The short way for the search index: one article's terms exchanged in the files that have them.

What comes out is what `searchwork` would make; the files themselves say what is to be known.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from bulletin.memory import Memory, Place, place_of
from bulletin.outputs import Rank
from bulletin.packs import Packs, PackWriter, Stored
from bulletin.rows import Raw, Row
from bulletin.search import CONTENTS, index_path, mark_of, script, segment_paths, words_path
from bulletin.searchindex import Shard, UnknownError, is_word, lines_of, shard_of
from bulletin.searchwords import HEADING, PARTS, Extractor
from bulletin.syllables import fold
from bulletin.write import Stage


class Reindexer:
    """`rows` are notes of how files were left, and are kept up; so is `terms`, by the digest of a body."""

    def __init__(self, memory: Memory, rows: dict[str, Raw]) -> None:
        self._rows = rows
        self.terms: dict[bytes, Place] = dict(memory.site["terms"])
        self._segments = memory.site["segments"]
        self._packs, self._kept = Packs(memory.folder), PackWriter(memory.folder, memory.term_packs())
        self._extractor = Extractor()
        self._files: dict[str, Any] = {}

    def exchange(
        self, stage: Stage, changed: Mapping[str, tuple[Stored, Stored]], keys: Mapping[str, bytes]
    ) -> bool:
        """Put the new terms of the changed bodies, by path, into the index; False when that cannot be done.

        `keys` are the digests of all bodies as they are now.
        """
        touched: set[int] = set()
        try:
            for path, (was, now) in changed.items():
                place = self._place_of(path)
                if place is None:  # not published
                    continue
                before = self.terms[was.digest]
                if now.digest not in self.terms:
                    data = self._packs.load(now).decode()
                    self.terms[now.digest] = place_of(self._kept.put(self._extractor.terms(data)))
                after = self.terms[now.digest]
                if before[0] != after[0]:
                    touched.add(place[0])
                    self._exchange(stage, *place, before, after)
        except (UnknownError, KeyError, ValueError, OSError):
            return False
        if touched:
            self._finish(stage, touched, keys)
        return True

    def _place_of(self, path: str) -> tuple[int, int] | None:
        """The segment that has the article, and its slot."""
        for number, segment in enumerate(self._segments):
            if path in segment["paths"]:
                return number, segment["slots"][segment["paths"].index(path)]
        return None

    def _exchange(self, stage: Stage, number: int, slot: int, before: Place, after: Place) -> None:
        segment = self._segments[number]
        name, shards, count = segment["name"], segment["shards"], len(segment["slots"])
        old, new = (lines_of(self._packs.load(Stored(*place))) for place in (before, after))
        for term in sorted(old ^ new):
            folded = " ".join(map(fold, term.removeprefix(HEADING).split(" ")))
            place = shard_of(folded, shards)
            path = index_path(name, place)
            if path not in self._files:
                self._files[path] = Shard(self._read(stage, path), count)
            shard: Shard = self._files[path]
            if term in new:
                shard.put(term, slot)
            else:
                shard.take(term, slot)
            if " " not in term and is_word(folded):
                self._note(
                    stage, words_path(name, place // (shards // PARTS)), folded, is_there=shard.holds(folded)
                )

    def _note(self, stage: Stage, path: str, word: str, *, is_there: bool) -> None:
        if path not in self._files:
            self._files[path] = set(self._read(stage, path).split(" ")) - {""}
        (self._files[path].add if is_there else self._files[path].discard)(word)

    def _read(self, stage: Stage, path: str) -> Any:
        """What a file of the index says. Raises ValueError where it is not as it was left."""
        with open(stage.staging.final(path), "rb") as stream:  # noqa: PTH123
            data = stream.read()
        if sha256(data).hexdigest() != self._rows[path][2]:
            raise ValueError(path)
        return json.loads(data[data.index(b",") + 1 : data.rindex(b")")])

    def _finish(self, stage: Stage, touched: set[int], keys: Mapping[str, bytes]) -> None:
        contents = self._read(stage, CONTENTS)
        for number in touched:
            segment = self._segments[number]
            words = [self.terms[keys[path]][0] for path in segment["paths"]]
            made = mark_of(segment["shards"], segment["slots"], words)
            contents["segments"][number][3] = made.hex()[:8]
            for path in segment_paths(segment["name"], segment["shards"]):
                self._rows[path] = (made, *self._rows[path][1:])
        for path, value in self._files.items():
            text = value.text() if isinstance(value, Shard) else " ".join(sorted(value))
            self._put(stage, path, text, self._rows[path][0])
        self._put(stage, CONTENTS, contents, b"")

    def _put(self, stage: Stage, path: str, value: object, made: bytes) -> None:
        name = path.rpartition("/")[2].removesuffix(".js")
        file, modified = stage.put(path, script(name, value), Rank.LIST)
        self._rows[path] = Row(made, file.size, file.sha256, modified).raw()
