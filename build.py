#!/usr/bin/env python3
# -*- coding: utf-8 -*-
"""The door of Bản tin: makes .venv/ from the locked requirements, once, and goes on.

    python3 build.py                  build the site; --help tells the rest
    python3 build.py test [WORD...]   run the tests. Words before the first option name parts of
                                      tests/, the rest is for pytest: test unit, test sites --update

An active environment that has the packages is used as it is. Ends with 3 when the world says no and
with 130 on Ctrl-C. This file compiles under Python 2.7 too, so that an old Python gets a sentence
and not a SyntaxError; what needs a newer one is in tools/.
"""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TOO_OLD = (
    "Bản tin cần Python 3.11 trở lên, mà đây là Python {0}: hãy chạy build.py bằng một bản mới hơn.",
    "Bản tin needs Python 3.11 or newer and this is Python {0}: run build.py with a newer one.",
)

# Commands that need an extra of pyproject.toml, and which.
EXTRAS = {"counter": "counter", "publish": "publish", "verify": "publish"}


def main(argv):  # type: (list[str]) -> int
    english = "--lang en" in " ".join(argv).replace("--lang=", "--lang ")
    if sys.version_info < (3, 11):
        say(TOO_OLD[english].format(sys.version.split()[0]))
        return 3
    if HERE not in sys.path:
        sys.path.insert(0, HERE)
    from tools import environment

    words = [word for word in argv if not word.startswith("--lang=")]
    if "--lang" in words:
        at = words.index("--lang")
        del words[at : at + 2]
    groups = ["run"]
    if words[:1] == ["test"]:
        groups.append("test")
    else:
        groups += sorted({EXTRAS[word] for word in words if word in EXTRAS})
    try:
        python = environment.python_for(groups, english, say)
    except environment.WorldError as refusal:
        say(str(refusal))
        return 3
    if python:
        return hand_over([python, os.path.join(HERE, "build.py")] + argv)  # noqa: RUF005
    return run_tests(words[1:]) if "test" in groups else run_bulletin(argv)


def say(sentence):  # type: (str) -> None
    """To stderr, as UTF-8 whatever the console takes itself for."""
    buffer = getattr(sys.stderr, "buffer", None)
    if buffer:
        buffer.write((sentence + "\n").encode("utf-8", "replace"))
        buffer.flush()
    else:  # Python 2, where text is bytes already
        sys.stderr.write(sentence + "\n")


def hand_over(command):  # type: (list[str]) -> int
    """Go on as `command`. Windows has no exec that keeps console and exit code: there, wait for it."""
    os.environ.setdefault("PYTHONUTF8", "1")
    if os.name != "nt":
        os.execv(command[0], command)
    import subprocess

    child = subprocess.Popen(command)
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:  # the child has heard it too, and ends by itself
            pass


def run_bulletin(argv):  # type: (list[str]) -> int
    from bulletin.cli import main as bulletin

    return bulletin(argv)


def run_tests(words):  # type: (list[str]) -> int
    """Hand `words` to pytest, in the folder of this file."""
    import pytest

    os.chdir(HERE)
    for i, word in enumerate(words):
        if word.startswith("-"):
            break
        parts = os.path.join("tests", "test_" + word + ".py"), os.path.join("tests", word)
        words[i] = next(filter(os.path.exists, parts), word)
    return int(pytest.main(words))


if __name__ == "__main__":  # worker processes import this file again
    try:
        status = main(sys.argv[1:])
    except KeyboardInterrupt:
        status = 130
    sys.exit(status)
