"""How hard an English text is to read: the Flesch-Kincaid grade.

Source: Kincaid JP, Fishburne RP, Rogers RL, Chissom BS. Derivation of new readability
formulas for Navy enlisted personnel. Research Branch Report 8-75, 1975.

Syllables are counted by rule, with the exceptions of a clinic's words; the grade is an
estimate, good enough to keep a ceiling.
"""

import re

TARGET = 8
FEWEST_WORDS = 10

WORD = re.compile(r"[A-Za-z][A-Za-z']*|[0-9][0-9,.]*[0-9]|[0-9]")
SENTENCE = re.compile(r"[.!?]+(?=[\s\"]|$)|\n+")
VOWELS = re.compile(r"[aeiouy]+")
SILENT = re.compile(r"(?:[^laeiouy]|[aeiouy]l|[^aeiouyl]ll)(?:e|es|ed)$")
SPOKEN_ENDING = re.compile(r"(?:[td]ed|[sxz]es|ches|shes|[cg]es)$")
SPLIT = re.compile(r"ia(?!l|n\b|ns\b)|io(?!n|us)|eo|ua|uo|iu|ying")
EXCEPTIONS = {
    "area": 3,
    "being": 2,
    "does": 1,
    "eye": 1,
    "going": 2,
    "ketamine": 3,
    "esketamine": 4,
    "medicine": 3,
    "medicines": 3,
    "people": 2,
    "psychiatric": 4,
    "quiet": 2,
    "question": 2,
    "questions": 2,
    "seizures": 2,
    "someone": 2,
    "sometimes": 2,
    "something": 2,
    "suicide": 3,
    "suicidal": 4,
    "usual": 3,
    "usually": 4,
}


def syllables(word: str) -> int:
    """How many syllables a word has, at least one."""
    word = word.lower().removesuffix("'s").replace("'", "")
    if word in EXCEPTIONS:
        return EXCEPTIONS[word]
    count = len(VOWELS.findall(word)) + len(SPLIT.findall(word))
    if SILENT.search(word) and not SPOKEN_ENDING.search(word):
        count -= 1
    return max(1, count)


def sentences(text: str) -> list[list[str]]:
    """The words of each sentence; a line and a list item end one too."""
    found = (WORD.findall(part) for part in SENTENCE.split(text))
    return [words for words in found if words]


def grade(text: str) -> float:
    """The US school grade whose pupils can read it; 0 where there are no words."""
    each = sentences(text)
    if not each:
        return 0.0
    words = [word for sentence in each for word in sentence]
    spoken = sum(syllables(word) for word in words)
    return 0.39 * len(words) / len(each) + 11.8 * spoken / len(words) - 15.59


def is_too_hard(text: str, target: float = TARGET) -> bool:
    """Whether a text is above the target; a fragment is too short to be judged."""
    words = sum(len(sentence) for sentence in sentences(text))
    return words >= FEWEST_WORDS and grade(text) > target
