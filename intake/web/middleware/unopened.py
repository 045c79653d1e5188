"""Shows a page where a sealed value does not open, and notes that it did not."""

import logging

from django.http import HttpRequest, HttpResponse

from intake.audit import actions as audit
from intake.sealing import CannotOpen
from intake.web import errors

log = logging.getLogger(__name__)


class UnopenedRecords:
    """Bytes that were changed or moved, or whose key is gone, are no mistake of a page.

    Nothing of them is shown. The trail and the log say where it happened, so that
    somebody looks for the reason.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception) -> HttpResponse | None:
        if not isinstance(exception, CannotOpen):
            return None
        address = request.resolver_match.view_name
        by = request.user if request.user.is_authenticated else None
        audit.refused("seal.opened", by=by, address=address)
        log.error("a sealed value did not open at %s", address)
        return errors.unopened(request)
