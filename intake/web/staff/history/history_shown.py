"""Treatments and medicines of a case, as its page shows them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from intake.domain.eligibility.protocol import Protocol
from intake.domain.medicines.table import UNKNOWN
from intake.domain.treatments.evidence import Evidence
from intake.domain.treatments.words import in_words
from intake.questionnaires.filled import Filled
from intake.review.checks import Check, Checks, History
from intake.review.history import Histories
from intake.review.medicines import KnownMedicine, MedicineRecord
from intake.review.treatments import KnownTrial, TreatmentRecord
from intake.web.staff.cases.interactions_shown import (
    Severities,
    combined_shown,
    notes_shown,
    severities_of,
)
from intake.web.staff.fact_words import (
    ENDED,
    MEDICINE_FACTS,
    TRIAL_FACTS,
    codes_of,
    evidence_words,
    names_in_words,
    number_words,
    source_words,
    to_codes,
    value_words,
)
from intake.web.staff.reading import whole_row

from .stage_shown import resistance_shown, stage_shown
from .timeline_shown import started_words, timeline_shown


def treatments_shown(record: TreatmentRecord, on: date) -> dict[str, Any]:
    """Every trial with its outcome and reason, the count, the stage, the drawing."""
    return {
        "trials": [_trial_shown(trial) for trial in record.trials],
        "definite": record.resistance.definite,
        "maximum": record.resistance.maximum,
        "confirmed": record.is_confirmed,
        "notes": [in_words(note) for note in record.resistance.notes],
        "resistance": resistance_shown(record),
        "stage": stage_shown(record),
        "timeline": timeline_shown(record.trials, on),
    }


def _trial_shown(trial: KnownTrial) -> dict[str, Any]:
    standing = trial.standing
    return {
        "row": trial.row,
        "name": trial.name or _("Not named"),
        "drug_class": standing.agent.drug_class if standing.agent else "",
        "dose": number_words(standing.dose),
        "weeks": number_words(standing.weeks_at_highest),
        "outcome": str(trial.judgement.outcome),
        "begun": started_words(standing.started),
        "has_start": standing.started is not None,
        "why": trial.why,
        "flags": [in_words(note) for note in trial.flags],
        "evidence": evidence_words(trial.evidence),
        "status": str(trial.status),
        "is_added": trial.reported is None,
        "is_gone": trial.is_gone,
        "told": list(told_beside(trial)),
    }


def told_beside(trial: KnownTrial) -> Iterator[str]:
    """What sources say beside what the patient said, a line for each difference."""
    if trial.reported is None:
        return
    told, stand = codes_of(trial.reported), codes_of(trial.standing)
    evidence = dict(trial.by_fact)
    if "stop_reason" in evidence:
        evidence[ENDED] = evidence["stop_reason"]
    yield from _beside(TRIAL_FACTS, told, stand, evidence)


def _beside(
    labels: Mapping[str, Any],
    told: Mapping[str, Any],
    stand: Mapping[str, Any],
    evidence: Mapping[str, Evidence],
) -> Iterator[str]:
    same: dict[Evidence, list[str]] = {}
    for name in labels:
        if name not in evidence:
            continue
        if told.get(name, "") == stand[name]:
            same.setdefault(evidence[name], []).append(name)
            continue
        patient = value_words(name, told.get(name, ""))
        source = source_words(value_words(name, stand[name]), evidence[name])
        yield _("{fact}. Patient: {patient}. {source}.").format(
            fact=labels[name], patient=patient, source=source
        )
    for found, names in same.items():
        yield _("{source}.").format(
            source=source_words(_confirmed(names), found),
        )


def _confirmed(names: Iterable[str]) -> str:
    return _("the same for {facts}").format(facts=names_in_words(names))


def medicines_shown(
    now: Filled, record: MedicineRecord, rules: Protocol
) -> dict[str, Any]:
    """Every medicine as written, with notes on its classes and on all together."""
    taken = record.taken
    return {
        "rows": [
            _medicine_shown(now, record, known) | _notes(known, severities_of(rules))
            for known in record.medicines
        ],
        "state": str(record.state),
        "combined": combined_shown(
            [known.name or _("Not named") for known in taken],
            [known.match.classes for known in taken],
        ),
    }


def _notes(known: KnownMedicine, severities: Severities) -> dict[str, Any]:
    notes = notes_shown(known.match, severities)
    return {
        "notes": notes,
        "class_words": [note["name"] for note in notes if not note["signal"]],
    }


def _medicine_shown(now: Filled, record: MedicineRecord, known: KnownMedicine) -> dict:
    match = known.match
    return {
        "row": known.row,
        "name": written(now, record, known) or _("Not named"),
        "recognised": [medicine.generic for medicine in match.rows],
        "classes": sorted(match.classes) if known.is_taken else [],
        "left_over": " ".join(match.left_over),
        "is_unknown": UNKNOWN in match.classes,
        "is_taken": known.is_taken,
        "is_added": known.reported is None and not known.is_gone,
        "is_gone": known.is_gone,
        "status": str(known.evidence.status),
        "evidence": evidence_words(known.evidence) if known.checks else "",
        "told": list(_medicine_beside(known)),
    }


def written(now: Filled, record: MedicineRecord, known: KnownMedicine) -> str:
    """A medicine as the patient wrote it, or as the source has it."""
    if known.reported and record.list_id:
        return whole_row(now, record.list_id, known.reported)
    parts = [known.name, known.stated.get("strength"), known.stated.get("often")]
    return " · ".join(part for part in parts if part)


def _medicine_beside(known: KnownMedicine) -> Iterator[str]:
    """What sources say of a medicine that the patient told, fact after fact."""
    if known.reported is None:
        return
    for name, label in MEDICINE_FACTS.items():
        if name not in known.by_fact:
            continue
        value = medicine_value(name, known.stated[name])
        said = source_words(value, known.by_fact[name])
        yield _("{fact}. {source}.").format(fact=label, source=said)


def medicine_value(name: str, value: str | None) -> str:
    """The value of one fact of a medicine in words."""
    if name == "taken":
        return _("not any more") if value == "no" else _("yes")
    return value or _("Not known")


def row_shown(
    now: Filled, histories: Histories, known: KnownTrial | KnownMedicine
) -> dict[str, Any]:
    """One trial or medicine, as the page on which it is checked shows it."""
    if isinstance(known, KnownMedicine):
        return _medicine_shown(now, histories.medicines, known)
    return _trial_shown(known)


def checks_shown(checks: Checks, history: str, row: str = "") -> list[dict[str, Any]]:
    """Every statement about a history or a row of it, the newest first.

    Those taken back stand there too.
    """
    return [
        check_shown(check)
        for check in reversed(checks.all)
        if check.record.history == history
        and row in ("", check.record.row)
        and check.record.takes_back_id is None
    ]


def check_shown(check: Check) -> dict[str, Any]:
    """One statement: the row, the source, what it says, and whether it stands."""
    is_trial = check.record.history == History.TRIALS
    labels = TRIAL_FACTS if is_trial else MEDICINE_FACTS
    in_words = value_words if is_trial else medicine_value
    name = "agent" if is_trial else "name"
    codes, said = to_codes(check.facts), to_codes(check.said or {})
    named = codes.get(name) or said.get(name)
    undone = check.taken_back_by
    return {
        "number": check.record.pk,
        "name": in_words(name, named) if named else _("Not named"),
        "evidence": evidence_words(check.evidence),
        "words": check.words,
        "facts": [(labels[fact], in_words(fact, codes[fact])) for fact in codes],
        "taken_back_by": undone and undone.by,
        "taken_back_at": undone and undone.at,
        "taken_back_why": check.taken_back_why,
    }
