"""Words of the glossary: found in an article's HTML, and linked to their meanings.

Each word is linked where it first stands in running text; never in a heading, a link,
a table or a drawing.
"""

import html
import re
from dataclasses import dataclass
from functools import cached_property

from django.utils.html import format_html
from django.utils.text import slugify

TAG = re.compile(r"(<[^>]+>)")
NAME = re.compile(r"</?([a-z0-9]+)", re.IGNORECASE)
CLOSED = frozenset(
    {"a", "h1", "h2", "h3", "table", "svg", "figcaption", "dt", "button"}
)


@dataclass(frozen=True)
class Word:
    """``forms`` are the word as articles write it; a word without is never linked."""

    word: str
    forms: tuple[str, ...]
    meaning: str

    @property
    def anchor(self) -> str:
        return anchor(self.word)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Any of its forms, whole, also at the start of a sentence."""
        return re.compile(rf"\b(?:{'|'.join(map(_form, self.forms))})\b")


def anchor(word: str) -> str:
    """The id under which a word is explained."""
    return f"word-{slugify(word, allow_unicode=True)}"


def words_of(body) -> list[Word]:
    """The words that a page's body explains."""
    return [
        Word(item["word"], _forms(item["forms"]), item["meaning"])
        for block in body
        if block.block_type == "words"
        for item in block.value["words"]
    ]


def linked(content: str, glossary: list[Word]) -> tuple[str, list[Word]]:
    """The same HTML with links to the words, and the words that were found."""
    waiting = [word for word in glossary if word.forms]
    found: list[Word] = []
    parts, inside = TAG.split(content), 0
    for place, part in enumerate(parts):
        if part.startswith("<"):
            inside += _step(part)
        elif not inside:
            parts[place], here = _with_links(part, waiting)
            found += here
            waiting = [word for word in waiting if word not in here]
    return "".join(parts), sorted(found, key=lambda word: word.word.lower())


def _with_links(text: str, waiting: list[Word]) -> tuple[str, list[Word]]:
    """A piece of text with its links, none within another; and the words linked."""
    pieces, here, end = [], [], 0
    for match, word in _matches(text, waiting):
        if match.start() < end:
            continue
        link = format_html('<a class="term" id="from-{0}" href="#{0}">', word.anchor)
        pieces += [text[end : match.start()], link, match[0], "</a>"]
        here.append(word)
        end = match.end()
    return "".join([*pieces, text[end:]]), here


def _matches(text: str, words: list[Word]) -> list[tuple[re.Match[str], Word]]:
    found = ((word.pattern.search(text), word) for word in words)
    return sorted(
        ((match, word) for match, word in found if match),
        key=lambda pair: pair[0].start(),
    )


def _step(tag: str) -> int:
    """How a tag changes the depth of elements in which nothing is linked."""
    name = NAME.match(tag)
    if not name or name[1].lower() not in CLOSED or tag.endswith("/>"):
        return 0
    return -1 if tag.startswith("</") else 1


def _forms(text: str) -> tuple[str, ...]:
    return tuple(form.strip() for form in text.split(",") if form.strip())


def _form(form: str) -> str:
    first, rest = html.escape(form)[0], html.escape(form)[1:]
    start = f"[{first.lower()}{first.upper()}]" if first.isalpha() else re.escape(first)
    return start + re.escape(rest)
