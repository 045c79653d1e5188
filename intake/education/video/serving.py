"""Serves videos, whole or in the parts that a player asks for."""

import re
from http import HTTPStatus

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from .content import MP4, WEBM, pieces

TYPES = {"mp4": MP4, "webm": WEBM, "vtt": "text/vtt; charset=utf-8"}
RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})\Z")
YEAR = 365 * 24 * 3600  # seconds; another video has another name


@require_safe
def portal_video(request: HttpRequest, name: str, ending: str) -> HttpResponseBase:
    """A video or its captions."""
    path = f"videos/{name}.{ending}"
    if ending not in TYPES or not default_storage.exists(path):
        raise Http404
    size = default_storage.size(path)
    asked = RANGE.match(request.headers.get("Range", ""))
    part = _part(asked, size) if asked else range(size)
    if not part:
        refused = HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
        refused["Content-Range"] = f"bytes */{size}"
        return refused
    reply = StreamingHttpResponse(content_type=TYPES[ending])
    if request.method != "HEAD":
        file = default_storage.open(path)
        reply.streaming_content = pieces(file, part.start, len(part))
    if asked:
        reply.status_code = HTTPStatus.PARTIAL_CONTENT
        reply["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{size}"
    reply["Content-Length"] = str(len(part))
    reply["Accept-Ranges"] = "bytes"
    reply["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return reply


def _part(asked: re.Match[str], size: int) -> range:
    """The bytes that were asked for; none when there are no such bytes."""
    first, last = asked.groups()
    if first:
        end = min(int(last) + 1, size) if last else size
        return range(int(first), end)
    return range(max(0, size - int(last or 0)), size)
