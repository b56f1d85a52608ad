"""Templates as they were compiled before, in this process or another: to do it again takes long.

What is kept is code, so it lies in the memory, which only we can have sealed; it belongs to one version of
the program and of Python. Each template's is told by the template's own words.
"""

import importlib.util
import marshal
from types import CodeType

import jinja2
from jinja2.bccache import Bucket

from bulletin import closures
from bulletin.memory import Memory


class _Compiled(jinja2.BytecodeCache):
    def __init__(self) -> None:
        self._known: dict[str, tuple[str, CodeType]] = {}  # checksum of the words, code
        self.kept: dict[str, tuple[str, bytes]] = {}  # the same, as it lies in the memory
        self.is_new = False

    def load_bytecode(self, bucket: Bucket) -> None:
        known, kept = self._known.get(bucket.key), self.kept.get(bucket.key)
        if known and known[0] == bucket.checksum:
            bucket.code = known[1]
        elif kept and kept[0] == bucket.checksum:
            bucket.code = marshal.loads(kept[1])  # noqa: S302  # sealed: we wrote it ourselves
            self._known[bucket.key] = bucket.checksum, bucket.code

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._known[bucket.key] = bucket.checksum, bucket.code
            self.kept[bucket.key] = bucket.checksum, marshal.dumps(bucket.code)
            self.is_new = True


COMPILED = _Compiled()


def recall(memory: Memory) -> None:
    """Take over what is remembered of templates, once in a process."""
    table = {} if COMPILED.kept else memory.recall_templates()
    if table.get("python") == importlib.util.MAGIC_NUMBER:
        COMPILED.kept = dict(table["compiled"])
        closures.learn(table["uses"])


def compile_all(env: jinja2.Environment) -> None:
    """Before workers begin: a forked one has then what it needs. What is wrong is said by a page's render."""
    for name in env.list_templates(extensions=("html",)):
        try:
            env.get_template(name)
        except (jinja2.TemplateError, OSError, UnicodeDecodeError):
            continue


def keep(memory: Memory) -> None:
    """Leave it for the next process, if there is anything new."""
    if COMPILED.is_new:
        made = {"python": importlib.util.MAGIC_NUMBER, "compiled": COMPILED.kept, "uses": closures.learned()}
        memory.keep_templates(made)
        COMPILED.is_new = False
