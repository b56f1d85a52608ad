"""The desk's tests run commands as an editor types them."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bulletin.cli import main

MOMENT = "2026-11-24T08:00:00+07:00"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """(exit code, stdout, stderr) of a command in tmp_path, at one moment; paths shortened to …"""
    monkeypatch.setattr(sys, "argv", ["bantin"])
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(tmp_path)

    def command(*words: str) -> tuple[int, str, str]:
        try:
            code = main([*words, "--now", MOMENT])
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capsys.readouterr()
        return code, out.replace(str(tmp_path), "…"), err.replace(str(tmp_path), "…")

    return command
