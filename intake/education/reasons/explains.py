"""Which articles explain which questions, by topic."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from intake.domain.questionnaire.items import Item

FILE = resources.files("intake.content.portal") / "explains.toml"


@dataclass(frozen=True)
class Topic:
    """Questions that belong together.

    ``pages`` are codes of articles, the most telling first; ``asks`` names link ids, or
    instruments with all their questions.
    """

    code: str
    label: str
    pages: tuple[str, ...]
    asks: tuple[str, ...]


@cache
def topics() -> tuple[Topic, ...]:
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["topic"]
    return tuple(
        Topic(row["code"], row["label"], tuple(row["pages"]), tuple(row["asks"]))
        for row in rows
    )


@cache
def _by_name() -> dict[str, Topic]:
    return {name: topic for topic in topics() for name in topic.asks}


def topic_of(item: Item) -> Topic | None:
    """None for questions that a clinic added: no article of ours explains them."""
    known = _by_name()
    return known.get(item.link_id) or known.get(item.instrument or "")
