"""Files to double-click on Windows: preview, build, publish and print without a command line.

Batch files: ASCII but for what they say, CRLF, no BOM, and code page 65001 before the first word. They
look for the `py` launcher, then for `python`, and say how to install it where neither is there.
"""

import os
from collections.abc import Mapping
from pathlib import Path

# name -> what it does (ASCII, for the reader of the file), commands before, the words, commands after
_KINDS: Mapping[str, tuple[str, str, str, str]] = {
    "xem-truoc.cmd": ("Preview in the browser, which follows every save; Ctrl-C ends it.", "", "serve", ""),
    "dung-trang.cmd": ("Build the site and open it.", "", "build", 'start "" "%~dp0output\\index.html"'),
    "dang-bai.cmd": ("Build the site and publish it.", "", "publish", "pause"),
    "in-ban-tin.cmd": (
        "Set a printed issue and open the folder with its PDFs.",
        'set "SO="\nset /p "SO=Số bản tin cần in, ví dụ 2026-11: "',
        'print "%SO%"',
        'start "" "%~dp0print"',
    ),
}
_TEXT = """\
@echo off
rem {what}
chcp 65001 >nul
title %~n0
cd /d "%~dp0"
set "PYTHONUTF8=1"
set "PYTHON=py -3"
%PYTHON% --version >nul 2>nul
if not errorlevel 1 goto ready
set "PYTHON=python"
%PYTHON% --version >nul 2>nul
if not errorlevel 1 goto ready
echo Máy này chưa có Python.
echo   1. Mở trang https://www.python.org/downloads/windows/ và tải bản mới nhất.
echo   2. Khi cài, đánh dấu ô "Add python.exe to PATH", rồi bấm Install Now.
echo   3. Cài xong, bấm đúp lại tệp này.
pause
exit /b 3
:ready
{before}%PYTHON% {door} {words} {site}%*
if errorlevel 1 goto wrong
{after}exit /b 0
:wrong
set "CODE=%ERRORLEVEL%"
echo.
echo Chưa xong. Đọc các dòng ở trên: mỗi lỗi có tệp, số dòng và cách sửa.
pause
exit /b %CODE%
"""


def starters(site: Path, door: Path | None) -> dict[str, bytes]:
    """Name -> bytes of each file for the bulletin in `site`.

    `door` is the program's build.py; None for an installed package.
    """
    if door is None:
        where, folder = "-m bulletin", '--site "%~dp0." '
    elif door.parent == site:
        where, folder = '"%~dp0build.py"', ""
    else:
        where, folder = f'"{_seen_from(site, door)}"', '--site "%~dp0." '
    made = {}
    for name, (what, before, words, after) in _KINDS.items():
        text = _TEXT.format(
            what=what,
            before=before and f"{before}\n",
            door=where,
            words=words,
            site=folder,
            after=after and f"{after}\n",
        )
        made[name] = text.replace("\n", "\r\n").encode()
    return made


def _seen_from(site: Path, door: Path) -> str:
    """The way to `door`: from the bulletin's folder if they are on one drive. A "%" is doubled for cmd."""
    try:
        way = "%~dp0" + os.path.relpath(door, site).replace("/", "\\").replace("%", "%%")
    except ValueError:  # another drive of Windows
        way = str(door).replace("%", "%%")
    return way
