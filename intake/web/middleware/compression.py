"""Pages are sent compressed: many are read on an old phone over a bad line."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class CompressedPages(GZipMiddleware):
    """Compress HTML alone: files are served as they are, in parts if asked.

    The lengths of two replies with the same page differ at random, so that a secret in
    it cannot be guessed from them (what Django does against BREACH); its CSRF tokens
    differ each time too.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.get("Content-Type", "").startswith("text/html"):
            return super().process_response(request, response)
        return response
