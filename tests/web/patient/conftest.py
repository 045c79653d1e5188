"""A patient who is signed in and has begun."""

import pytest
from django.test import Client

from tests.factories.cases import make_response
from tests.factories.questionnaires import RISK, publish_part
from tests.fixtures import clinician, site  # noqa: F401
from tests.journeys.conftest import (  # noqa: F401
    axe,
    browser_type_launch_args,
    new_context,
)
from tests.questionnaires.conftest import close_alert  # noqa: F401
from tests.web.clock import Clock
from tests.web.patient.visitor import Visitor
from tests.web.patient.window import Window


@pytest.fixture
def visit(db):
    """Signs in whose response it is, in a browser of their own."""

    def visit(response=None, **identity):
        response = response or make_response(**identity)
        client = Client()
        client.force_login(response.patient.user)
        return Visitor(client, response)

    return visit


@pytest.fixture
def response(db):
    """On the mood, the screen and the questions about today."""
    publish_part(*RISK)
    return make_response()


@pytest.fixture
def window(new_context, live_server, monkeypatch, response):  # noqa: F811
    """A phone on which whose response it is has signed in."""
    signed_in = Client()
    signed_in.force_login(response.patient.user)
    cookie = signed_in.cookies["session"].value
    context = new_context(viewport={"width": 360, "height": 740})
    context.add_cookies([{"name": "session", "value": cookie, "url": live_server.url}])
    page = context.new_page()
    page.clock.install()
    return Window(page, live_server, Clock(monkeypatch))
