"""Staff fill in a draft on top of which a new version asks something."""

import pytest

from intake.questionnaires.models import Mode, Response
from tests.factories.cases import make_response
from tests.factories.questionnaires import publish
from tests.factories.responses import answer_until, fresh
from tests.questionnaires.test_forcing import BODY, MIND, NIGHTS, force
from tests.web.staff.entry.clerk import Clerk

pytestmark = pytest.mark.django_db


@pytest.fixture
def forced(site, desk):
    """A draft of a patient, and a question of a new version on top of it."""
    publish(items=[BODY, NIGHTS])
    draft = make_response(site=site)
    force("voices", items=[MIND, BODY, NIGHTS])
    return Clerk(desk, draft)


def test_whoever_fills_in_a_draft_is_led_through_both_without_asking_twice(forced):
    above = Clerk(forced.user, Response.objects.asked_again().get())
    above.client = forced.client

    begun = forced.begin()
    assert begun.leads_to == above.address("mind")
    saved = above.enter("mind", {"voices": "no"})

    assert saved.leads_to == forced.address("body")
    assert fresh(above.response).latest("mind").mode == Mode.PHONE


def test_a_draft_is_not_sent_for_a_patient_before_both_are_answered(forced):
    above = Clerk(forced.user, Response.objects.asked_again().get())
    above.client = forced.client
    forced.begin()
    answer_until(forced.response)

    assert forced.get(forced.url("submit")).leads_to == forced.url("check")
    refused = forced.post(forced.url("submit"), {"_attest": "yes"})

    assert refused.status == 422
    assert above.address("mind") in refused.one("#missing a")["href"]
