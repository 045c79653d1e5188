"""A level that a clinician sets, and what it changes in the patient's case."""

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.patients import actions as patients
from intake.safety import levels
from intake.safety.levels import NewLevel
from intake.safety.models import Alert

from .actions import evaluate_case
from .models import Case


@audit.recorded
def set_level(*, alert: Alert, new: NewLevel, by: User) -> Alert:
    """Raise or lower the level of an alert; the open case is evaluated again.

    Raises:
        AlertIsClosed, LevelHasChanged, ReasonIsMissing: as
            :mod:`intake.safety.levels` says.
    """
    # In the order in which a sent response takes them: the patient, then the case.
    patients.hold(alert.patient)
    set_it = levels.raise_level if new.level > new.seen else levels.lower_level
    changed = set_it(alert=alert, new=new, by=by)
    case = _case_of(alert)
    if case is not None:
        evaluate_case(case=case, by=by)
    return changed


def _case_of(alert: Alert) -> Case | None:
    cases = alert.patient.cases.exclude(stage=Case.Stage.WITHDRAWN)
    return cases.order_by("-received_at").first()
