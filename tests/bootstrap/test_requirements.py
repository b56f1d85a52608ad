"""The locked lists hold what pyproject.toml asks for, by hash, and name no place to fetch it from."""

import itertools
import re
import tomllib

import pytest
from little import ROOT

SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
EXTRAS = SETTINGS["project"]["optional-dependencies"]
ASKED = {
    "run": SETTINGS["project"]["dependencies"],
    "counter": EXTRAS["counter"],
    "publish": EXTRAS["publish"],
    "test": SETTINGS["dependency-groups"]["test"],
}


def text(group: str) -> str:
    return (ROOT / "requirements" / f"{group}.txt").read_text("utf-8")


def pins(group: str) -> dict[str, str]:
    return dict(re.findall(r"(?m)^([a-z0-9-]+)==([^ ]+)", text(group)))


@pytest.mark.parametrize("group", ASKED)
def test_every_line_is_a_pin_a_hash_or_a_comment(group: str) -> None:
    pin = r"[a-z0-9-]+==[\w.]+( ; [a-z_]+ [!=<>]+ '[\w.]+'( (and|or) [a-z_]+ [!=<>]+ '[\w.]+')*)? \\"
    digest = r"    --hash=sha256:[0-9a-f]{64}( \\)?"
    for line in text(group).splitlines():
        assert re.fullmatch(rf"{pin}|{digest}|#[^/\\]*(tools/lock\.py)?", line), line


@pytest.mark.parametrize("group", ASKED)
def test_what_is_asked_for_is_there(group: str) -> None:
    names = {re.split(r"[\[<>=;]", line)[0].strip().lower() for line in ASKED[group]}
    assert names <= pins(group).keys()


@pytest.mark.parametrize(("one", "other"), list(itertools.combinations(ASKED, 2)))
def test_the_lists_agree(one: str, other: str) -> None:
    ours, theirs = pins(one), pins(other)
    shared = ours.keys() & theirs.keys()
    assert {name: ours[name] for name in shared} == {name: theirs[name] for name in shared}
