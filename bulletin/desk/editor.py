"""The editor's own program for a text: asked to open a file."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

from bulletin.problem import WorldError


def open_in_editor(path: Path) -> None:
    """VISUAL or EDITOR if they are set, to its end, since it may need this terminal; else what the system
    opens such a file with. Raises WorldError.
    """
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    try:
        if named:
            words = [named.strip('"')] if Path(named.strip('"')).is_file() else _words(named)
            subprocess.run([*words, str(path)], check=False)  # noqa: S603  # the user's own program
        elif sys.platform == "win32":
            _open_on_windows(path)
        else:
            opener = "open" if sys.platform == "darwin" else "xdg-open"
            subprocess.run([opener, str(path)], check=False, capture_output=True)  # noqa: S603
    except OSError as fault:
        raise WorldError("no-editor", path=path, why=fault.strerror or fault) from None


def _words(command: str) -> list[str]:
    """Program and options; on Windows "\\" is part of a path."""
    return [word.strip('"') for word in shlex.split(command, posix=os.name != "nt")] or [command]


def _open_on_windows(path: Path) -> None:
    try:
        os.startfile(path)  # type: ignore[attr-defined,unused-ignore]  # noqa: S606
    except OSError:  # nothing is set for .md: Notepad is always there
        subprocess.Popen(["notepad.exe", str(path)])  # noqa: S603, S607
