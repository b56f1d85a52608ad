"""The counter as a folder to copy to a shared host: the standard library is all that it needs there."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from bulletin.counter import bots
from bulletin.counter.place import Place, to_json

PASSENGER = '''\
"""What cPanel's "Setup Python App" (Passenger) starts."""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
os.environ.setdefault("COUNTER_SITES", os.path.join(HERE, "counter.json"))

from bulletin.counter.wsgi import application  # noqa: E402, F401
'''
CGI = '''\
#!/usr/bin/env python3
"""For hosts that run CGI programs. HERE is the folder with counter.json, outside of the public one."""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
os.environ.setdefault("COUNTER_SITES", os.path.join(HERE, "counter.json"))

from bulletin.counter.gateway import main  # noqa: E402

main()
'''
# Should the folder come to lie in the public one: nothing of it is to be had but the program.
ACCESS = """<FilesMatch "^(?!counter\\.cgi$)">
  Require all denied
</FilesMatch>
"""


def pack(folder: Path, places: Sequence[Place]) -> list[str]:
    """Write everything into `folder`; the names of what was written. Raises OSError."""
    room = Path(__file__).parent
    target = folder / "bulletin" / "counter"
    target.mkdir(parents=True, exist_ok=True)
    for source in sorted(room.iterdir()):
        if source.suffix in (".py", ".lua") and source.stem not in _NOT_THERE:
            shutil.copyfile(source, target / source.name)
    shutil.copyfile(room.parent / "__init__.py", folder / "bulletin" / "__init__.py")
    (target / bots.FILE).write_text("".join(f"{p}\n" for p in bots.patterns(room)), "utf-8")
    texts = {"passenger_wsgi.py": PASSENGER, "counter.cgi": CGI, "counter.json": to_json(tuple(places))}
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8", newline="\n")
    (folder / "counter.cgi").chmod(0o755)
    (folder / ".htaccess").write_text(ACCESS, "utf-8")
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


# They print, or serve with packages, or belong to the build.
_NOT_THERE = frozenset({"command", "server", "baked", "pack", "report", "migrate", "log"})
