"""What a payer may ask for and a sheet cannot say, each in a sentence."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from intake.domain.payers import trial_words
from intake.domain.payers.judging import Standing, Verdict
from intake.domain.payers.ruleset import Stated
from intake.domain.payers.words import VERDICTS, in_words
from intake.review.treatments import TreatmentRecord

UNCONFIRMED = "The patient has not said that the list of medicines is complete."
NOT_ASKED_HERE = (
    "Insurance: member and group number are not asked here.",
    "Diagnosis code: not asked here.",
)


def gaps(
    content: Mapping[str, Any],
    record: TreatmentRecord,
    standings: Sequence[Standing],
) -> list[str]:
    """Every gap of a sheet, those of the history first."""
    return list(
        chain(
            _of_trials(record),
            _of_requirements(standings),
            _of_the_rest(content),
            NOT_ASKED_HERE,
        )
    )


def _of_trials(record: TreatmentRecord) -> Iterator[str]:
    if not record.is_confirmed:
        yield UNCONFIRMED
    for number, trial in enumerate(record.trials, 1):
        if unknown := trial_words.gaps(trial.standing):
            name = trial_words.short_name(trial.standing)
            yield f"Trial {number} ({name}), not known: {', '.join(unknown)}."


def _of_requirements(standings: Iterable[Standing]) -> Iterator[str]:
    for standing in standings:
        asked = standing.requirement.text
        if isinstance(standing.requirement, Stated):
            yield f"For the clinician to state: {asked}."
        elif standing.verdict is not Verdict.MET:
            stands = VERDICTS[standing.verdict].capitalize()
            yield f"{stands}: {asked}. {in_words(standing)}"


def _of_the_rest(content: Mapping[str, Any]) -> Iterator[str]:
    if not content["scores"]:
        yield "No score of depression is recorded."
    for label, value in content["body"]:
        if value == trial_words.NOT_KNOWN:
            yield f"{label}: not known."
    for title in content["contraindications"]["unknown"]:
        yield f"Not known: {title}."
