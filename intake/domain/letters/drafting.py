"""Drafting a letter in plain language from what was decided."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from .words import OUTCOMES, Entry, LetterWords

HELPS = frozenset({"not_now", "not_suitable"})


@dataclass(frozen=True)
class Choices:
    """What a clinician chose beside the outcomes.

    ``conditions``, ``reasons`` and ``alternatives`` are codes of the words;
    ``own_conditions`` are sentences. ``return_on`` is the first day on which the
    patient may come back.
    """

    conditions: tuple[str, ...] = ()
    own_conditions: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    return_on: date | None = None


def draft(
    words: LetterWords, name: str, outcomes: Mapping[str, str], choices: Choices
) -> str:
    """A letter as paragraphs with an empty line between them.

    Args:
        words: In the language of the patient.
        name: How the patient is called.
        outcomes: The outcome of each route.
        choices: What else was chosen; a code that the words lack is left out.
    """
    parts = words.parts
    reasons = _chosen(words.reasons, choices.reasons)
    blocks = [
        parts["hello"].format(name=name),
        parts["thanks"],
        "\n".join(_decided(words, outcomes)),
        _block(parts["why"], [entry.text for entry in reasons]),
        _block(parts["conditions"], conditions(words, choices)),
        _block(parts["alternatives"], _texts(words.alternatives, choices.alternatives)),
        _block(parts["change"], _changes(reasons, outcomes)),
        _block(parts["next"], [_following(words, outcomes)], mark=""),
        _return(words, choices.return_on),
        parts["wrong"],
    ]
    return "\n\n".join(block for block in blocks if block)


def conditions(words: LetterWords, choices: Choices) -> list[str]:
    """What has to be done first, in words for the patient."""
    return [*_texts(words.conditions, choices.conditions), *choices.own_conditions]


def day_in(words: LetterWords, day: date) -> str:
    """A day as this language writes it."""
    names = words.parts.get("months", ENGLISH_MONTHS).split()
    pattern = words.parts.get("date", "{month} {day}, {year}")
    return pattern.format(month=names[day.month - 1], day=day.day, year=day.year)


ENGLISH_MONTHS = (
    "January February March April May June July August September October November "
    "December"
)


def _decided(words: LetterWords, outcomes: Mapping[str, str]) -> Iterable[str]:
    for route, outcome in outcomes.items():
        sentence = words.outcomes[outcome]
        said = sentence.format(route=words.routes.get(route, route))
        yield said[0].upper() + said[1:]


def _following(words: LetterWords, outcomes: Mapping[str, str]) -> str:
    """What comes next: of the outcome that leads furthest."""
    decided = set(outcomes.values())
    first = next((outcome for outcome in OUTCOMES if outcome in decided), "")
    return words.following.get(first, "")


def _changes(reasons: Iterable[Entry], outcomes: Mapping[str, str]) -> list[str]:
    if HELPS.isdisjoint(outcomes.values()):
        return []
    return [entry.change for entry in reasons if entry.change]


def _return(words: LetterWords, day: date | None) -> str:
    if day is None:
        return ""
    return words.parts["return_on"].format(day=day_in(words, day))


def _chosen(known: Mapping[str, Entry], codes: Iterable[str]) -> list[Entry]:
    return [known[code] for code in codes if code in known]


def _texts(known: Mapping[str, Entry], codes: Iterable[str]) -> list[str]:
    return [entry.text for entry in _chosen(known, codes)]


def _block(title: str, lines: Iterable[str], mark: str = "- ") -> str:
    lines = [line for line in lines if line]
    return "\n".join([title, *(f"{mark}{line}" for line in lines)]) if lines else ""
