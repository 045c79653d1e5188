"""Everything that changes a response. There is no other way to store an answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.domain.answer import Answer
from intake.domain.questionnaire.answers import ListState, to_data
from intake.domain.questionnaire.branching import missing
from intake.patients import actions as patients
from intake.patients import vault
from intake.patients.identity import Identity
from intake.patients.models import Patient, PrivacyNotice
from intake.practice.models import Location, Organisation
from intake.safety import actions as safety

from .concern import concern_of
from .filled import Filled, Stored, filled, purpose
from .models import Questionnaire, Response, SavedPage
from .scores import record_scores

SCREENING = "screening"


class NotOpen(Exception):
    """The response was sent or withdrawn; its answers cannot be changed here."""


class NotComplete(Exception):
    """Something that is required has no answer."""


@dataclass(frozen=True)
class Place:
    """Where answers belong: a page, or one row of a list."""

    page: str
    row: str = ""


@dataclass(frozen=True)
class Posted:
    """What came with one post.

    ``accepted`` is false when something on the page was refused; the answers given
    here are then the ones that can be kept. ``revision`` is the version number that
    the person was looking at. ``leaving`` says that they stop for now.
    """

    data: Mapping[str, Any]
    revision: int
    accepted: bool = True
    leaving: bool = False
    removed: bool = False


@dataclass(frozen=True)
class Saved:
    """What became of a post.

    ``changed_elsewhere`` holds the version stored by another tab or device: nothing
    was stored then. ``worse`` is true when the safety level or a medical concern rose.
    """

    response: Response
    changed_elsewhere: Stored | None = None
    noted: safety.Noted | None = None

    @property
    def worse(self) -> bool:
        return self.noted is not None and self.noted.worse


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
        The response in progress, or None when the patient has sent one before.
    """
    is_new = patient.identity is None
    patients.save_identity(patient=patient, identity=identity, site=site, by=by)
    patients.accept_notice(patient=patient, notice=notice, by=by)
    if is_new:
        return start_response(patient=patient, by=by)
    return patient.responses.in_progress().first()


@audit.recorded
def start_response(*, patient: Patient, by: User) -> Response:
    """Begin the active version of the screening; an open response is gone on with."""
    Patient.objects.select_for_update().get(pk=patient.pk)
    if response := patient.responses.in_progress().first():
        return response
    questionnaire = Questionnaire.objects.get(code=SCREENING)
    response = Response.objects.create(
        patient=patient,
        version=questionnaire.active_version,
        language=(get_language() or "en").split("-")[0],
    )
    audit.record("response.started", by=by, subject=response, patient=patient)
    return response


@audit.recorded
def save_page(*, response: Response, place: Place, posted: Posted, by: User) -> Saved:
    """Store a posted page or row and grade it for safety, in one transaction.

    The same post twice has one effect. A post made on an older version stores nothing
    unless it says what is stored already.
    """
    response = _locked(response)
    before = filled(response)
    latest = before.latest(place.page, place.row)
    if _says_the_same(latest, posted):
        return Saved(response, noted=_grade(before, posted, by))
    if posted.revision != before.number(place.page, place.row):
        return Saved(response, changed_elsewhere=latest)
    _store(response, place, posted, before.number(place.page, place.row) + 1, by)
    if place.row:
        _reopen_list(response, place, before, by)
    audit.record(
        "response.saved",
        by=by,
        subject=response,
        patient=response.patient,
        page=place.page,
    )
    return Saved(response, noted=_grade(filled(response), posted, by))


def answers_data(answers: Mapping[str, Answer]) -> dict[str, Any]:
    """Answers in the form that :class:`Posted` takes."""
    return to_data(answers)


def list_data(state: ListState) -> dict[str, Any]:
    """The state of a list in the form that :class:`Posted` takes."""
    return {"state": str(state)}


def _locked(response: Response) -> Response:
    response = (
        Response.objects.select_for_update(of=("self",))
        .select_related("version", "patient__identity")
        .get(pk=response.pk)
    )
    if not response.is_open:
        raise NotOpen
    return response


