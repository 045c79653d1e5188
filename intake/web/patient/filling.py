"""The pages of a patient's questionnaire."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from intake.web.ui.filling import checking, pages, rows, typing

from .opening import sitting_of

shown_or_posted = require_http_methods(["GET", "HEAD", "POST"])


@shown_or_posted
def page(request: HttpRequest, response_id: UUID, number: int) -> HttpResponse:
    return pages.page(sitting_of(request, response_id), number)


@shown_or_posted
def row(
    request: HttpRequest, response_id: UUID, number: int, row_id: UUID
) -> HttpResponse:
    return rows.row(sitting_of(request, response_id), number, row_id=row_id)


@shown_or_posted
def row_remove(
    request: HttpRequest, response_id: UUID, number: int, row_id: UUID
) -> HttpResponse:
    return rows.row_remove(sitting_of(request, response_id), number, row_id=row_id)


@require_POST
def typed(request: HttpRequest, response_id: UUID, number: int) -> HttpResponse:
    return typing.typed(sitting_of(request, response_id), number)


@require_POST
def row_typed(
    request: HttpRequest, response_id: UUID, number: int, row_id: UUID
) -> HttpResponse:
    return typing.typed(sitting_of(request, response_id), number, row_id=row_id)


@require_safe
def section(request: HttpRequest, response_id: UUID, number: int) -> HttpResponse:
    return checking.section(sitting_of(request, response_id), number)


@shown_or_posted
def check(request: HttpRequest, response_id: UUID) -> HttpResponse:
    return checking.check(sitting_of(request, response_id))
