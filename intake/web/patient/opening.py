"""Finding what a patient's address means; anybody else's is not found."""

from contextlib import suppress
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from intake.domain.questionnaire.pages import Page
from intake.patients.models import Patient
from intake.questionnaires.actions import TooMuchTyped
from intake.questionnaires.filled import Filled
from intake.questionnaires.models import Response
from intake.web.ui.filling.sitting import Sitting
from intake.web.ui.filling.typing import keep


class OwnSitting(Sitting):
    """A patient at their own questions."""

    addresses = "patient:"
    base = "patient/base.html"
    home = "patient:home"
    keeps_typing = True

    def keep_unsaved(self, now: Filled, page: Page, row: str = "") -> bool:
        with suppress(TooMuchTyped):
            return keep(self, now, page, row)
        return False

    def keep_refused(self, now: Filled, page: Page, row: str = "") -> None:
        with suppress(TooMuchTyped):
            keep(self, now, page, row, revision=now.number(page.link_id, row))


def patient_of(request: HttpRequest) -> Patient:
    """The record of whoever is signed in."""
    patients = Patient.objects.visible_to(request.user).select_related("identity")
    return get_object_or_404(patients, user=request.user)


def response_of(request: HttpRequest, response_id: UUID) -> Response:
    """One's own response."""
    responses = Response.objects.visible_to(request.user)
    related = responses.select_related("patient__identity")
    return get_object_or_404(related, pk=response_id)


def sitting_of(request: HttpRequest, response_id: UUID) -> OwnSitting:
    """The patient at one of their responses."""
    return OwnSitting(request, response_of(request, response_id))