def _says_the_same(latest: Stored | None, posted: Posted) -> bool:
    return latest is not None and (
        (latest.data, latest.accepted, latest.removed)
        == (posted.data, posted.accepted, posted.removed)
    )


def _store(
    response: Response, place: Place, posted: Posted, number: int, by: User
) -> None:
    sealed = vault.close(response.patient, purpose(response), posted.data)
    SavedPage.objects.create(
        response=response,
        page=place.page,
        row=place.row,
        number=number,
        sealed=sealed,
        accepted=posted.accepted,
        removed=posted.removed,
        by=by,
    )
    response.saved_at = timezone.now()
    response.save(update_fields=["saved_at"])


def _reopen_list(response: Response, place: Place, before: Filled, by: User) -> None:
    """A list whose rows change is not confirmed any more."""
    whole = before.latest(place.page)
    if whole is not None and whole.data["state"] != ListState.OPEN:
        posted = Posted(list_data(ListState.OPEN), whole.number, accepted=False)
        _store(response, Place(place.page), posted, whole.number + 1, by)


def _grade(now: Filled, posted: Posted, by: User | None) -> safety.Noted | None:
    """Tell the safety side what the answers say, and keep the screen's deadline."""
    organisation = Organisation.current()
    response = now.response
    begun = response.screen_due_at is not None
    concern = concern_of(now, organisation, left=posted.leaving and begun)
    _set_deadline(response, concern, organisation)
    return safety.note_level(patient=response.patient, concern=concern.concern, by=by)


def _set_deadline(response: Response, graded, organisation: Organisation) -> None:
    due = response.screen_due_at
    if graded.screen_is_open and due is None:
        due = timezone.now() + timedelta(minutes=organisation.screen_minutes)
    elif graded.is_final:
        due = None
    if due != response.screen_due_at:
        response.screen_due_at = due
        response.save(update_fields=["screen_due_at"])


def note_screen_shown(response: Response) -> None:
    """A page of the safety screen is being shown: its clock starts."""
    minutes = Organisation.current().screen_minutes
    due = timezone.now() + timedelta(minutes=minutes)
    Response.objects.in_progress().filter(pk=response.pk, screen_due_at=None).update(
        screen_due_at=due
    )


def grade_unfinished(now: datetime | None = None) -> int:
    """Grade screens that were left unfinished for too long as unanswered.

    Returns:
        How many responses were graded.
    """
    due = Response.objects.in_progress().filter(
        screen_due_at__lte=now or timezone.now()
    )
    ids = list(due.values_list("pk", flat=True)[:100])
    for response_id in ids:
        _grade_unfinished(response_id=response_id)
    return len(ids)


@audit.recorded
def _grade_unfinished(*, response_id) -> None:
    found = (
        Response.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("version", "patient__identity")
        .in_progress()
        .filter(pk=response_id)
        .exclude(screen_due_at=None)
        .first()
    )
    if found is not None:
        left = Posted({}, 0, leaving=True)
        _grade(filled(found), left, by=None)


@audit.recorded
def leave(*, response: Response, by: User) -> Saved:
    """The person stops for now: an unfinished screen counts as it is."""
    response = _locked(response)
    left = Posted({}, 0, leaving=True)
    return Saved(response, noted=_grade(filled(response), left, by))


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
    response = _locked(response)
    now = filled(response)
    if now.next_page is not None or missing(now.definition, now.sheet):
        raise NotComplete
    graded = concern_of(now, Organisation.current(), left=True)
    safety.note_level(patient=response.patient, concern=graded.concern, by=by)
    response.state, response.completed_at = (
        Response.State.COMPLETED,
        timezone.now(),
    )
    response.screen_due_at = None
    response.save()
    record_scores(now)
    return response


@audit.recorded
def withdraw_response(*, response: Response, by: User) -> Response:
    """The patient takes an unsent response back; its answers are kept but closed."""
    audit.record(
        "response.withdrawn", by=by, subject=response, patient=response.patient
    )
    response = _locked(response)
    response.state, response.screen_due_at = Response.State.WITHDRAWN, None
    response.save(update_fields=["state", "screen_due_at"])
    return response
