"""A patient who is signed in and has begun."""

import pytest
from django.test import Client

from tests.factories.cases import make_response
from tests.journeys.conftest import (  # noqa: F401
    axe,
    browser_type_launch_args,
    new_context,
)
from tests.questionnaires.conftest import close_alert  # noqa: F401
from tests.web.patient.visitor import Visitor


@pytest.fixture
def visit(db):
    """Signs in whose response it is, in a browser of their own."""

    def visit(response=None, **identity):
        response = response or make_response(**identity)
        client = Client()
        client.force_login(response.patient.user)
        return Visitor(client, response)

    return visit
