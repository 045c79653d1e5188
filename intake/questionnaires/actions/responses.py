"""Beginning, sending and taking back a response."""

from contextlib import suppress

from django.utils import timezone
from django.utils.translation import get_language

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.patients import actions as patients
from intake.patients import consents
from intake.patients.identity import Identity
from intake.patients.models import Patient, PrivacyNotice
from intake.practice.models import Location
from intake.questionnaires.filled import Filled
from intake.questionnaires.models import Response
from intake.questionnaires.scores import record_scores
from intake.questionnaires.taking import SCREENING, NotTaking, startable_version

from .grading import grade
from .opening import hold_versions, opened
from .typing import settle_typed


class NotComplete(Exception):
    """Something that is required has no answer."""


@audit.recorded
def introduce(
    *,
    patient: Patient,
    identity: Identity,
    site: Location,
    notice: PrivacyNotice,
    by: User,
) -> Response | None:
    """Record who a patient is, and start the screening for a new one.

    Returns:
        The response in progress, or None when there is none: there was one before, or
        the clinic takes no new requests now.
    """
    patients.save_identity(patient=patient, identity=identity, site=site, by=by)
    consents.accept_notice(
        patient=patient, notice=notice, by=by, name=identity.full_name
    )
    if not patient.responses.exists():
        with suppress(NotTaking):
            return start_response(patient=patient, by=by)
    return patient.responses.drafts().first()


@audit.recorded
def start_response(*, patient: Patient, by: User) -> Response:
    """Begin the active version of the screening; an open response is gone on with.

    Raises:
        NotTaking: no version is open to new patients, or nobody would hear them.
        consents.TakenBack: the patient accepts no notice.
    """
    patients.hold(patient)
    consents.refuse_taken_back(patient)
    if response := patient.responses.drafts().first():
        return response
    hold_versions(SCREENING)
    version = startable_version()
    if version is None:
        raise NotTaking
    response = Response.objects.create(
        patient=patient,
        version=version,
        language=(get_language() or "en").split("-")[0],
    )
    audit.record("response.started", by=by, subject=response, patient=patient)
    return response


@audit.recorded
def complete_response(*, response: Response, by: User) -> Response:
    """Close a response for good and score it, with what was asked on top meanwhile.

    Returns:
        The uppermost of those that were closed: it holds what counts.

    Raises:
        NotComplete: something required is missing here or on top, or what it stands on
            is not sent yet; nothing is changed.
        NotOpen: it was sent or withdrawn before.
        consents.TakenBack: the patient accepts no notice.
    """
    consents.refuse_taken_back(response.patient)
    audit.record(
        "response.completed", by=by, subject=response, patient=response.patient
    )
    now = opened(response)
    if any(layer.next_page or layer.missing for layer in now.stack):
        raise NotComplete
    base = now.base and now.base.response
    if base and base.is_open:
        raise NotComplete
    grade(now, left=True, by=by)
    above = [layer.response for layer in now.stack]
    _close(above, by)
    if base:
        Response.objects.filter(pk=base.pk).update(state=Response.State.AMENDED)
    record_scores(now.top)
    return above[-1]


def _close(stack: list[Response], by: User) -> None:
    """Close what is sent at once; all but the uppermost are amended by it already."""
    at = timezone.now()
    for response in stack:
        settle_typed(response, by)
        last = response is stack[-1]
        response.state = Response.State.COMPLETED if last else Response.State.AMENDED
        response.completed_at, response.screen_due_at = at, None
        response.save(update_fields=["state", "completed_at", "screen_due_at"])


@audit.recorded
def withdraw_response(*, response: Response, by: User) -> Response:
    """The patient takes an unsent response back; its answers are kept but closed.

    What was asked on top of it goes with it.

    Raises:
        NotOpen: it was sent or withdrawn before.
    """
    audit.record(
        "response.withdrawn", by=by, subject=response, patient=response.patient
    )
    now = opened(response)
    withdraw(now, by)
    return now.response


def withdraw(now: Filled, by: User | None) -> None:
    """Take back an open response with everything that is asked on top of it."""
    for layer in now.stack:
        response = layer.response
        settle_typed(response, by)
        response.state, response.screen_due_at = Response.State.WITHDRAWN, None
        response.save(update_fields=["state", "screen_due_at"])
