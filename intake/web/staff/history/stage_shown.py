"""Resistance and its stage, explained part by part."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from intake.domain.treatments.maudsley import (
    DURATION_MONTHS,
    FAILED_DRUGS,
    Severity,
)
from intake.domain.treatments.resistance import AUGMENTATION_WEEKS, NEEDED, Status
from intake.domain.treatments.trials import Outcome
from intake.domain.treatments.words import what_settles
from intake.review.treatments import KnownTrial, TreatmentRecord
from intake.web.staff.fact_words import number_words

STATUSES = {
    Status.MET: gettext_lazy("Definite"),
    Status.POSSIBLE: gettext_lazy("Possible"),
    Status.NOT_MET: gettext_lazy("Not shown"),
}
PARTS = {
    "duration": gettext_lazy("How long this episode has lasted"),
    "severity": gettext_lazy("How severe it is"),
    "failures": gettext_lazy("How many medicines failed"),
    "augmentation": gettext_lazy("A medicine added to another"),
    "ect": gettext_lazy("Electroconvulsive therapy"),
}
MOST = {"duration": 3, "severity": 5, "failures": 5, "augmentation": 1, "ect": 1}
SEVERITIES = {
    Severity.SUBSYNDROMAL: gettext_lazy("below the threshold, or in remission"),
    Severity.MILD: gettext_lazy("mild"),
    Severity.MODERATE: gettext_lazy("moderate"),
    Severity.SEVERE: gettext_lazy("severe"),
    Severity.SEVERE_WITH_PSYCHOSIS: gettext_lazy("severe, with psychosis"),
}
BANDS = {
    "mild": gettext_lazy("mild"),
    "moderate": gettext_lazy("moderate"),
    "severe": gettext_lazy("severe"),
}


def resistance_shown(record: TreatmentRecord) -> dict[str, Any]:
    """Whether resistance is definite, by which trials, and what would settle more."""
    status = record.resistance.status
    return {
        "code": str(status),
        "words": STATUSES[status],
        "needed": NEEDED,
        "counting": list(
            dict.fromkeys(map(_name, _with(record, Outcome.FAILED_ADEQUATE)))
        ),
        "open": [
            {"name": _name(trial), "settled_by": what_settles(trial.judgement)}
            for trial in _with(record, Outcome.INDETERMINATE)
        ],
    }


def _with(record: TreatmentRecord, outcome: Outcome) -> list[KnownTrial]:
    return [trial for trial in record.trials if trial.judgement.outcome is outcome]


def _name(trial: KnownTrial) -> str:
    agent = trial.standing.agent
    return (agent.generic if agent else trial.name) or _("Not named")


def stage_shown(record: TreatmentRecord) -> dict[str, Any] | None:
    """The Maudsley stage with the points of each part and what they rest on."""
    stage = record.stage
    if stage is None:
        return None
    return {
        "total": stage.total,
        "highest": stage.highest,
        "band": BANDS.get(stage.band or ""),
        "highest_band": BANDS.get(stage.highest_band or ""),
        "lacks": [PARTS[part] for part in stage.missing],
        "parts": [
            {
                "code": part,
                "name": PARTS[part],
                "points": points,
                "most": MOST[part],
                "why": EXPLAINED[part](record),
            }
            for part, points in stage.parts.items()
        ],
    }


def _duration(record: TreatmentRecord) -> str:
    months = record.course.episode_months
    if months is None:
        return _("Not known how long.")
    lasted = ngettext("{n} month", "{n} months", round(months))
    (short, _one), (middle, _two) = DURATION_MONTHS
    return _(
        "{lasted}. Up to {short} months is 1 point, up to {middle} is 2, longer is 3."
    ).format(lasted=lasted.format(n=number_words(months)), short=short, middle=middle)


def _severity(record: TreatmentRecord) -> str:
    severity = record.course.severity
    if severity is None:
        return _("Not known: the PHQ-9 has no total.")
    return _(
        "{severity}, read from the PHQ-9: provisional and not validated. Psychosis "
        "would be 5 points; the PHQ-9 cannot see it."
    ).format(severity=str(SEVERITIES[severity]).capitalize())


def _failures(record: TreatmentRecord) -> str:
    found = record.resistance
    steps = ", ".join(str(upto) for upto, _points in FAILED_DRUGS)
    return _(
        "{definite} for certain, {maximum} at most. One point more beyond each of "
        "{steps} medicines."
    ).format(definite=found.definite, maximum=found.maximum, steps=steps)


def _augmentation(record: TreatmentRecord) -> str:
    used = record.course.augmentation
    if used is None:
        return _("Not known for one that may count: its weeks, purpose or episode.")
    if used:
        return _("Taken for {weeks} weeks or more in this episode.").format(
            weeks=AUGMENTATION_WEEKS
        )
    return _("None of {weeks} weeks or more in this episode.").format(
        weeks=AUGMENTATION_WEEKS
    )


def _ect(record: TreatmentRecord) -> str:
    used = record.course.ect
    if used is None:
        return _("Not known.")
    return _("Told as had.") if used else _("Told as not had.")


EXPLAINED = {
    "duration": _duration,
    "severity": _severity,
    "failures": _failures,
    "augmentation": _augmentation,
    "ect": _ect,
}
