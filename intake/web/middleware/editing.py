"""What Wagtail cannot read in a request is not there, and no mistake of ours."""

import logging
import traceback

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch
from wagtail.admin.utils import get_valid_next_url_from_request

from intake.accounts.access import EDITING_SIDE
from intake.web import errors

log = logging.getLogger(__name__)
SAFE = ("GET", "HEAD")
UNREADABLE = (ValueError, AttributeError)
NUL = "%00"  # no text of the database can hold it


class EditingAddresses:
    """Some of Wagtail's pages fail over an id that is no number, a NUL in a query, a
    form that was sent without its fields, or a word in place of where to go next.

    What cannot be read is not found, or refused where it was sent; the log has the
    mistake in either case. A mistake in our own code stays one.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _is_editing(request) and NUL in request.META.get("QUERY_STRING", ""):
            return errors.bad_request(request)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception) -> HttpResponse | None:
        if not (_is_editing(request) and _is_unreadable(request, exception)):
            return None
        if _is_ours(exception):
            return None
        log.warning("an address of the editing side could not be read", exc_info=True)
        if request.method in SAFE:
            return errors.not_found(request)
        return errors.bad_request(request)


def _is_unreadable(request: HttpRequest, exception: Exception) -> bool:
    if isinstance(exception, NoReverseMatch):  # a word is taken for a page's name
        onward = get_valid_next_url_from_request(request)
        return bool(onward) and not {"/", "."} & set(onward)
    return isinstance(exception, UNREADABLE)


def _is_ours(exception: Exception) -> bool:
    failed = traceback.extract_tb(exception.__traceback__)[-1]
    return failed.filename.startswith(str(settings.BASE_DIR / "intake"))


def _is_editing(request: HttpRequest) -> bool:
    return request.path_info.startswith(EDITING_SIDE)
