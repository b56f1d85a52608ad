"""The HTML of every case, in a page, is valid: one run of the Nu HTML checker."""

import re
from collections.abc import Callable
from pathlib import Path

from tests.validity.nu import complaints

CASES = Path(__file__).parent / "cases"
PAGE = """<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8"><title>Bài</title></head>
<body><main><h1>Bài</h1>
{body}
</main></body></html>
"""


def test_every_body_is_valid(need: Callable[[str], str], tmp_path: Path) -> None:
    java, jar = need("java"), need("vnu.jar")
    for path in CASES.glob("*.html"):
        body = re.sub(r'"bantin:(?:link|picture)/(\d+)"', r'"\1.html"', path.read_text("utf-8"))
        (tmp_path / path.name).write_text(PAGE.format(body=body), encoding="utf-8")
    assert complaints(java, jar, tmp_path) == []
