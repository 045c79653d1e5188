"""Shows every time as the clinic's clock does, and reads the clinic once a page."""

from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from intake.practice.models import Organisation
from intake.practice.remembered import remembering

WITHOUT_DATABASE = ("healthz", "readyz")


class ClinicClock:
    """Makes the clinic's time zone that of the page; times are stored in UTC."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            with remembering():
                return self.get_response(request)
        finally:
            timezone.deactivate()

    def process_view(self, request: HttpRequest, *_view) -> None:
        if request.resolver_match.view_name not in WITHOUT_DATABASE:
            timezone.activate(ZoneInfo(Organisation.current().time_zone))
