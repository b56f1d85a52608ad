"""Signs that this package puts into the text to find a place again behind the Markdown parser.

They are private characters, which `wordpaste.clean` has taken out of what editors write.
"""

import re

BOX_OPENS, BOX_CLOSES, NUMBER_ENDS = "\ue000", "\ue001", "\ue002"  # OPENS 12 ENDS
PUSHED = "\ue003"  # before a line that was pushed to the right with spaces
BARE = "\ue004"  # the text of a link that was written as an address alone

_ALL = (BOX_OPENS, BOX_CLOSES, NUMBER_ENDS, PUSHED, BARE)
_LEFT = re.compile(f"[{BOX_OPENS}{BOX_CLOSES}]\\d*{NUMBER_ENDS}?|[{''.join(_ALL)}]")


def strip(html: str) -> str:
    """`html` without any sign that found no use."""
    return _LEFT.sub("", html) if any(sign in html for sign in _ALL) else html
