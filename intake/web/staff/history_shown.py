"""Treatments and medicines of a case, as its page shows them."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.domain.medicines.matching import Match
from intake.domain.medicines.table import load_classes
from intake.domain.questionnaire.answers import Row
from intake.domain.questionnaire.histories import medicines
from intake.domain.treatments.evidence import Evidence, Status
from intake.domain.treatments.words import in_words
from intake.questionnaires.filled import Filled
from intake.review.treatments import (
    MEDICINES,
    KnownTrial,
    TreatmentRecord,
    list_behind,
    view_of,
)

from .reading import whole_row

UNRECOGNISED = "UNKNOWN"
WITHOUT_RULE = "NONE"
SEDATING = frozenset({"BZD", "OPI", "SED", "OXB", "ALC"})
STATUSES = {
    Status.PATIENT_REPORTED: gettext_lazy("Reported by the patient"),
    Status.STAFF_ENTERED: gettext_lazy("Entered by staff"),
    Status.PHARMACY_LIST: gettext_lazy("From a pharmacy list"),
    Status.RECORD_VERIFIED: gettext_lazy("Verified from a record"),
}
PARTS = {
    "duration": gettext_lazy("how long this episode has lasted"),
    "severity": gettext_lazy("how severe it is"),
    "failures": gettext_lazy("how many medicines failed"),
    "augmentation": gettext_lazy("whether a medicine was added to another"),
    "ect": gettext_lazy("electroconvulsive therapy"),
}


def treatments_shown(record: TreatmentRecord) -> dict[str, Any]:
    """Every trial with its outcome and reason, the count and the stage."""
    stage = record.stage
    return {
        "trials": [_trial_shown(trial) for trial in record.trials],
        "definite": record.resistance.definite,
        "maximum": record.resistance.maximum,
        "confirmed": record.is_confirmed,
        "notes": [in_words(note) for note in record.resistance.notes],
        "stage": stage,
        "stage_lacks": [PARTS[part] for part in stage.missing] if stage else [],
    }


def _trial_shown(trial: KnownTrial) -> dict[str, Any]:
    standing = trial.standing
    return {
        "row": trial.row,
        "name": trial.name,
        "drug_class": standing.agent.drug_class if standing.agent else "",
        "dose": standing.dose,
        "weeks": standing.weeks_at_highest,
        "outcome": str(trial.judgement.outcome),
        "why": trial.why,
        "evidence": evidence_words(trial.evidence),
        "status": str(trial.status),
    }


def evidence_words(evidence: Evidence) -> str:
    """Where a fact comes from, by whom and on which day."""
    words = str(STATUSES[evidence.status])
    if evidence.who:
        words = _("{status}, by {who}").format(status=words, who=evidence.who)
    if evidence.on is None:
        return words
    day = date_format(evidence.on, "j F Y")
    return _("{status}, {day}").format(status=words, day=day)


def medicines_shown(now: Filled) -> dict[str, Any]:
    """Every medicine as written, with its classes; how many are sedating."""
    view = view_of(now, MEDICINES)
    link_id = list_behind(view, MEDICINES)
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
