"""The one page on which something is written down in a case."""

from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from intake.patients.identity import identity_of
from intake.review import actions
from intake.review.models import Case
from intake.web.ui.forms import REVISION


def key_of(request: HttpRequest) -> UUID:
    """The key of the form that was sent; a form without one counts as a new one."""
    try:
        return UUID(request.POST.get(REVISION, ""))
    except ValueError:
        return uuid4()


def entry_page(
    request: HttpRequest,
    case: Case,
    form: BaseForm,
    template: str,
    *,
    status: int = HTTPStatus.OK,
    **more: Any,
) -> HttpResponse:
    """The form of an entry.

    Args:
        request: Who asks.
        case: The case it is about.
        form: The form; a refused one makes the page a 422.
        template: The page's, of the folder ``staff/coordination``.
        status: Where it is neither 200 nor 422.
        more: What the template needs beside it.
    """
    actions.read_case(case=case, by=request.user)
    refused = form.is_bound and bool(form.errors)
    if refused and status == HTTPStatus.OK:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    context = {
        "case": case,
        "identity": identity_of(case.patient),
        "form": form,
        "key": key_of(request),
        "refused": status == HTTPStatus.UNPROCESSABLE_ENTITY,
        **more,
    }
    path = f"staff/coordination/{template}.html"
    return render(request, path, context, status=status)
