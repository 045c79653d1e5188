"""A plan for hard times, in the patient's own words; written together, kept sealed."""

from dataclasses import asdict, dataclass, fields

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.patients import actions as patients
from intake.patients import vault
from intake.patients.models import Patient

from .records import SafetyPlan


class PlanChanged(Exception):
    """Somebody wrote another version in the meantime."""


class PlanIsEmpty(ValueError):
    """Nothing stands in it."""


@dataclass(frozen=True)
class Plan:
    """Each part in free words; an empty one was left out."""

    warning_signs: str = ""
    own_steps: str = ""
    people: str = ""
    places: str = ""
    helpers: str = ""
    surroundings: str = ""

    @property
    def is_empty(self) -> bool:
        return not any(text.strip() for text in asdict(self).values())


PARTS = tuple(field.name for field in fields(Plan))


@audit.recorded
def save_plan(*, patient: Patient, plan: Plan, seen: int, by: User) -> SafetyPlan:
    """Keep a new version; those before it stay.

    Args:
        patient: Whose plan it is.
        plan: What they wrote together.
        seen: The number of the version that it was written on top of, 0 for none.
        by: The clinician.

    Returns:
        The new version, or the latest one where it says the same.

    Raises:
        PlanIsEmpty: nothing stands in it.
        PlanChanged: another version is there than the one seen.
    """
    if plan.is_empty:
        raise PlanIsEmpty
    patients.hold(patient)
    latest = latest_plan(patient)
    if latest is not None and plan_of(latest) == plan:
        return latest
    number = latest.number if latest else 0
    if number != seen:
        raise PlanChanged
    saved = SafetyPlan(patient=patient, number=number + 1, by=by)
    vault.add(saved, patient, sealed=asdict(plan))
    audit.record("plan.saved", by=by, subject=saved, patient=patient, number=number + 1)
    return saved


def latest_plan(patient: Patient) -> SafetyPlan | None:
    """The version that counts."""
    latest = patient.safety_plans.select_related("by").first()
    if latest is not None:
        latest.patient = patient
    return latest


def plan_of(saved: SafetyPlan) -> Plan:
    """What stands in a version, opened."""
    return Plan(**vault.read(saved, saved.patient, "sealed"))
