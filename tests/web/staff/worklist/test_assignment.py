"""Taking, giving back and handing over a case, on its page."""

import pytest

from intake.review.models import Case
from tests.factories.cases import make_case
from tests.factories.staff import make_staff
from tests.web.staff.reading import one, parsed, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(site):
    return make_case(site=site)


@pytest.fixture
def colleague(site):
    return make_staff("clinician", login="colleague", name="Cole", sites=(site,))


@pytest.fixture
def send(client, clinician, case):
    client.force_login(clinician)

    def send(action, **given):
        address = f"/staff/cases/{case.reference}/assign/"
        return client.post(address, {"_action": action, **given}, follow=True)

    return send


def has(case):
    return Case.objects.get(pk=case.pk).assignee


def test_a_free_case_is_taken_and_given_back(send, case, clinician):
    taken = send("claim")
    assert "You have this case now." in taken.text
    assert has(case) == clinician
    assert text(one(taken, "section [data-assignee]")) == "You have this case."

    given_back = send("release")
    assert has(case) is None
    assert one(given_back, "[data-assignment] button[value=claim]")


def test_a_colleagues_case_is_not_taken_by_accident(send, case, colleague):
    Case.objects.filter(pk=case.pk).update(assignee=colleague)

    page = send("claim")

    assert "Cole has this case." in page.text
    assert has(case) == colleague


def test_it_is_handed_to_a_colleague_and_taken_from_one(
    send, case, clinician, colleague
):
    assert "Cole has this case now." in send("hand_over", to=colleague.pk).text
    assert has(case) == colleague

    send("hand_over", to=clinician.pk)
    assert has(case) == clinician


@pytest.mark.parametrize("to", ["", "x", "0" * 32, "\x00"])
def test_it_is_handed_to_nobody_who_does_not_exist(send, case, to):
    page = send("hand_over", to=to)

    assert "Choose a clinician who works at this site." in page.text
    assert has(case) is None


def test_a_closed_case_has_no_buttons_and_takes_no_post(send, client, case):
    Case.objects.filter(pk=case.pk).update(stage=Case.Stage.WITHDRAWN)

    page = send("claim")

    assert "This case is closed" in page.text
    assert not parsed(page).select("[data-assignment] button")
