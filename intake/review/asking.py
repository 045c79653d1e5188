"""Asking a patient some questions again, and taking their answers."""

from collections.abc import Collection
from uuid import UUID

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.practice.models import Organisation
from intake.questionnaires import actions as questionnaires
from intake.questionnaires.actions.asking import whole
from intake.questionnaires.models import Response, Version

from .actions import (
    CaseChanged,
    evaluate_case,
    lock,
    promised,
    receive_response,
    refuse_withdrawn,
    stage_after,
)
from .asked import open_request
from .calling import tell
from .models import Case


class NoReason(ValueError):
    """The patient is not told why they are asked again."""


class AskedMeanwhile(Exception):
    """Somebody else asks the patient already; those answers come first."""


@audit.recorded
def ask_patient(
    *,
    case: Case,
    items: Collection[str],
    reason: str,
    by: User,
    seen: UUID | None = None,
) -> Response:
    """Ask some questions again; the same request twice has one effect.

    A decided case is open again from then on: its decision stands until another
    replaces it.

    Args:
        case: The case.
        items: Link ids; instruments and lists are asked as a whole.
        reason: Why, in words for the patient.
        by: The clinician who wants to know.
        seen: The response that the clinician looked at.

    Raises:
        NoReason: the reason is empty.
        CaseChanged: the patient has sent other answers since.
        CaseIsWithdrawn: the patient does not want to go on.
        AskedMeanwhile: something else is being asked.
        questionnaires.UnknownPlace: there is no such question, or none at all.
    """
    if not reason.strip():
        raise NoReason
    lock(case)
    refuse_withdrawn(case)
    if request := open_request(case):
        if _is_the_same(request, items, reason, by):
            return request
        raise AskedMeanwhile
    if seen not in (None, case.response_id):
        raise CaseChanged
    request = questionnaires.ask_again(
        base=case.response, items=items, reason=reason, by=by
    )
    _wait_for(case, request, by)
    return request


def _is_the_same(
    request: Response, items: Collection[str], reason: str, by: User
) -> bool:
    if request.request.by_id != by.pk:
        return False
    asked = whole(request.definition, items)
    return (request.asked, questionnaires.reason_of(request)) == (asked, reason)


def _wait_for(case: Case, request: Response, by: User | None) -> None:
    """From now on the case waits for the patient, who is told so."""
    case.stage = Case.Stage.MORE_INFORMATION
    case.save(update_fields=["stage"])
    audit.record(
        "case.asked",
        by=by,
        subject=case,
        patient=case.patient,
        response=str(request.pk),
    )
    tell(case=case, template="news")


@audit.recorded
def stop_asking(*, case: Case, by: User) -> bool:
    """Take back what is being asked; the case stands where it would without.

    Returns:
        Whether anything was being asked; answers that were sent meanwhile stay.
    """
    lock(case)
    request = open_request(case)
    if request is None:
        return False
    close_request(case, request, by)
    audit.record("case.asking_stopped", by=by, subject=case, patient=case.patient)
    return True


def close_request(case: Case, request: Response, by: User | None) -> None:
    """Nothing is asked any more; the case, which is held, stands where it would."""
    questionnaires.take_back(response=request, by=by)
    current = case.decisions.current().first()
    case.stage = stage_after(current) if current else Case.Stage.REVIEWING
    case.save(update_fields=["stage"])


@audit.recorded
def send(*, response: Response, by: User) -> Case:
    """Send what was filled in, for the first time or on top of what was sent before.

    Raises:
        questionnaires.NotComplete, questionnaires.NotOpen: nothing is changed.
    """
    first = response.base_id is None
    return (receive_response if first else receive_answers)(response=response, by=by)


@audit.recorded
def receive_answers(*, response: Response, by: User) -> Case:
    """Complete what was asked again; the case rests on it from now on.

    It is evaluated again, and waits to be looked at like one that has just come.

    Raises:
        questionnaires.NotComplete, questionnaires.NotOpen: nothing is changed.
    """
    case = _case_behind(response)
    lock(case)
    case.response = questionnaires.complete_response(response=response, by=by)
    case.response.patient = case.patient
    case.stage = Case.Stage.CHECKING
    case.promised_on = max(case.promised_on, promised(Organisation.current()))
    case.save(update_fields=["response", "stage", "promised_on"])
    audit.record("case.answers_received", by=by, subject=case, patient=case.patient)
    evaluate_case(case=case, by=by)
    tell(case=case, template="received")
    return case


def _case_behind(response: Response) -> Case:
    """The case that rests on what a request stands on."""
    cases = Case.objects.select_related("patient__identity")
    case = cases.filter(response=response.base_id).first()
    if case is not None:
        return case
    below = Response.objects.in_progress().filter(pk=response.base_id)
    if below.exists():  # what it stands on comes first
        raise questionnaires.NotComplete
    raise questionnaires.NotOpen


@audit.recorded
def ask_cases(version: Version, by: User | None) -> list[Case]:
    """Ask the new safety questions of all whose case waits for a decision.

    Called after those who fill in an older version were asked, in the same transaction.

    Returns:
        The cases that wait for the answers.
    """
    if not (version.safety_items and version.asks_cases):
        return []
    older = Response.objects.older_than(version).values("pk")
    cases = Case.objects.waiting().filter(response__in=older)
    related = cases.select_related("patient__identity", "response")
    ordered = related.order_by("received_at", "pk")
    return [case for case in ordered if _ask_case(case, version, by)]


def _ask_case(case: Case, version: Version, by: User | None) -> bool:
    lock(case)
    if case.is_closed:
        return False
    case.response.patient = case.patient
    request = questionnaires.ask_on_top(case.response, version, by)
    if request is None:
        return False
    _wait_for(case, request, by)
    return True
