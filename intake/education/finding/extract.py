"""What a result shows of a passage: whole sentences, with the words marked."""

import html
import re

from django.utils.safestring import SafeString, mark_safe

BEGIN, END = "\ue000", "\ue001"  # no text has these characters
SENTENCES = re.compile(rf"(?:(?<=[.?!:])|(?<=[.?!:]{END}))\s+|\n+")
ENDINGS = (".", "?", "!", ":")
MOST_WORDS, FEWEST_WORDS = 40, 16


def extract(text: str) -> str:
    """The sentence that says most of what was looked for, with those around it.

    Args:
        text: a passage, with ``BEGIN`` and ``END`` around the words looked for.
    """
    sentences = [each for each in SENTENCES.split(text) if each]
    if not sentences:
        return ""
    said = [sentence.count(BEGIN) for sentence in sentences]
    first = said.index(max(said))
    last = first
    while last + 1 < len(sentences) and _fits(sentences[first : last + 2]):
        last += 1
    while first and _words(sentences[first : last + 1]) < FEWEST_WORDS:
        if not _fits(sentences[first - 1 : last + 1]):
            break
        first -= 1
    return _joined(sentences[first : last + 1])


def marked(text: str) -> SafeString:
    """The text as HTML, with marks around the words that were looked for."""
    escaped = html.escape(text)
    return mark_safe(  # noqa: S308 (escaped above)
        escaped.replace(BEGIN, "<mark>").replace(END, "</mark>")
    )


def _words(sentences: list[str]) -> int:
    return sum(len(sentence.split()) for sentence in sentences)


def _fits(sentences: list[str]) -> bool:
    return _words(sentences) <= MOST_WORDS


def _joined(sentences: list[str]) -> str:
    """On one line; points of a list, which end with nothing, are told apart."""
    *others, last = sentences
    whole = (
        f"{each} " if each.rstrip(END).endswith(ENDINGS) else f"{each} · "
        for each in others
    )
    return "".join([*whole, last])
