"""Answers that are hardly possible, found before they are taken for facts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from intake.domain.answer import NOT_ASKED, Answer, State
from intake.domain.treatments.plausibility import doubts
from intake.domain.treatments.resistance import Note
from intake.domain.treatments.timeline import Circumstances

from .answers import Sheet
from .definition import Definition
from .histories import rule_of, told, told_in
from .pages import Page


@dataclass(frozen=True)
class Doubted:
    """An answer to look at once more, and why."""

    link_id: str
    note: Note


def doubted(
    definition: Definition,
    sheet: Sheet,
    place: tuple[Page, str],
    answers: Mapping[str, Answer],
    *,
    on: date,
    born_on: date | None,
) -> tuple[Doubted, ...]:
    """What is hardly possible in the answers of a page or row.

    Args:
        definition, sheet: The questionnaire and what is stored.
        place: The page, and the id of the row if it is one.
        answers: What is to be stored there.
        on: Today.
        born_on: Of the patient; without it nothing is before birth.
    """
    page, row = place
    rule = rule_of(definition, "trials")
    if not row or rule is None or rule.reads["list"] != page.link_id:
        return tuple(_before_birth(page, born_on, answers))
    links = rule.reads["row"]
    given = dict.fromkeys(links.values(), NOT_ASKED) | dict(answers)
    trial = told_in(given, rule.reads)
    others = [one for name, one in told(definition, sheet).items() if name != row]
    found = doubts(trial, others, Circumstances(on, born_on))
    return tuple(Doubted(links[doubt.fact], doubt.note) for doubt in found)


def _before_birth(
    page: Page, born_on: date | None, answers: Mapping[str, Answer]
) -> Iterator[Doubted]:
    """Dates that lie before birth."""
    birth = born_on.isoformat() if born_on else ""
    for item in page.questions:
        answer = answers.get(item.link_id, NOT_ASKED)
        is_told = item.past and answer.state is State.ANSWERED
        if is_told and answer.value < birth[: len(answer.value)]:
            note = Note("flag.before_birth", {"started": answer.value})
            yield Doubted(item.link_id, note)
