"""A score that staff enter on a case, and what it changes there."""

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.patients import actions as patients
from intake.questionnaires import score_entry
from intake.questionnaires.models import ScoreRecord
from intake.questionnaires.score_entry import Entered

from . import evaluation
from .actions import CaseIsWithdrawn, evaluate_case
from .models import Case


@audit.recorded
def enter_score(*, case: Case, entered: Entered, seen: int, by: User) -> ScoreRecord:
    """Record a score; when an alert rises by it, the case is evaluated again.

    Raises:
        CaseIsWithdrawn: nothing more is recorded.
        NotSent, OffScale, NotStated, ImpossibleDay, ScoreChanged: as
            :func:`intake.questionnaires.score_entry.enter_score` says.
    """
    # In the order in which a sent response takes them: the patient, then the case.
    patients.hold(case.patient)
    before = evaluation.alert_level(case)
    record = score_entry.enter_score(
        response=case.response, entered=entered, seen=seen, by=by
    )
    if Case.objects.select_for_update().get(pk=case.pk).stage == Case.Stage.WITHDRAWN:
        raise CaseIsWithdrawn
    if evaluation.alert_level(case) != before:
        evaluate_case(case=case, by=by)
    return record
