"""Beginning, sending and taking back a response."""

from contextlib import suppress

from django.utils import timezone
from django.utils.translation import get_language

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.patients import actions as patients
from intake.patients.identity import Identity
from intake.patients.models import Patient, PrivacyNotice
from intake.practice.models import Location
from intake.questionnaires.models import Response
from intake.questionnaires.scores import record_scores
from intake.questionnaires.taking import NotTaking, startable_version

from .grading import grade
from .opening import opened, still_open
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
    patients.accept_notice(patient=patient, notice=notice, by=by)
    if not patient.responses.exists():
        with suppress(NotTaking):
            return start_response(patient=patient, by=by)
    return patient.responses.drafts().first()


@audit.recorded
def start_response(*, patient: Patient, by: User) -> Response:
    """Begin the active version of the screening; an open response is gone on with.

    Raises:
        NotTaking: no version is open to new patients, or nobody would hear them.
    """
    patients.hold(patient)
    if response := patient.responses.drafts().first():
        return response
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
    """Close a response for good and score it.

    Raises:
        NotComplete: something required is missing; nothing is changed.
        NotOpen: it was sent or withdrawn before.
    """
    audit.record(
        "response.completed", by=by, subject=response, patient=response.patient
    )
    now = opened(response)
    if now.next_page is not None or now.missing:
        raise NotComplete
    grade(now, left=True, by=by)
    settle_typed(now.response, by)
    response = now.response
    response.state, response.completed_at = Response.State.COMPLETED, timezone.now()
    response.screen_due_at = None
    response.save(update_fields=["state", "completed_at", "screen_due_at"])
    if response.base_id is not None:
        Response.objects.filter(pk=response.base_id).update(
            state=Response.State.AMENDED
        )
    record_scores(now)
    return response


@audit.recorded
def withdraw_response(*, response: Response, by: User) -> Response:
    """The patient takes an unsent response back; its answers are kept but closed.

    Raises:
        NotOpen: it was sent or withdrawn before.
    """
    audit.record(
        "response.withdrawn", by=by, subject=response, patient=response.patient
    )
    response = still_open(response)
    settle_typed(response, by)
    response.state, response.screen_due_at = Response.State.WITHDRAWN, None
    response.save(update_fields=["state", "screen_due_at"])
    return response
