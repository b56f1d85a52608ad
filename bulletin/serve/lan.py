"""This machine on its network: by which address a phone finds it, and that address as a picture."""

import ipaddress
import socket
import sys


def own_address() -> str:
    """The IPv4 address by which others on the network reach this machine; "" when it is on none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(("192.0.2.1", 9))  # nothing is sent: it only chooses the way out
            found = asking.getsockname()[0]
        except OSError:
            found = ""
    for address in (found, *_by_name()):
        if address and not ipaddress.ip_address(address).is_loopback and address != "0.0.0.0":  # noqa: S104
            return str(address)
    return ""


def _by_name() -> list[str]:
    try:
        return [str(entry[4][0]) for entry in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    except OSError:
        return []


def code(url: str, *, is_coloured: bool) -> str:
    """A QR code of half blocks for a terminal: dark on light, or as dark terminals draw it."""
    import segno

    rows = [list(row) for row in segno.make(url, error="m").matrix_iter(border=2)]
    if len(rows) % 2:
        rows.append([0] * len(rows[0]))
    blocks = {(0, 0): "█", (0, 1): "▀", (1, 0): "▄", (1, 1): " "}  # what is light is drawn
    begin, end = ("\x1b[97;40m", "\x1b[0m") if is_coloured else ("", "")
    lines = [
        "".join(blocks[bool(upper), bool(lower)] for upper, lower in zip(*pair, strict=True))
        for pair in zip(rows[::2], rows[1::2], strict=True)
    ]
    return "\n".join(f"{begin}{line}{end}" for line in lines)


def has_colours() -> bool:
    """A terminal that knows the sequences; the old console of Windows does not, and is dark anyway."""
    return sys.platform != "win32" and sys.stdout.isatty()
