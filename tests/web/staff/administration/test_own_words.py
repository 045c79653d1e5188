"""What only the clinic can say to readers, and the day from which it holds."""

from datetime import date

import pytest

from intake.audit.models import Event
from intake.practice.models import Organisation
from tests.factories.staff import make_staff

WORDS = "/staff/admin/own-words/"
TYPED = {
    "prices": "First visit: $200",
    "prices_on": "2026-01-05",
    "drip_rule": "No food for 6 hours.",
    "own_answers": "",
}
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _boss(client):
    client.force_login(make_staff("administrator"))


def test_what_was_typed_is_stored_with_its_day(client):
    reply = client.post(WORDS, TYPED)

    organisation = Organisation.current()
    assert reply.status_code == 302
    assert (organisation.prices, organisation.prices_on) == (
        "First visit: $200",
        date(2026, 1, 5),
    )
    assert organisation.drip_rule_on == organisation.today()
    assert organisation.own_answers_on is None
    event = Event.objects.get(action="organisation.changed")
    assert "prices" in event.detail["fields"]
    assert "$200" not in str(event.detail)


def test_what_stays_the_same_keeps_its_day(client):
    client.post(WORDS, TYPED)
    Organisation.objects.update(drip_rule_on=date(2026, 2, 1))

    client.post(WORDS, TYPED | {"prices": "", "prices_on": ""})

    organisation = Organisation.objects.get()
    assert organisation.drip_rule_on == date(2026, 2, 1)
    assert (organisation.prices, organisation.prices_on) == ("", None)


@pytest.mark.parametrize(
    ("changes", "advice"),
    [
        ({"prices_on": ""}, "Write the day from which these hold."),
        ({"prices_on": "2999-01-01"}, "Write a day that has come."),
        ({"own_answers": "We help after failed attempts."}, "can harm readers"),
        ({"drip_rule": "x" * 4001}, "at most 4000"),
    ],
)
def test_what_would_mislead_or_harm_is_refused_and_still_there(client, changes, advice):
    reply = client.post(WORDS, TYPED | changes)

    assert reply.status_code == 422
    assert advice in reply.text
    assert "First visit: $200" in reply.text
