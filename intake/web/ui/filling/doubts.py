"""Answers that are hardly possible, asked about in the words of a page.

What was sent once and kept is not asked about again as long as it stays as it is.
"""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext_lazy as _

from intake.domain.answer import Answer
from intake.domain.questionnaire.doubting import Doubted, doubted
from intake.domain.questionnaire.pages import Page
from intake.questionnaires.filled import Filled
from intake.questionnaires.person import person_of

WORDS = {
    "doubt.dose": _(
        "This is a very high dose for one day. Please check the number. Was it perhaps "
        "in micrograms (mcg), or was a point forgotten?"
    ),
    "flag.before_birth": _("This is before your date of birth. Please check the year."),
    "flag.too_long": _(
        "This is longer than the time since you started it. Please check this, and "
        "when you started."
    ),
    "doubt.whole": _(
        "The time in all cannot be shorter than the time at the highest dose. Please "
        "check both."
    ),
    "flag.duplicate": _(
        "This medicine is in your list already, at that time. If you took it "
        "twice, please keep both."
    ),
}


def doubts_on(
    now: Filled, shown: Page, row: str, answers: Mapping[str, Answer]
) -> Iterator[tuple[str, str]]:
    """The questions to look at once more, each with words that say why."""
    stored = now.latest(shown.link_id, row)
    is_settled = stored is not None and stored.accepted and not stored.removed
    settled = _found(now, shown, row, stored.answers) if is_settled else ()
    for doubt in _found(now, shown, row, answers):
        if doubt not in settled:
            yield doubt.link_id, str(WORDS[doubt.note.why])


def _found(
    now: Filled, shown: Page, row: str, answers: Mapping[str, Answer]
) -> tuple[Doubted, ...]:
    person = person_of(now.response.patient, now.organisation)
    return doubted(
        now.definition,
        now.sheet,
        (shown, row),
        answers,
        on=now.organisation.today(),
        born_on=person.born_on,
    )
