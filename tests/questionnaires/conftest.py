"""Responses on small questionnaires."""

import pytest

from intake.safety import actions as safety
from intake.safety.models import Alert
from tests.factories.cases import make_response
from tests.factories.questionnaires import LISTS, RISK, publish_part
from tests.factories.responses import send
from tests.factories.staff import make_staff


@pytest.fixture
def risk(db):
    """A response on the mood, the screen and the questions about today."""
    publish_part(*RISK)
    return make_response()


@pytest.fixture
def lists(db):
    """A response on a list of medicines between two pages."""
    publish_part(*LISTS)
    return make_response()


@pytest.fixture
def close_alert(db):
    """Closes the only open alert, as a clinician does."""
    clinician = make_staff("clinician")

    def close_alert():
        alert = Alert.objects.open().get()
        safety.close(alert=alert, outcome="safe_plan", note="Spoke.", by=clinician)
        return alert

    return close_alert


@pytest.fixture
def clinician(db):
    return make_staff("clinician")


@pytest.fixture
def sent(risk):
    """A response that was sent with the calmest answers."""
    return send(risk)
