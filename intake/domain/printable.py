"""Text as far as the fonts of a printed sheet have its characters.

A document that everybody can read aloud must not hold a character without a shape, and
the fonts inside the package have those of the alphabets below. Another one, such as an
emoji, is printed as a box; the screen shows it as it was written.
"""

import unicodedata
from typing import Any

BOX = "\N{WHITE SQUARE}"
PRINTABLE = (
    (0x20, 0x7E),
    (0xA0, 0x2FF),  # Latin with every accent, phonetic letters
    (0x370, 0x4FF),  # Greek, Cyrillic
    (0x1E00, 0x1EFF),  # more Latin letters, those of Vietnamese among them
    (0x2010, 0x2027),  # dashes, quotation marks, bullets
    (0x2030, 0x203A),
    (0x20A0, 0x20BF),  # currencies
    (0x2190, 0x2193),
    (0x2248, 0x2265),
    (0x25A0, 0x25A1),
)


def printable(text: str) -> str:
    """The text on one line, with a box for each character that cannot be printed."""
    line = " ".join(unicodedata.normalize("NFC", text).split())
    return "".join(each if _can_be_printed(each) else BOX for each in line)


def _can_be_printed(character: str) -> bool:
    if unicodedata.category(character) in ("Cc", "Cf", "Cn", "Co", "Cs", "Mn", "Mc"):
        return False
    return any(first <= ord(character) <= last for first, last in PRINTABLE)


def printable_all(data: Any) -> Any:
    """The same for every text inside plain data."""
    if isinstance(data, str):
        return printable(data)
    if isinstance(data, list):
        return [printable_all(each) for each in data]
    if isinstance(data, dict):
        return {name: printable_all(each) for name, each in data.items()}
    return data
