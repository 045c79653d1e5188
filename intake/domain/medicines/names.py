"""Names of medicines as people write them, made comparable.

Case, accents, hyphens, apostrophes, dots of abbreviations and trade-mark signs make no
difference, and letters and digits are taken apart: "Xanax XR 0.5mg" becomes "xanax xr
0.5 mg", "D.H.E. 45" becomes "dhe 45", "B-12" and "B12" both become "b 12".
"""

import re
import unicodedata

TRADE_MARKS = re.compile("[™®℠©]")
APOSTROPHES = re.compile("['’‘`´ʼ]")
ABBREVIATION_DOTS = re.compile(r"\b([^\W\d_])\.(?=[^\W\d_]\b|\s|$)")
WORDS = re.compile(r"\d+(?:[.,/]\d+)*|[^\W\d_]+")


def words(text: str) -> tuple[str, ...]:
    """The words and numbers of a text, folded; none when there is nothing to read."""
    plain = _letters(APOSTROPHES.sub("", TRADE_MARKS.sub("", text)))
    plain = APOSTROPHES.sub("", _letters(plain.casefold()))
    return tuple(WORDS.findall(ABBREVIATION_DOTS.sub(r"\1", plain)))


def _letters(text: str) -> str:
    """Letters without accents, and one letter for all its typographic variants."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(mark for mark in apart if not unicodedata.combining(mark))


def fold(text: str) -> str:
    """The folded words with one space between them."""
    return " ".join(words(text))


def slug(name: str) -> str:
    """A stable code made of a name; folding the code gives the folded name again."""
    return fold(name).replace(" ", "_")


def is_number(word: str) -> bool:
    """A folded word that starts with a digit is a number, "0.5" and "5/325" too."""
    return word[:1].isdigit()
