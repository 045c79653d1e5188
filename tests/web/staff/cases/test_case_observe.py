"""Adding to a case what only staff can observe."""

import pytest

from intake.review import actions, evaluation
from intake.review.models import Observation
from tests.factories.staff import make_patient_account, make_site, make_staff
from tests.web.staff.reading import one, parsed, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing")]
DOUBT = {"fact": "capacity_concern", "value": "yes"}


def url(case):
    return f"/staff/cases/{case.reference}/observe/"


def test_what_was_observed_is_kept_with_name_and_time_and_fires(
    client, clinician, case
):
    client.force_login(clinician)

    done = client.post(url(case), DOUBT)
    page = client.get(done.url)

    assert (done.status_code, done.url) == (302, f"/staff/cases/{case.reference}/")
    assert one(page, "[data-finding=PSY-07]")
    seen = text(one(page, "[data-observation]"))
    assert str(clinician) in seen
    assert "Yes" in seen
    assert evaluation.latest(case).tier == "needs_clearance"


def test_the_finding_says_who_observed_it(client, clinician, case):
    client.force_login(clinician)

    page = client.get(client.post(url(case), DOUBT).url)

    cause = one(page, "[data-finding=PSY-07] [data-item=capacity_concern]")
    assert f"observed by {clinician}" in text(cause)


def test_the_case_offers_what_only_staff_can_state(client, clinician, case):
    client.force_login(clinician)

    form = one(client.get(f"/staff/cases/{case.reference}/"), "form[data-form=observe]")

    assert form["action"] == url(case)
    offered = [tag["value"] for tag in form.select("select[name=fact] option")]
    assert offered == ["capacity_concern"]


def test_it_can_be_taken_back_by_a_later_observation(client, clinician, case):
    client.force_login(clinician)
    client.post(url(case), DOUBT)

    page = client.get(client.post(url(case), DOUBT | {"value": "no"}).url)

    assert not parsed(page).select("[data-finding=PSY-07]")
    assert len(parsed(page).select("[data-observation]")) == 2


@pytest.mark.parametrize(
    ("posted", "advice"),
    [
        ({"fact": "capacity_concern"}, "Choose yes or no."),
        ({"value": "yes"}, "Choose what you observed."),
        ({"fact": "aneurysm", "value": "no"}, "aneurysm is not one of"),
        ({"fact": "capacity_concern", "value": "perhaps"}, "perhaps is not one of"),
    ],
)
def test_what_is_incomplete_or_not_for_staff_is_refused(
    client, clinician, case, posted, advice
):
    client.force_login(clinician)

    page = client.post(url(case), posted)

    assert page.status_code == 422
    assert advice in text(one(page, "#error-summary"))
    assert not Observation.objects.exists()


def test_a_withdrawn_case_takes_none(client, clinician, case):
    actions.withdraw_case(case=case, by=case.patient.user)
    client.force_login(clinician)

    refused = client.post(url(case), DOUBT)

    assert refused.status_code == 409
    assert "The patient has withdrawn" in refused.text
    assert not Observation.objects.exists()


@pytest.mark.parametrize(
    ("visitor", "status"),
    [
        pytest.param(None, 302, id="nobody goes to sign-in"),
        pytest.param(make_patient_account, 403, id="a patient is refused"),
        pytest.param(lambda: make_staff("front_desk"), 403, id="the front desk too"),
        pytest.param(
            lambda: make_staff("clinician", sites=(make_site(),)),
            404,
            id="another site sees nothing",
        ),
    ],
)
def test_others_may_not_observe(client, case, visitor, status):
    if visitor:
        client.force_login(visitor())

    assert client.post(url(case), DOUBT).status_code == status
    assert not Observation.objects.exists()


def test_it_is_only_posted(client, clinician, case):
    client.force_login(clinician)

    assert client.get(url(case)).status_code == 405
