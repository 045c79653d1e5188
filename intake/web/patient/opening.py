"""Finding what a patient's address means; anybody else's is not found."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from intake.domain.questionnaire.pages import Page
from intake.patients.models import Patient
from intake.questionnaires.filled import Filled
from intake.questionnaires.models import Response

RELATED = ("version", "patient__identity", "patient__user")


def patient_of(request: HttpRequest) -> Patient:
    """The record of whoever is signed in."""
    patients = Patient.objects.visible_to(request.user).select_related("identity")
    return get_object_or_404(patients, user=request.user)


def open_response(request: HttpRequest, response_id: UUID) -> Response:
    """One's own response."""
    responses = Response.objects.visible_to(request.user).select_related(*RELATED)
    return get_object_or_404(responses, pk=response_id)


def fresh(response: Response) -> Response:
    """The response as it is stored now."""
    return Response.objects.select_related(*RELATED).get(pk=response.pk)


def page_of(now: Filled, number: int) -> Page | None:
    """The page of a number, if it is asked as things stand."""
    try:
        wanted = now.definition.page(number)
    except KeyError:
        raise Http404 from None
    asked = {state.page.number for state in now.pages}
    return wanted if wanted.number in asked else None


def sent_already(request: HttpRequest) -> HttpResponse:
    """Answers that were sent or withdrawn are not changed here."""
    if request.method != "POST":
        return redirect("patient:home")
    return render(
        request, "patient/not_open.html", {"next_url": "/patient/"}, status=409
    )
