"""Passwords: from the environment, the system's keyring, or asked for. Never in a file of the bulletin."""

import os
import re
from collections.abc import Callable
from contextlib import suppress

from bulletin.problem import WorldError
from bulletin.settings import Destination

SERVICE = "ban-tin"
PASSWORDLESS = ("folder", "rsync", "git")  # kinds that do without one, or whose programs know their own


def variable(name: str) -> str:
    """The environment's name for a destination's password."""
    return "BANTIN_PASSWORD_" + re.sub("[^A-Z0-9]", "_", name.upper())


def find(where: Destination, ask: Callable[[str], str] | None) -> str:
    """The password; "" where none is needed. `ask` is None when nobody can be asked. Raises WorldError."""
    given = os.environ.get(variable(where.name))
    if given is not None:
        return given
    if where.kind in PASSWORDLESS or (where.kind == "sftp" and where.key):
        return ""
    kept = _kept(where)
    if kept:
        return kept
    if where.kind == "sftp":  # the agent, or a key in its usual place
        return ask(where.name) if ask and not os.environ.get("SSH_AUTH_SOCK") else ""
    if ask is None:
        raise WorldError("publish-no-password", name=where.name, variable=variable(where.name))
    return ask(where.name)


def keep(where: Destination, password: str) -> bool:
    """Into the system's keyring; False where there is none."""
    import keyring

    with suppress(keyring.errors.KeyringError, RuntimeError, OSError):
        keyring.set_password(SERVICE, where.name, password)
        return bool(keyring.get_password(SERVICE, where.name) == password)
    return False


def _kept(where: Destination) -> str:
    import keyring

    with suppress(keyring.errors.KeyringError, RuntimeError, OSError):
        return keyring.get_password(SERVICE, where.name) or ""
    return ""


def scrubbed(text: str, password: str) -> str:
    """`text` without the password, whatever has put it there."""
    return text.replace(password, "…") if len(password) > 2 else text
