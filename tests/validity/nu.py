"""The Nu HTML checker over all pages of a folder, in one run.

The pages are served, not read from the disk: only then does `'self'` in a page's
Content-Security-Policy mean something, and the checker tells what the policy would block.
"""

import json
import subprocess
from pathlib import Path

from tests.serving import serve


def complaints(java: str, jar: str, folder: Path) -> list[str]:
    """Errors and warnings as `path:line: words`.

    Passed over are mere information (a slash that does nothing), and blocks of data that it takes
    for scripts which the policy would block; `pages.Site.inline_code` looks for real ones.
    """
    pages = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
    with serve(folder) as base:
        options = ["--format", "json", "--exit-zero-always", "--stdout"]
        hosts = "-Dnu.validator.servlet.allow-forbidden-hosts=true"  # this machine is one of them
        # On a busy machine our own server may take longer than its five seconds.
        patience = [f"-Dnu.validator.servlet.{what}-timeout=300000" for what in ("connection", "socket")]
        command = [java, hosts, *patience, "-jar", jar, *options, *(base + page for page in pages)]
        done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8", timeout=600)
    return sorted(
        f"{message['url'].removeprefix(base)}:{message.get('lastLine', 0)}: {message['message']}"
        for message in json.loads(done.stdout)["messages"]
        if message["type"] != "info" or message.get("subType") == "warning"
        if not message["message"].startswith("Inline script violates Content Security Policy")
    )
