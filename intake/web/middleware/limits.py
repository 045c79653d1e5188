"""Refuses bodies that no page of ours can have."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from intake.web import errors

LONGEST_UPLOAD = 20_000_000  # bytes; pictures of the portal


class BodyLimit:
    """Answers 413 before the body is read."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.headers.get("Content-Length") or "0"
        editing = request.path_info.startswith("/cms/")
        most = LONGEST_UPLOAD if editing else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if not length.isdigit() or int(length) > most:
            return errors.too_large(request)
        return self.get_response(request)
