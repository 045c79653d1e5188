"""Answers a question with pages: PostgreSQL's full-text search over the passages.

Each thing asked for counts the more, the rarer it is. A word that stands nowhere is
replaced by the one most like it. Nothing of a question is stored or logged.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import TypeAlias

from django.contrib.postgres.search import (
    CombinedSearchQuery,
    SearchHeadline,
    SearchQuery,
    SearchRank,
)
from django.db import connection
from django.db.models import Count, F, Q, Value
from django.utils.safestring import SafeString

from .danger import danger_heard
from .extract import BEGIN, END, extract, marked
from .models import Passage
from .passages import configuration
from .question import Term, Vocabulary, terms_of, words_of

Query: TypeAlias = SearchQuery | CombinedSearchQuery

ALIKE = 0.33  # similarity from which a word may be what was meant
LONGER = 2  # letters that it may have more or less
MOST_PAGES = 10
MORE_PLACES = 2  # places of one page beside the best
MOST_REASONS = 3


@dataclass(frozen=True)
class Place:
    """A passage that answers; ``extract`` is safe HTML with the words marked."""

    article_id: int | None
    anchor: str
    heading: str
    extract: SafeString
    score: float


@dataclass(frozen=True)
class Found:
    """What answers a question.

    ``pages`` are places by page, best first, and ``reasons`` those of questions that
    are asked of patients; ``read_as`` are words that were replaced; ``danger`` is the
    language in which danger was spoken of, if it was.
    """

    pages: dict[int, list[Place]] = field(default_factory=dict)
    reasons: tuple[Place, ...] = ()
    read_as: dict[str, str] = field(default_factory=dict)
    danger: str = ""


def search(text: str, language: str, known: Vocabulary, hidden: Iterable[int]) -> Found:
    """The pages that answer best.

    Args:
        text: what the reader typed.
        language: of the pages.
        known: how readers of that language speak.
        hidden: articles whose words must not be shown.
    """
    passages = Passage.objects.filter(language=language).exclude(article_id__in=hidden)
    words, config = words_of(text), configuration(language)
    read_as = _replaced(words, terms_of(words, known), passages, language)
    read = [read_as.get(word, word) for word in words]
    queries = [_query(term, config) for term in terms_of(read, known)]
    places = _places(passages.exclude(article=None), queries, config)
    asked = _places(passages.filter(article=None), queries, config, whole=True)
    danger = danger_heard(text, language) or danger_heard(" ".join(read), language)
    return Found(_by_page(places), _told_once(asked), read_as, danger)


def _query(term: Term, config: str) -> Query:
    any_of = [
        SearchQuery(means, config=config, search_type="phrase") for means in term.means
    ]
    return reduce(lambda one, other: one | other, any_of)


def _told_once(places: list[Place]) -> tuple[Place, ...]:
    """The best of the reasons, each once: questions may share one."""
    by_reason: dict[SafeString, Place] = {}
    for place in places:
        by_reason.setdefault(place.extract, place)
    return tuple(by_reason.values())[:MOST_REASONS]


def _places(
    passages, queries: Sequence[Query], config: str, *, whole: bool = False
) -> list[Place]:
    """Where they are found; ``whole`` passages are short, and shown in full."""
    if not queries:
        return []
    total, weights = _weights(passages, queries)
    wanted = [(query, weight) for query, weight in zip(queries, weights, strict=True)]
    wanted = [(query, weight) for query, weight in wanted if weight]
    if not total or not wanted:
        return []
    either = reduce(lambda one, other: one | other, [query for query, _w in wanted])
    ranks = [Value(weight) * SearchRank(F("vector"), q) for q, weight in wanted]
    rows = (
        passages.filter(vector=either)
        .annotate(
            score=reduce(lambda one, other: one + other, ranks),
            shown=SearchHeadline(
                "text",
                either,
                config=config,
                start_sel=BEGIN,
                stop_sel=END,
                highlight_all=True,
            ),
        )
        .order_by("-score", "pk")
        .values_list("article_id", "anchor", "heading", "shown", "score")
    )
    return [
        Place(article, anchor, heading, marked(text if whole else extract(text)), score)
        for article, anchor, heading, text, score in rows
    ]


def _weights(passages, queries: Sequence[Query]) -> tuple[int, list[float]]:
    """How many passages there are, and how much each query tells them apart."""
    counts = {
        f"in_{number}": Count("pk", filter=Q(vector=query))
        for number, query in enumerate(queries)
    }
    row = passages.aggregate(total=Count("pk"), **counts)
    total = row.pop("total")
    return total, [math.log(1 + total / hits) if hits else 0 for hits in row.values()]


def _by_page(places: list[Place]) -> dict[int, list[Place]]:
    pages: dict[int, list[Place]] = {}
    for place in places:
        found = pages.setdefault(place.article_id, [])
        if len(found) <= MORE_PLACES:
            found.append(place)
    best = sorted(pages.values(), key=_worth, reverse=True)[:MOST_PAGES]
    return {found[0].article_id: found for found in best}


def _worth(places: list[Place]) -> float:
    """A page is worth its best place, and a little more if there are others."""
    return places[0].score + sum(place.score for place in places[1:]) / 4


def _replaced(
    words: Sequence[str], terms: Sequence[Term], passages, language: str
) -> dict[str, str]:
    """Words that stand nowhere, with the word that was probably meant."""
    single = {term.said for term in terms if term.means == (term.said,)}
    unknown = [word for word in words if word in single and len(word) > 3]
    strange = _strange(unknown, passages, configuration(language))
    guesses = {word: _most_alike(word, language) for word in strange}
    return {word: guess for word, guess in guesses.items() if guess}


def _strange(words: Sequence[str], passages, config: str) -> list[str]:
    """Those that no passage has, and that are no filler words either."""
    if not words:
        return []
    queries = [SearchQuery(word, config=config) for word in words]
    _total, weights = _weights(passages, queries)
    missing = [word for word, weight in zip(words, weights, strict=True) if not weight]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word FROM unnest(%s::text[]) AS word "
            "WHERE numnode(plainto_tsquery(%s::regconfig, word)) > 0",
            [missing, config],
        )
        return [word for (word,) in cursor.fetchall()]


def _most_alike(word: str, language: str) -> str | None:
    """The word of the pages that is most like it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word FROM ts_stat(format("
            "'SELECT words FROM education_passage WHERE language = %%L', %s::text)) "
            "WHERE abs(length(word) - length(%s)) <= %s AND similarity(word, %s) >= %s "
            "ORDER BY similarity(word, %s) DESC, ndoc DESC, word LIMIT 1",
            [language, word, LONGER, word, ALIKE, word],
        )
        row = cursor.fetchone()
    return row[0] if row else None
