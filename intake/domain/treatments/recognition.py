"""From what a person wrote to the agent that it names, or to those it may name."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, takewhile

from intake.domain.medicines.names import words
from intake.domain.medicines.spelling import near, sounds_of
from intake.domain.medicines.vocabulary import is_accompanying, is_measure

from .agents import RELEASE_MARKS, Agent, load_agents

MOST_OFFERED = 4
MOST_WORDS = 6  # of a text that are looked at one by one
RELEASES = RELEASE_MARKS | {"er"}


@dataclass(frozen=True)
class Recognised:
    """The agent that a text names for certain, else the ones that it may name."""

    agent: Agent | None = None
    near: tuple[Agent, ...] = ()


def recognise(text: str) -> Recognised:
    """What a text names: an agent by a whole name, with its strength or form or not.

    A name that is not whole, or one among other words, is only offered.
    """
    table = load_agents()
    readings = tuple(_readings(text))
    for reading in readings:
        if agent := table.find(reading):
            return Recognised(agent)
    return Recognised(near=_near(readings[-1]) if readings else ())


def _readings(text: str) -> Iterator[str]:
    """The text as it stands, without its strength, without form and release marks."""
    written = words(text)
    strength = len([*takewhile(is_measure, reversed(written))])
    named = [w for w in written if w in RELEASES or not is_accompanying(w)]
    bare = [w for w in named if not is_accompanying(w)]
    tried = (written, written[: len(written) - strength], named, bare)
    yield from (" ".join(some) for some in tried if some)


def _near(text: str) -> tuple[Agent, ...]:
    """The agents like the whole text, then like two words or one of it."""
    names, sounds = _names()
    parts = text.split()[:MOST_WORDS]
    pairs = (f"{one} {other}" for one, other in pairwise(parts))
    tried = dict.fromkeys((text, *pairs, *parts))
    found = (name for part in tried for name in near(part, names, sounds))
    return tuple(dict.fromkeys(names[name] for name in found))[:MOST_OFFERED]


@cache
def _names() -> tuple[dict[str, Agent], dict[str, list[str]]]:
    """Every agent by its folded names, and these by their sound."""
    names = {
        " ".join(words(name)): agent for agent in load_agents() for name in agent.names
    }
    return names, sounds_of(names)
