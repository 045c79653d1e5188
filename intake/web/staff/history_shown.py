"""Treatments and medicines of a case, as its page shows them."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from intake.domain.answer import State
from intake.domain.medicines.matching import Match
from intake.domain.medicines.table import load_classes
from intake.domain.questionnaire.answers import Row
from intake.domain.questionnaire.facts import Fact
from intake.domain.questionnaire.histories import medicines, trials
from intake.domain.treatments import maudsley
from intake.domain.treatments.resistance import (
    Resistance,
    summarise,
    used_augmentation,
)
from intake.domain.treatments.trials import Judgement, Trial
from intake.domain.treatments.words import in_words
from intake.questionnaires.filled import Filled

from .reading import whole_row

# The calculations that read the two lists.
MEDICINES, TRIALS = "medicine_classes", "trials"
UNRECOGNISED = "UNKNOWN"
WITHOUT_RULE = "NONE"
SEDATING = frozenset({"BZD", "OPI", "SED", "OXB", "ALC"})
PARTS = {
    "duration": _("how long this episode has lasted"),
    "severity": _("how severe it is"),
    "failures": _("how many medicines failed"),
    "augmentation": _("whether a medicine was added to another"),
    "ect": _("electroconvulsive therapy"),
}


def treatments_shown(now: Filled, facts: Mapping[str, Fact]) -> dict[str, Any]:
    """Every trial with its outcome and reason, the count and the stage."""
    view = _view_of(now, TRIALS)
    found = list(trials(view.definition, view.sheet).values())
    summary = summarise(found)
    judged = zip(found, summary.judgements, strict=True)
    stage = _stage(found, summary, facts)
    return {
        "trials": [_trial_shown(trial, judgement) for trial, judgement in judged],
        "definite": summary.definite,
        "maximum": summary.maximum,
        "confirmed": _value(facts, "trd") is not None,
        "notes": [in_words(note) for note in summary.notes],
        "stage": stage,
        "stage_lacks": [PARTS[part] for part in stage.missing] if stage else [],
    }


def _trial_shown(trial: Trial, judgement: Judgement) -> dict[str, Any]:
    return {
        "name": trial.agent.label if trial.agent else trial.name,
        "drug_class": trial.agent.drug_class if trial.agent else "",
        "dose": trial.dose,
        "weeks": trial.weeks_at_highest,
        "outcome": str(judgement.outcome),
        "why": in_words(judgement),
    }


def _stage(
    found: list[Trial], summary: Resistance, facts: Mapping[str, Fact]
) -> maudsley.Maudsley | None:
    phq9, ect = _value(facts, "phq9"), _value(facts, "ect")
    course = maudsley.Course(
        episode_months=_value(facts, "episode_months"),
        severity=None if phq9 is None else maudsley.severity_from_phq9(phq9),
        augmentation=used_augmentation(found),
        ect=None if ect is None else ect == "yes",
        severity_is_provisional=True,
    )
    return maudsley.stage(course, summary.definite, summary.maximum)


def _value(facts: Mapping[str, Fact], name: str) -> Any:
    fact = facts.get(name)
    known = fact is not None and fact.answer.state is State.ANSWERED
    return fact.answer.value if known else None


def medicines_shown(now: Filled) -> dict[str, Any]:
    """Every medicine as written, with its classes; how many are sedating."""
    view = _view_of(now, MEDICINES)
    link_id = _list_behind(view, MEDICINES)
    if link_id is None:
        return {"rows": [], "state": "open", "sedating": 0}
    found = view.sheet.rows(link_id)
    matched = medicines(view.definition, view.sheet)
    taken = [(row, matched[row.id]) for row in found.rows if row.id in matched]
    return {
        "rows": [_medicine_shown(now, link_id, row, match) for row, match in taken],
        "state": str(found.state),
        "sedating": sum(bool(match.classes & SEDATING) for _row, match in taken),
    }


def _view_of(now: Filled, calculation: str) -> Filled:
    """The version in which the list behind a calculation was answered last."""
    lists = [(view, _list_behind(view, calculation)) for view in reversed(now.versions)]
    told = (view for view, link_id in lists if link_id and now.told_in(link_id) is view)
    return next(told, now.versions[0])


def _list_behind(view: Filled, calculation: str) -> str | None:
    rules = view.definition.facts.values()
    lists = (rule.reads["list"] for rule in rules if rule.calculate == calculation)
    return next(lists, None)


def _medicine_shown(now: Filled, link_id: str, row: Row, match: Match) -> dict:
    known = load_classes()
    classes = sorted(match.classes & known.keys() - {UNRECOGNISED, WITHOUT_RULE})
    return {
        "written": whole_row(now, link_id, row),
        "recognised": [medicine.generic for medicine in match.rows],
        "classes": sorted(match.classes),
        "class_words": [known[code].name for code in classes if not known[code].signal],
        "left_over": " ".join(match.left_over),
        "is_unknown": UNRECOGNISED in match.classes,
    }
