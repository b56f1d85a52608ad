"""Who asks: the address behind trusted proxies, and a key that nobody can turn back into an address.

The key is a hash of address and browser, keyed with a salt that is new each day and destroyed
afterwards. For half an hour after midnight yesterday's salt is still there, so that a reader who goes
on reading is known to be the same; then nothing on earth tells which key was whose.
"""

import ipaddress
import socket
from collections.abc import Callable, Sequence
from datetime import tzinfo
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from bulletin.counter.definitions import VISIT, Day, day_of

Address = bytes  # 4 or 16 of them: ipaddress's values would take ten times as long
Network = tuple[int, int, int]  # (bytes of an address, the number, the mask)
HOPS = 20  # of a chain of proxies that we look at, from the near end
LONGEST_AGENT = 400  # letters of a browser's name that tell browsers apart
SaltOf = Callable[[Day, bool], bytes | None]  # (day, make one if there is none)
_HERE = bytes([127, 0, 0, 1])
_AT_FILES = ("", "unix:")  # what servers write of a peer at a socket's file
_MAPPED = bytes(10) + b"\xff\xff"  # ::ffff:0:0, IPv4 written as IPv6


def networks(words: Sequence[str]) -> tuple[Network, ...]:
    """Addresses (127.0.0.1) and ranges (10.0.0.0/8). Raises ValueError."""
    found = (ipaddress.ip_network(word.strip(), strict=False) for word in words)
    return tuple((net.max_prefixlen // 8, int(net.network_address), int(net.netmask)) for net in found)


def parse_address(text: str) -> Address | None:
    """An address as proxies write it, a port perhaps behind it. Nothing is remembered of it.

    >>> parse_address("192.0.2.1:80") == parse_address("[::ffff:192.0.2.1]:80") == bytes([192, 0, 2, 1])
    True
    """
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        if ":" not in text:
            return socket.inet_pton(socket.AF_INET, text)
        address = socket.inet_pton(socket.AF_INET6, text.partition("%")[0])
    except (OSError, ValueError):
        return None
    return address[12:] if address.startswith(_MAPPED) else address


def is_among(address: Address | None, among: tuple[Network, ...]) -> bool:
    if not among or not address:
        return False
    number, length = int.from_bytes(address, "big"), len(address)
    for theirs, net, mask in among:  # noqa: SIM110  # a generator takes three times as long
        if length == theirs and number & mask == net:
            return True
    return False


def client_address(peer: str, forwarded: str, trusted: tuple[Network, ...]) -> Address:
    """The nearest address that no trusted proxy has; `forwarded` is X-Forwarded-For.

    What a client writes into the header stands left of what our proxies add, and is never reached.
    A peer at a socket's file is a program of this machine, as 127.0.0.1 is. One that has no address
    otherwise (a name) is told by its words.
    """
    nearest = _HERE if peer in _AT_FILES else parse_address(peer)
    if nearest is None:
        return peer.encode("utf-8", "replace")
    if not (forwarded and is_among(nearest, trusted)):
        return nearest
    for hop in reversed(forwarded[-1000:].split(",")[-HOPS:] if "," in forwarded else (forwarded[:100],)):
        address = parse_address(hop)
        if address is None:
            return nearest
        nearest = address
        if not is_among(address, trusted):
            return nearest
    return nearest


def network_key(address: Address) -> int:
    """Where one subscriber ends: an IPv4 address, the first half of an IPv6 one. Never stored."""
    return hash(address[:8] if len(address) == 16 else address)


class Keys(NamedTuple):
    """A visitor's key on that day, and the one across the nearest midnight, if that is near. 64 bits."""

    day: Day
    now: int
    other: int | None


class KeyMaker:
    """Makes keys of visitors; asks the store for a salt once a day."""

    def __init__(self, zone: tzinfo, salt_of: SaltOf) -> None:
        self._zone, self._salt_of = zone, salt_of
        self._salts: dict[Day, bytes] = {}
        self._missing: dict[Day, int] = {}  # the minute in which the store had no salt of that day
        self._second: tuple[int, tuple[Day, ...]] = -1, ()  # the days near one second: hits share seconds

    def keys(self, at: int, address: Address, agent: str) -> Keys:
        if self._second[0] != at:
            self._second = at, near(at, self._zone)
        today, *others = self._second[1]
        salt = self._salts.get(today) or self._made(today)
        who = address + agent[:LONGEST_AGENT].encode("utf-8", "replace")
        other = None
        for day in others:
            if across := self._across(day, at):
                other = key_of(across, who)
        return Keys(today, key_of(salt, who), other)

    def _made(self, day: Day) -> bytes:
        salt = self._salts[day] = self._salt_of(day, True) or b""
        return salt

    def _across(self, day: Day, at: int) -> bytes | None:
        """The salt of a neighbouring day if there is one; the store is asked at most once a minute."""
        known = self._salts.get(day)
        if known is None and self._missing.get(day) != at // 60:
            self._missing[day] = at // 60
            if known := self._salt_of(day, False):
                self._salts[day] = known
        return known

    def forget(self, at: int) -> frozenset[Day]:
        """Drop the salts whose time is over; the days whose salts may stay."""
        kept = frozenset(near(at, self._zone))
        for day in {*self._salts, *self._missing} - kept:
            self._salts.pop(day, None)
            self._missing.pop(day, None)
        return kept


def near(at: int, zone: tzinfo) -> tuple[Day, ...]:
    """The days of which a visit that goes on at `at` may know: one, around midnight two."""
    return tuple(dict.fromkeys(day_of(at + away, zone) for away in (0, -VISIT, VISIT)))


def key_of(salt: bytes, who: bytes) -> int:
    return int.from_bytes(blake2b(who, digest_size=8, key=salt).digest(), "big", signed=True)


def page_key(key: int, page: str) -> int:
    """The key of a visitor on one page. Half of it is as random as the visitor's key, so all of it is."""
    return key ^ _page(page)


@lru_cache(maxsize=4096)
def _page(page: str) -> int:
    return key_of(b"", page.encode())
