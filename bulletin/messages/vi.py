"""The sentences in Vietnamese. Same keys and blanks as in `en`."""

MESSAGES: dict[str, tuple[str, str]] = {
    # --- markup ---
    # --- end of markup ---
}

WORDS: dict[str, str] = {}
