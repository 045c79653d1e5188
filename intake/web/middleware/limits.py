"""Refuses bodies that no page of ours can have."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from intake.web import errors

UTF_8 = "utf-8"
LONGEST_UPLOAD = 20_000_000  # bytes; pictures of the portal, files as evidence
VIDEOS = "/cms/snippets/education/video/"
UPLOADS = ("/cms/", "/staff/findings/", "/reply/")
MOST_DIGITS = 12  # of a length; Python refuses to read thousands of them
PIECE = 64 * 1024  # bytes


class BodyLimit:
    """Answers 413 or 400 before the body is kept anywhere.

    Our pages are UTF-8 and so is what browsers send back. Other encodings can make
    text of halves of characters, which can be neither stored nor shown.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _is_too_long(request):
            _let_pass(request)
            return errors.too_large(request)
        if request.content_params.get("charset", UTF_8).lower() != UTF_8:
            return errors.bad_request(request)
        return self.get_response(request)


def _is_too_long(request: HttpRequest) -> bool:
    length = request.headers.get("Content-Length") or "0"
    if not length.isdecimal() or len(length) > MOST_DIGITS:
        return True
    return int(length) > _most(request.path_info)


def _most(path: str) -> int:
    if path.startswith(VIDEOS):
        return LONGEST_UPLOAD + settings.VIDEO_MEGABYTES * 1_000_000
    takes_files = path.startswith(UPLOADS)
    return LONGEST_UPLOAD if takes_files else settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def _let_pass(request: HttpRequest) -> None:
    """Read a refused body to nowhere, so that the browser hears the answer to it.

    What is longer than any upload is cut off instead.
    """
    left = LONGEST_UPLOAD
    while left > 0 and (piece := request.read(PIECE)):
        left -= len(piece)
