"""Pages show the clinic's time; everything else stays in UTC."""

import pytest
from django.http import HttpResponse
from django.utils import timezone

from intake.practice.models import Organisation

pytestmark = pytest.mark.django_db


def test_the_clock_of_a_page_is_that_of_the_clinic(client, monkeypatch):
    Organisation.current()
    Organisation.objects.update(time_zone="Pacific/Auckland")
    seen = []

    def view(*_args, **_kwargs):
        seen.append(timezone.get_current_timezone_name())
        return HttpResponse()

    monkeypatch.setattr("intake.web.public.views.render", view)

    client.get("/start/")

    assert seen == ["Pacific/Auckland"]


@pytest.mark.parametrize("path", ["/start/", "/nowhere/"])
def test_it_is_set_back_when_the_page_is_done(client, path):
    client.get(path)

    assert timezone.get_current_timezone_name() == "UTC"


def test_it_is_set_back_after_a_mistake_too(client, monkeypatch):
    def view(*_args, **_kwargs):
        raise ValueError

    monkeypatch.setattr("intake.web.public.views.render", view)
    client.raise_request_exception = False

    client.get("/start/")

    assert timezone.get_current_timezone_name() == "UTC"
