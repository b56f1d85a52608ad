"""The Nu HTML checker over all pages of a folder, in one run."""

import json
import subprocess
from pathlib import Path


def complaints(java: str, jar: str, folder: Path) -> list[str]:
    """Errors and warnings as `path:line: words`. Mere information (a slash that does nothing) is passed over."""
    command = [
        java,
        "-jar",
        jar,
        "--skip-non-html",
        "--format",
        "json",
        "--exit-zero-always",
        "--stdout",
        ".",
    ]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=True, encoding="utf-8", timeout=600)
    return sorted(
        f"{Path(message['url'].removeprefix('file:')).relative_to(folder)}:{message.get('lastLine', 0)}:"
        f" {message['message']}"
        for message in json.loads(done.stdout)["messages"]
        if message["type"] != "info" or message.get("subType") == "warning"
    )
