"""Who is no reader: crawlers, programs, link previews, and browsers that only fetch ahead.

The patterns are those of crawler-user-agents, and a few of our own. Where the package cannot be
installed, a file `bots.txt` beside the program, one pattern a line, takes its place (see `pack`).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

FILE = "bots.txt"
# Previews in chats, programs that fetch, browsers that nobody sits at. Letter case does not matter.
# Gaps have a length: with ".*" a name made for it takes a hundred times as long. CUBOT makes telephones.
OURS = (
    r"(?<!\bcu)bot\b",
    r"crawl",
    r"spider",
    r"preview",
    r"prerender",
    r"headless",
    r"phantomjs",
    r"playwright|puppeteer|selenium|webdriver",
    r"^(curl|wget|python|java|go-http|okhttp|ruby|perl|php|libwww|apache-httpclient|axios|node-fetch|undici|dart)\b",
    r"lighthouse|pagespeed|gtmetrix|pingdom|uptime",
    r"zalo.{0,40}(share|link|og)",
    r"coccoc.{0,40}(bot|image|web)",
)
LONGEST = 500  # letters that are looked at
SHORTEST = 10  # letters: no browser's name is as short
# What browsers say when they fetch a page before anybody wants to see it.
_AHEAD = (
    ("HTTP_SEC_PURPOSE", re.compile("prefetch|prerender")),
    ("HTTP_PURPOSE", re.compile("prefetch|preview")),
    ("HTTP_X_PURPOSE", re.compile("prefetch|preview")),
    ("HTTP_X_MOZ", re.compile("prefetch")),
)
IsBot = Callable[[str], bool]


def load(folder: Path | None = None) -> IsBot:
    """The judge of browsers' names. The package is imported here: a build never pays for it."""
    return judge(patterns(folder or Path(__file__).parent))


def patterns(folder: Path) -> list[str]:
    file = folder / FILE
    if file.is_file():
        return file.read_text("utf-8").splitlines()
    try:
        from crawleruseragents import CRAWLER_USER_AGENTS_DATA
    except ImportError:
        return []
    return [entry["pattern"] for entry in CRAWLER_USER_AGENTS_DATA]


def judge(theirs: Sequence[str]) -> IsBot:
    """`theirs` are with letter case, as the package has them."""
    chunks = [re.compile("|".join(theirs[i : i + 50])) for i in range(0, len(theirs), 50)]
    ours = re.compile("|".join(f"(?:{pattern})" for pattern in OURS), re.IGNORECASE)

    @lru_cache(maxsize=2048)
    def is_bot(agent: str) -> bool:
        if len(agent.strip()) < SHORTEST or ours.search(agent):
            return True
        return any(chunk.search(agent) for chunk in chunks)

    return lambda agent: is_bot(agent[:LONGEST])


def is_ahead(environ: Mapping[str, object]) -> bool:
    for name, pattern in _AHEAD:  # noqa: SIM110  # a generator takes three times as long
        if name in environ and pattern.search(str(environ[name])):
            return True
    return False
