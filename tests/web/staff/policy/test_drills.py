"""The page of drills, and how a drill is marked on every other page."""

import pytest

from intake.audit.models import Event
from intake.safety import actions
from intake.safety.models import Alert
from tests.factories.cases import make_patient
from tests.factories.duty import raise_alert
from tests.factories.staff import make_site, make_staff
from tests.web.staff.reading import one, parsed, text

pytestmark = pytest.mark.django_db

URL = "/staff/drills/"


@pytest.fixture
def director(client, site):
    director = make_staff("medical_director", sites=(site,))
    client.force_login(director)
    return director


@pytest.fixture
def drill(client, director, site):
    client.post(URL, {"site": site.pk, "level": "acute"})
    return Alert.objects.get()


def test_beginning_one_opens_an_alert_about_nobody(client, drill):
    page = client.get(URL)

    assert (drill.level, drill.is_practice) == ("acute", True)
    assert one(page, f"[data-drill='{drill.pk}']")
    assert Event.objects.get(action="drill.opened").detail == {"level": "acute"}


def test_the_worklist_tells_it_apart_and_does_not_count_it(client, drill):
    page = client.get("/staff/")

    assert "Practice" in text(one(page, f"[data-practice='{drill.pk}']"))
    assert not parsed(page).select("[data-alert]")
    read = Event.objects.filter(action="worklist.read").latest("number")
    assert read.detail["alerts"] == 0


def test_the_banner_of_an_overdue_one_says_practice_and_counts_nothing(
    client, drill, director
):
    Alert.objects.update(due_at=drill.opened_at, escalate_at=None)

    said = text(one(client.get("/staff/"), "[data-overdue]"))

    assert said == "Practice: a drill is overdue. Nobody is in danger."


def test_a_real_one_beside_it_is_told_as_ever(client, drill, director, site):
    raise_alert(make_patient(site=site))
    Alert.objects.update(due_at=drill.opened_at, escalate_at=None)

    said = text(one(client.get("/staff/"), "[data-overdue]"))

    assert said.startswith("One alert is overdue.")


def test_the_front_desk_is_not_sent_for_help_by_a_drill(client, drill, site):
    Alert.objects.update(due_at=drill.opened_at, escalate_at=None)
    client.force_login(make_staff("front_desk", sites=(site,)))

    assert not parsed(client.get("/staff/")).select("[data-overdue]")


@pytest.mark.parametrize("more", ["", "level/"])
def test_its_own_pages_say_that_nobody_is_in_danger(client, drill, more):
    page = client.get(f"/staff/alerts/{drill.pk}/{more}")

    assert "Practice" in text(one(page, "h1"))


def test_a_closed_one_is_listed_with_its_times(client, drill, director):
    actions.close(alert=drill, outcome="safe_plan", note="Played.", by=director)

    shown = text(one(client.get(URL), f"[data-drill='{drill.pk}']"))

    assert "closed after under 1 min" in shown


@pytest.mark.parametrize(
    "posted", [{}, {"level": "acute"}, {"site": "x", "level": "none"}]
)
def test_what_is_missing_is_named(client, director, posted):
    page = client.post(URL, posted)

    assert page.status_code == 422
    assert parsed(page).select("#error-summary a")
    assert not Alert.objects.exists()


def test_a_site_of_others_is_refused(client, director):
    page = client.post(URL, {"site": make_site().pk, "level": "acute"})

    assert page.status_code == 422


def test_its_patient_has_no_page(client, drill):
    for more in ("", "plan/", "change/"):
        address = f"/staff/patients/{drill.patient_id}/{more}"

        assert client.get(address).status_code == 404
