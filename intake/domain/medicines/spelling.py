"""Names that a misspelt word may have meant, by its letters and by its sound.

People write a name as they heard it: "Sinbalta" for Cymbalta, "Zyprecksa" for Zyprexa.
Letters that sound alike in such names are therefore made the same before a second look.
What is found is only ever offered.
"""

import re
from collections.abc import Collection, Mapping
from difflib import get_close_matches

MOST = 3
LIKENESS = 0.72  # lets "hydroxizine" suggest hydroxyzine and hydralazine
SOUNDS_ALIKE = 0.8  # a sound has fewer letters, of which more must agree
SHORTEST = 4  # letters; anything is near a shorter word
SOUNDS = (
    (re.compile("ph"), "f"),
    (re.compile("sc(?=[eiy])|c(?=[eiy])|z|tz"), "s"),
    (re.compile("x|cks|ks"), "ks"),
    (re.compile("ck|ch|qu?|c"), "k"),
    (re.compile("y|ee|ea|ie|ei"), "i"),
    (re.compile("h(?![aeiou])"), ""),
    (re.compile("ai|ay|ae"), "a"),
    (re.compile("ou|oo"), "u"),
    (re.compile("w"), "v"),
    (re.compile(r"(.)\1+"), r"\1"),
)


def sound(word: str) -> str:
    """A folded name as it may sound; the same for names that sound alike."""
    for pattern, letters in SOUNDS:
        word = pattern.sub(letters, word)
    return word


def sounds_of(names: Collection[str]) -> dict[str, list[str]]:
    """The folded names by their sound, to look among."""
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(sound(name), []).append(name)
    return found


def near(
    written: str, names: Collection[str], sounds: Mapping[str, list[str]]
) -> tuple[str, ...]:
    """Names like what was written, all of it folded, the likeliest first."""
    if len(written) < SHORTEST:
        return ()
    spelt = get_close_matches(written, names, MOST, LIKENESS)
    heard = get_close_matches(sound(written), sounds, MOST, SOUNDS_ALIKE)
    alike = (name for each in heard for name in sounds[each])
    return tuple(dict.fromkeys((*spelt, *alike)))
