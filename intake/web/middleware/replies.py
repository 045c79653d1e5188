"""Gives bare refusals the page that people can read."""

from django.http import HttpRequest, HttpResponse

from intake.web import errors


class RefusalPages:
    """A 405 or 429 without a body becomes a page; its other headers stay."""

    PAGES = {405: errors.wrong_method, 429: errors.too_many}

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        page = self.PAGES.get(response.status_code)
        if page is None or response.streaming or response.content:
            return response
        shown = page(request)
        del response.headers["Content-Length"]
        for header, value in response.headers.items():
            shown.headers.setdefault(header, value)
        return shown
