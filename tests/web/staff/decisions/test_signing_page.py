"""Signing a decision: the password once it was given some time ago."""

import pytest

from intake.accounts.actions import MOST_FAILURES
from intake.audit.models import Event
from tests.factories.staff import PASSWORD
from tests.web.staff.reading import hidden, one, parsed, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing")]
COMPLETE = {
    "outcome_iv_im": "conditional",
    "outcome_in": "eligible",
    "rationale": "A rationale of one's own.",
    "message": "You may go on to a first visit.",
}


@pytest.fixture
def desk_of(client, clinician, case, clock):
    """The page in a browser in which somebody signed in twenty minutes ago."""
    client.force_login(clinician)
    clock.pass_time(minutes=20)
    url = f"/staff/cases/{case.reference}/decide/"

    def press(action="record", **values):
        sent = hidden(client.get(url)) | COMPLETE | values | {"_action": action}
        return client.post(url, sent)

    press.open = lambda: client.get(url)
    return press


def test_just_after_signing_in_no_password_is_asked(client, clinician, case):
    client.force_login(clinician)

    page = client.get(f"/staff/cases/{case.reference}/decide/")

    assert not parsed(page).select("[name=password]")


def test_some_time_later_the_password_is_the_signature(desk_of, case):
    assert one(desk_of.open(), "input[name=password][type=password]")

    assert desk_of(password=PASSWORD).status_code == 302
    assert case.decisions.count() == 1


def test_without_the_password_nothing_is_recorded_and_nothing_is_lost(desk_of, case):
    page = desk_of()

    assert page.status_code == 422
    assert "Sign with your password." in text(one(page, "#error-summary"))
    assert COMPLETE["rationale"] in text(one(page, "[name=rationale]"))
    assert not case.decisions.exists()


def test_a_wrong_password_is_refused_counted_and_never_sent_back(desk_of, case):
    page = desk_of(password="a guess that fails")

    assert page.status_code == 422
    assert "a guess that fails" not in page.text
    assert COMPLETE["message"] in text(one(page, "[name=message]"))
    assert Event.objects.filter(action="staff.sign_in", outcome="refused").count() == 1
    assert not case.decisions.exists()


def test_after_too_many_wrong_passwords_the_right_one_has_to_wait(desk_of, case):
    for _ in range(MOST_FAILURES):
        desk_of(password="wrong")

    page = desk_of(password=PASSWORD)

    assert page.status_code == 422
    assert "Wait 15 minutes" in text(one(page, "#error-summary"))
    assert not case.decisions.exists()


def test_a_preview_and_a_draft_need_no_password(desk_of):
    assert desk_of("preview").status_code == 200
    assert desk_of("draft").status_code == 200


def test_the_signature_counts_for_the_next_decision_too(desk_of, client, case):
    desk_of(password=PASSWORD)

    assert not parsed(desk_of.open()).select("[name=password]")
