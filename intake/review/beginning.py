"""A new request for an evaluation, begun while no other of the person is open."""

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.patients import actions as patients
from intake.patients.models import Patient
from intake.questionnaires import actions as questionnaires
from intake.questionnaires.models import Response

from .models import Case


class CaseOpen(Exception):
    """The person has a case that was not withdrawn."""


def open_case(patient: Patient) -> Case | None:
    """The newest case that keeps a person from beginning again."""
    cases = patient.cases.exclude(stage=Case.Stage.WITHDRAWN)
    return cases.order_by("-received_at").first()


@audit.recorded
def begin_request(*, patient: Patient, by: User) -> Response:
    """Begin the questions; whoever has begun goes on with that.

    Raises:
        CaseOpen: what was sent is looked at, or was decided.
        NotTaking: no version is open to new patients, or nobody would hear them.
    """
    patients.hold(patient)
    has_draft = patient.responses.drafts().exists()
    if not has_draft and open_case(patient):
        raise CaseOpen
    return questionnaires.start_response(patient=patient, by=by)
