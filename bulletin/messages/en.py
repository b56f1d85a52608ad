"""The sentences in English. Same keys and blanks as in `vi`."""

MESSAGES: dict[str, tuple[str, str]] = {
    # --- markup ---
    # --- end of markup ---
}

WORDS: dict[str, str] = {}
