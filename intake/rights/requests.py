"""Asking to be erased, taking that back, and the clinic's answer."""

from datetime import date, timedelta

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.messaging import actions as messaging
from intake.patients import actions as patients
from intake.patients import vault
from intake.patients.identity import identity_of, mail_address_of
from intake.patients.models import Patient
from intake.practice.models import Organisation
from intake.review.models import Case
from intake.review.references import as_reference

from . import holding
from .erasing import OnHold, SafetyComesFirst, Why, erase, is_in_need
from .models import ErasureRequest, RequestEnd

__all__ = ["Answered", "OnHold", "SafetyComesFirst"]

PURPOSE = "why a request to be erased was declined"
ANSWER_WITHIN = timedelta(days=30)
Kind = RequestEnd.Kind


class Answered(Exception):
    """The request was taken back or answered meanwhile."""


def open_request(patient: Patient) -> ErasureRequest | None:
    """What the patient asked and was not answered yet."""
    return patient.erasure_requests.open().first()


def last_answer(patient: Patient) -> RequestEnd | None:
    """The clinic's latest word; None where the patient asked again since."""
    latest = patient.erasure_requests.select_related("end").order_by("-pk").first()
    end = getattr(latest, "end", None)
    return end if end is not None and end.kind == Kind.DECLINED else None


def reason_of(end: RequestEnd, patient: Patient) -> str:
    """The words in which a request was declined."""
    return vault.open_value(patient, PURPOSE, end.sealed_reason)


@audit.recorded
def ask(*, patient: Patient, by: User) -> ErasureRequest:
    """Ask that a record be erased; asking twice has one effect."""
    patients.hold(patient)
    if request := open_request(patient):
        return request
    due_on = Organisation.current().today() + ANSWER_WITHIN
    request = ErasureRequest.objects.create(patient=patient, due_on=due_on, by=by)
    audit.record("erasure.asked", by=by, subject=request, patient=patient)
    return request


@audit.recorded
def take_back(*, patient: Patient, by: User) -> None:
    """The patient wants the record to stay; nothing happens where nothing is asked."""
    patients.hold(patient)
    request = open_request(patient)
    if request is not None:
        _end(request, Kind.TAKEN_BACK, by)
        audit.record("erasure.taken_back", by=by, subject=request, patient=patient)


@audit.recorded
def decline(*, request: ErasureRequest, reason: str, by: User) -> RequestEnd:
    """Keep the record, and say why in words that the patient reads.

    Raises:
        Answered: somebody was quicker.
    """
    patient = _held(request)
    sealed = vault.close(patient, PURPOSE, reason)
    end = _end(request, Kind.DECLINED, by, sealed)
    audit.record("erasure.declined", by=by, subject=request, patient=patient)
    _tell(mail_address_of(patient), patient, "news")
    return end


@audit.recorded
def grant(*, request: ErasureRequest, by: User) -> RequestEnd:
    """Erase the patient.

    Raises:
        Answered, OnHold, SafetyComesFirst: nothing was changed.
    """
    patient = _held(request)
    address, language = mail_address_of(patient), _language_of(patient)
    erase(patient=patient, why=Why.ASKED, by=by)
    if address:
        messaging.send_later(to=address, template="done", language=language)
    return _end(request, Kind.ERASED, by)


def what_stands_against(patient: Patient) -> list[str]:
    """Why a record cannot be erased now: ``safety``, ``hold``."""
    found = ["safety"] if is_in_need(patient) else []
    return found + (["hold"] if holding.standing_of(patient) else [])


def _held(request: ErasureRequest) -> Patient:
    patients.hold(request.patient)
    if RequestEnd.objects.filter(request=request).exists():
        raise Answered
    return Patient.objects.select_related("identity", "user").get(pk=request.patient_id)


def _end(
    request: ErasureRequest, kind: str, by: User, sealed: bytes | None = None
) -> RequestEnd:
    return RequestEnd.objects.create(
        request=request, kind=kind, sealed_reason=sealed, by=by
    )


def _language_of(patient: Patient) -> str:
    identity = identity_of(patient)
    return identity.language if identity else "en"


def _tell(address: str, patient: Patient, template: str) -> None:
    if address:
        messaging.send_later(
            to=address, template=template, language=_language_of(patient)
        )


# The number by which a record is spoken of -------------------------------------------


def record_number(patient: Patient) -> str:
    """The reference of the latest case; before there is one, the start of the id."""
    case = patient.cases.order_by("-received_at").first()
    return case.reference if case else patient.pk.hex[:8].upper()


def of_number(number: str) -> Patient | None:
    """The patient with this number, if it is one and nobody else's."""
    if reference := as_reference(number):
        cases = Case.objects.select_related("patient").filter(reference=reference)
        if (case := cases.first()) is not None:
            return case.patient
    text = "".join(number.split()).upper()
    if len(text) != 8 or set(text) - set("0123456789ABCDEF"):
        return None
    start = f"{text.lower()}-0000-0000-0000-000000000000"
    end = f"{text.lower()}-ffff-ffff-ffff-ffffffffffff"
    found = Patient.objects.filter(pk__range=(start, end), is_practice=False)[:2]
    return found[0] if len(found) == 1 else None


def is_overdue(request: ErasureRequest, today: date) -> bool:
    return request.due_on < today
