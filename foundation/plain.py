"""Typed text made plain: full-width digits and letters narrowed, blanks of every kind removed."""

import unicodedata


def narrow(text: str) -> str:
    """Return ``text`` with full-width characters narrowed (Unicode NFKC) and no blanks.

    Blanks are every space character, line ends, and the invisible format characters that come
    along when a number is copied from a spreadsheet or a chat.
    """
    return without_blanks(unicodedata.normalize("NFKC", text))


def without_blanks(text: str) -> str:
    """Return ``text`` without spaces, line ends, control and invisible format characters."""
    if text.isprintable():  # which no blank but the space is
        return text.replace(" ", "")
    return "".join(
        char
        for char in text
        if not char.isspace() and unicodedata.category(char) not in {"Cc", "Cf", "Zs", "Zl", "Zp"}
    )
