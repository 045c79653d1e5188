"""What staff may enter of an instrument that was asked elsewhere, and its grade.

An instrument may be entered where its file says so. One whose words ship is entered by
its questions, one without words by our labels. What was entered is scored by the same
functions as what a patient answered.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from intake.domain.answer import DECLINED, NOT_ASKED, SKIPPED, Answer, State
from intake.domain.instruments import Entry, Instrument, load_instruments
from intake.domain.questionnaire.definition import canonical_hash
from intake.domain.questionnaire.items import Item, Wording
from intake.domain.scoring import BESIDE, INSTRUMENTS, Score, cssrs, qids
from intake.domain.scoring.answers import yes_no
from intake.domain.scoring.score import OffScale
from intake.domain.skeletons import Concept, Skeleton, load_skeletons

ALLOWED = (State.ANSWERED, State.DECLINED, State.SKIPPED)


class NotStated(ValueError):
    """Items of which nothing is said: neither an answer nor that there is none."""

    def __init__(self, items: tuple[str, ...]) -> None:
        super().__init__(", ".join(items))
        self.items = items


@dataclass(frozen=True)
class EntryForm:
    """One instrument as staff enter it.

    ``licence`` says why its words are not shown, and is empty where they are.
    """

    code: str
    version: str
    title: Wording
    time_frame: str
    licence: str
    entry: Entry
    items: tuple[Concept, ...]

    @property
    def total_name(self) -> str:
        """The name under which a total stands in place of the items, or nothing."""
        return f"{self.code}_total" if self.entry.total is not None else ""

    @cached_property
    def by_link_id(self) -> Mapping[str, Concept]:
        """The items by their ids."""
        return {item.link_id: item for item in self.items}

    @property
    def digest(self) -> str:
        """The fingerprint of what whoever entered it had before them."""
        items = [
            [item.link_id, dict(item.label), item.most, item.after]
            for item in self.items
        ]
        return canonical_hash(
            {"code": self.code, "version": self.version, "items": items}
        )

    def due(self, answers: Mapping[str, Answer]) -> tuple[str, ...]:
        """The items of which something must be said.

        With a total only those beside it; otherwise all, but for those that are asked
        after a yes which was not given.
        """
        total = answers.get(self.total_name, NOT_ASKED)
        if total.state is State.ANSWERED:
            return self.entry.beside
        return tuple(
            item.link_id
            for item in self.items
            if not item.after or answers.get(item.after, NOT_ASKED).value == "yes"
        )

    def score(self, answers: Mapping[str, Answer]) -> Score:
        """Score what was entered.

        Raises:
            OffScale: An item that the instrument does not have, a value that the item
                does not have, or items beside a total.
            NotStated: Nothing is said of an item that is due.
        """
        for name, answer in answers.items():
            if name not in self.by_link_id and name != self.total_name:
                raise OffScale(name, f"{self.code} has no item {name!r}.")
            if answer.state not in ALLOWED:
                raise OffScale(name, f"{name} is answered, declined or left open.")
        score = INSTRUMENTS[self.code].score(answers)
        if silent := tuple(n for n in self.due(answers) if n not in answers):
            raise NotStated(silent)
        return score


@cache
def entry_forms() -> Mapping[str, EntryForm]:
    """Everything that staff may enter, by code."""
    forms = [_of_skeleton(found) for found in load_skeletons().values()]
    forms += [
        _of_instrument(found, found.entry)
        for found in load_instruments().values()
        if found.entry is not None
    ]
    return {form.code: form for form in sorted(forms, key=lambda form: form.code)}


def stated(value: str, most: int | None) -> Answer | None:
    """Read the text that stands for an answer; None when nothing is said.

    Points from 0 to ``most`` or ``yes`` and ``no``, ``declined``, or ``skipped`` for an
    item that was left open.

    Raises:
        ValueError: It is none of these.
    """
    if not value:
        return None
    if value in (State.DECLINED, State.SKIPPED):
        return {"declined": DECLINED, "skipped": SKIPPED}[value]
    if value not in choices(most):
        raise ValueError(value)
    return Answer(State.ANSWERED, value if most is None else int(value))


def choices(most: int | None) -> tuple[str, ...]:
    """The answers that an item takes, as text."""
    if most is None:
        return ("yes", "no")
    return tuple(str(points) for points in range(most + 1))


def causes(code: str, answers: Mapping[str, Answer]) -> tuple[str, ...]:
    """The items that a grade rests on: for an alert to name."""
    if code == "qids":
        return (qids.SUICIDAL,)
    if code == "cssrs":
        positive = [item for item in cssrs.ITEMS if yes_no(answers, item)]
        return (*positive, *cssrs.missing(answers))
    return ()


def _of_skeleton(found: Skeleton) -> EntryForm:
    return EntryForm(
        code=found.code,
        version=found.version,
        title=found.title,
        time_frame=found.time_frame,
        licence=found.licence,
        entry=found.entry,
        items=found.items,
    )


def _of_instrument(found: Instrument, entry: Entry) -> EntryForm:
    beside = BESIDE.get(found.code, ())
    asked = (i for i in found.items if i.asks and i.link_id not in beside)
    return EntryForm(
        code=found.code,
        version=found.version,
        title=found.title,
        time_frame=found.time_frame,
        licence="",
        entry=entry,
        items=tuple(_concept(item) for item in asked),
    )


def _concept(item: Item) -> Concept:
    most = len(item.options) - 1 if item.options else None
    return Concept(item.link_id, item.text, most)
