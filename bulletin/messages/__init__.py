"""Every sentence that an editor can be shown, in Vietnamese and in English.

`vi.py` and `en.py` each hold MESSAGES: kind -> (what, mend), and WORDS: key -> text for
the command line and the end line. Both have the same keys and the same {blanks}; a test
proves it. Only the language asked for is loaded.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import Literal

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "en")


class Catalogue:
    """The sentences of one language."""

    def __init__(self, language: Language) -> None:
        module = import_module(f"bulletin.messages.{language}")
        self.language = language
        self._messages: Mapping[str, tuple[str, str]] = module.MESSAGES
        self._words: Mapping[str, str] = module.WORDS

    def problem(self, kind: str, values: Mapping[str, str]) -> tuple[str, str]:
        """(what is wrong, how to mend it); the second may be empty."""
        what, mend = self._messages[kind]
        return what.format_map(values), mend.format_map(values)

    def word(self, key: str, **values: object) -> str:
        return self._words[key].format_map(values)
