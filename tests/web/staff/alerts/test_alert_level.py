"""The page on which a clinician sets the level of an alert."""

import pytest

from intake.domain.safety import Level
from intake.review.models import Evaluation
from intake.safety import actions
from intake.safety.actions import Concern
from intake.safety.models import Alert
from tests.factories.cases import make_case
from tests.factories.scores import enter, entry, least
from tests.factories.staff import make_patient_account, make_site, make_staff
from tests.web.staff.reading import one, parsed, text, values

pytestmark = pytest.mark.django_db

LOWERED = {
    "_revision": "same_day",
    "level": "low",
    "reason": "Old thoughts, no plan, brother stays.",
}


@pytest.fixture
def alert(site):
    case = make_case({"phq9_9": 2, "asq_3": "yes"}, site=site)
    return case.patient.alerts.get()


def url(alert):
    return f"/staff/alerts/{alert.pk}/level/"


def stored(alert):
    return Alert.objects.get(pk=alert.pk)


def test_every_other_level_is_offered_with_what_it_asks_of_us(signed_in, alert):
    page = signed_in.get(url(alert))

    offered = values(page, "[name=level]", "value")
    assert offered == ["acute", "high", "moderate", "low"]
    assert "Acute. In danger right now." in page.text


def test_a_lowered_level_stands_with_name_and_reason_on_alert_and_case(
    signed_in, clinician, alert
):
    done = signed_in.post(url(alert), LOWERED)

    assert done.url == f"/staff/alerts/{alert.pk}/"
    case = alert.patient.cases.get()
    for address in (done.url, f"/staff/cases/{case.reference}/"):
        said = text(one(signed_in.get(address), "[data-level-set=lowered]"))
        assert "Low" in said
        assert str(clinician) in said
        assert LOWERED["reason"] in said


def test_lowering_without_a_reason_is_refused(signed_in, alert):
    page = signed_in.post(url(alert), LOWERED | {"reason": " "})

    assert page.status_code == 422
    assert one(page, "#error-summary a")["href"] == "#id_reason"
    assert stored(alert).level == "same_day"


def test_raising_needs_no_reason_and_moves_the_case_up(signed_in, alert):
    before = Evaluation.objects.count()

    signed_in.post(url(alert), {"_revision": "same_day", "level": "acute"})

    assert stored(alert).level == "acute"
    assert Evaluation.objects.count() == before + 1
    assert alert.patient.cases.get().safety == "acute"


@pytest.mark.parametrize("level", ["", "same_day", "unknown", "nonsense"])
def test_a_level_that_is_not_offered_is_refused(signed_in, alert, level):
    page = signed_in.post(url(alert), LOWERED | {"level": level})

    assert page.status_code == 422
    assert stored(alert).level == "same_day"


def test_a_level_that_rose_meanwhile_is_a_conflict(signed_in, alert):
    actions.note_level(
        patient=alert.patient, concern=Concern(Level.ACUTE, adds=True), by=None
    )

    page = signed_in.post(url(alert), LOWERED)

    assert page.status_code == 409
    assert "has changed since" in text(one(page, "[role=alert]"))
    assert stored(alert).level == "acute"


def test_the_level_of_a_closed_alert_cannot_be_set(signed_in, clinician, alert):
    actions.close(alert=alert, outcome="safe_plan", note="Spoke.", by=clinician)

    page = signed_in.post(url(alert), LOWERED)

    assert page.status_code == 409
    assert not parsed(page).select("[data-form=level]")
    alert_page = signed_in.get(f"/staff/alerts/{alert.pk}/")
    assert not parsed(alert_page).select("[data-set-level]")


def test_a_screen_asked_by_staff_offers_its_level(signed_in, clinician, alert):
    """SF-09: the C-SSRS stands in the place of the ASQ; a clinician confirms it."""
    response = alert.patient.cases.get().response
    said = dict.fromkeys(("cssrs_3", "cssrs_4", "cssrs_5"), "no")
    screen = least("cssrs", cssrs_2="yes", **said)
    enter(response, entry("cssrs", screen), clinician)

    page = signed_in.get(url(alert))
    signed_in.post(url(alert), LOWERED)

    assert one(page, "[data-offered]")["data-offered"] == "low"
    assert stored(alert).level == "low"


def test_without_such_a_screen_nothing_is_offered(signed_in, alert):
    assert not parsed(signed_in.get(url(alert))).select("[data-offered]")


@pytest.mark.parametrize("method", ["get", "post"])
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
def test_others_may_not_set_a_level(client, alert, visitor, status, method):
    if visitor:
        client.force_login(visitor())

    assert getattr(client, method)(url(alert), LOWERED).status_code == status
    assert stored(alert).level == "same_day"
