"""What each finding of a run rests on, as a mark that changes with it."""

from collections.abc import Iterable, Mapping
from typing import Any

from intake.patients import vault

from .medicines import MedicineRecord
from .models import Case

PURPOSE = "grounds of a finding"


def grounds_of(
    case: Case, report: Mapping[str, Any], medicines: MedicineRecord
) -> dict[str, str]:
    """A mark of every finding of a run, by its id.

    It is the same while the finding weighs the same and rests on the same values, of
    the same day, and on the same medicines where it is about their classes.
    """
    return {
        finding["id"]: vault.mark(
            case.patient, f"{PURPOSE} {case.pk}", _ground(finding, report, medicines)
        )
        for finding in report["findings"]
    }


def _ground(
    finding: Mapping[str, Any], report: Mapping[str, Any], medicines: MedicineRecord
) -> dict[str, Any]:
    facts = finding["facts"]
    return {
        "id": finding["id"],
        "severity": finding["severity"],
        "facts": facts,
        "as_of": {name: report["as_of"].get(name) for name in facts},
        "medicines": sorted(_named(facts.values(), medicines)),
    }


def _named(values: Iterable[Any], medicines: MedicineRecord) -> set[str]:
    """The medicines whose classes are among the values."""
    codes = {code for value in values if isinstance(value, list) for code in value}
    return {known.name for known in medicines.taken if known.match.classes & codes}
