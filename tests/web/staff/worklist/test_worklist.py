"""The page of the worklist."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from intake.audit.models import Event
from intake.domain.safety import Level
from intake.messaging import actions as messaging
from intake.messaging.models import Outbox
from intake.review.models import Case
from intake.review.references import new_reference
from intake.review.worklist import PAGE
from intake.safety import actions as safety
from intake.safety.actions import Concern
from intake.safety.models import Alert
from tests.factories.cases import make_case, make_patient, make_response
from tests.factories.staff import make_patient_account, make_staff
from tests.web.staff.reading import one, parsed, text, values

pytestmark = pytest.mark.django_db
URL = "/staff/"


def rows(response, many, **fields):
    now = timezone.now()
    return [
        Case.objects.create(
            patient=response.patient,
            response=response,
            reference=new_reference(),
            received_at=now - timedelta(days=number),
            promised_on=now.date(),
            **fields,
        )
        for number in range(many)
    ]


def alert(patient, level=Level.HIGH, medical=""):
    return safety.note_level(
        patient=patient, concern=Concern(level=level, medical=medical), by=None
    ).alert


def test_alerts_come_before_cases_and_each_says_its_level(client, clinician, site):
    case = make_case(site=site)
    low, high = (
        alert(make_patient(site=site), level) for level in (Level.LOW, Level.HIGH)
    )
    client.force_login(clinician)

    page = client.get(URL)

    assert values(page, "[data-alert]", "data-alert") == [str(high.pk), str(low.pk)]
    assert values(page, "[data-alert]", "data-level") == ["high", "low"]
    assert page.text.index("data-alert") < page.text.index("data-case")
    assert values(page, "[data-case]", "data-case") == [case.reference]


def test_a_case_says_its_tier_and_level(client, clinician, site):
    case = make_case({"phq9_9": 2, "asq_3": "yes"}, site=site)
    client.force_login(clinician)

    row = one(client.get(URL), f"[data-case='{case.reference}']")

    assert (row["data-tier"], row["data-safety"]) == (
        "urgent_safety_review",
        "same_day",
    )
    assert row.select_one("a")["href"] == f"/staff/cases/{case.reference}/"


@pytest.mark.parametrize(
    ("medical", "level"),
    [
        (Alert.Medical.SAME_DAY, "medical_same_day"),
        (Alert.Medical.EMERGENCY, "medical_emergency"),
    ],
)
def test_an_alert_of_the_body_is_not_called_none(
    client, clinician, site, medical, level
):
    alert(make_patient(site=site), Level.NONE, medical)
    client.force_login(clinician)

    item = one(client.get(URL), "[data-alert]")

    assert item["data-level"] == level
    assert "None" not in text(item)


def test_an_alert_says_whether_somebody_has_taken_it_on(client, clinician, site):
    taken = alert(make_patient(site=site))
    client.force_login(clinician)
    assert "nobody has taken it on" in client.get(URL).text

    safety.acknowledge(alert=taken, note="", by=clinician)

    assert f"taken on by {clinician}" in client.get(URL).text


def test_the_front_desk_sees_who_and_how_far_and_nothing_clinical(client, desk, site):
    case = make_case({"phq9_9": 2, "asq_3": "yes"}, site=site)
    client.force_login(desk)

    page = client.get(URL)

    row = one(page, "[data-case]")
    assert (row["data-tier"], row["data-safety"]) == ("", "")
    assert case.get_stage_display() in text(row)
    assert not parsed(page).select("[data-alert]")
    for word in ("Urgent", "Same day", "urgent_safety_review", "same_day"):
        assert word not in page.text


def test_fifty_cases_stand_on_a_page_and_the_link_leads_on(client, clinician, site):
    known = rows(make_response(site=site), PAGE + 3)
    client.force_login(clinician)

    first = client.get(URL)
    second = client.get(URL + one(first, "a[rel=next]")["href"])

    seen = values(first, "[data-case]", "data-case")
    seen += values(second, "[data-case]", "data-case")
    assert seen == [case.reference for case in reversed(known)]
    assert not parsed(second).select("a[rel=next]")
    assert client.get(URL + one(second, "a[rel=prev]")["href"]).status_code == 200


def test_closed_cases_are_a_list_of_their_own_that_can_be_paged(
    client, clinician, site
):
    response = make_response(site=site)
    rows(response, 1)
    closed = rows(response, PAGE + 1, stage=Case.Stage.DECIDED)
    client.force_login(clinician)

    first = client.get(URL + "?show=closed")
    second = client.get(URL + one(first, "a[rel=next]")["href"])

    assert one(first, "h1").text == "Closed cases"
    assert values(second, "[data-case]", "data-case") == [closed[-1].reference]


@pytest.mark.parametrize(
    "query", ["after=nonsense", "after=1_2_3", "after=%00", "show=%00", "show=all"]
)
def test_an_address_that_somebody_made_up_shows_the_list(client, clinician, query):
    client.force_login(clinician)

    assert client.get(f"{URL}?{query}").status_code == 200


def test_staff_without_a_site_are_told_why_they_see_nothing(client):
    client.force_login(make_staff("clinician"))

    assert "not assigned to a site yet" in client.get(URL).text


def test_a_worker_that_is_down_is_told(client, clinician):
    client.force_login(clinician)
    assert "the background program does not run" in client.get(URL).text

    messaging.beat()

    assert "the background program does not run" not in client.get(URL).text


def test_messages_that_fail_are_told(client, clinician):
    messaging.send_later(to="a@b.example", template="news", language="en")
    client.force_login(clinician)
    assert "could not be sent" not in client.get(URL).text

    Outbox.objects.update(tries=1)

    assert "One message could not be sent yet" in client.get(URL).text


def test_one_look_is_one_line_in_the_trail_with_counts_alone(client, clinician, site):
    rows(make_response(site=site), 3)
    alert(make_patient(site=site))
    client.force_login(clinician)

    client.get(URL)

    event = Event.objects.get(action="worklist.read")
    assert event.detail == {"cases": 3, "alerts": 1}


def test_the_page_costs_the_same_for_one_case_as_for_fifty(
    client, clinician, site, django_assert_num_queries
):
    rows(make_response(site=site), 1)
    client.force_login(clinician)

    with django_assert_num_queries(33):
        client.get(URL)
    for _number in range(6):
        (row,) = rows(make_response(site=site), 1)
        alert(row.patient)

    with django_assert_num_queries(33):
        client.get(URL)


def test_times_are_those_of_the_clinic(client, clinician, site):
    # Half past two at night in London is still the day before in New York.
    case = make_case(site=site)
    late = timezone.now().replace(year=2026, month=3, day=4, hour=2, minute=30)
    Case.objects.update(received_at=late, stage=Case.Stage.DECIDED)
    client.force_login(clinician)

    row = one(client.get(URL + "?show=closed"), f"[data-case='{case.reference}']")

    assert "3 Mar 2026" in text(row)


@pytest.mark.parametrize(
    ("visitor", "status"),
    [
        pytest.param(None, 302, id="nobody goes to sign-in"),
        pytest.param(make_patient_account, 403, id="a patient is refused"),
        pytest.param(lambda: make_staff("administrator"), 403, id="administrator"),
        pytest.param(lambda: make_staff("content_editor"), 403, id="editor"),
        pytest.param(lambda: make_staff("privacy_officer"), 403, id="privacy officer"),
        pytest.param(lambda: make_staff("medical_director"), 200, id="director"),
    ],
)
def test_the_worklist_is_for_the_care_team(client, visitor, status):
    if visitor:
        client.force_login(visitor())

    assert client.get(URL).status_code == status


def test_the_worklist_takes_no_post(client, clinician):
    client.force_login(clinician)

    refused = client.post(URL)

    assert refused.status_code == 405
    assert "crisis-strip" in refused.text
    assert reverse("staff:worklist") == URL


def queue(page, code):
    return one(page, f"[data-queue={code}]")


def test_every_list_stands_on_top_with_its_count(client, clinician, site):
    response = make_response(site=site)
    rows(response, 2, assignee=clinician)
    rows(response, 1, stage=Case.Stage.MORE_INFORMATION)
    client.force_login(clinician)

    page = client.get(URL)

    assert one(page, ".queues [aria-current]")["data-queue"] == "all"
    for code, count in (("all", "3"), ("mine", "2"), ("free", "0"), ("patient", "1")):
        assert queue(page, code).select_one(".count").text == count
    mine = client.get(URL + queue(page, "mine")["href"])
    assert len(values(mine, "[data-case]", "data-case")) == 2
    assert all("you" in text(cell) for cell in parsed(mine).select("td[data-assignee]"))


def test_a_list_with_nothing_on_it_says_so(client, clinician):
    client.force_login(clinician)

    assert "Nothing is on this list" in client.get(URL + "?show=mine").text


def test_filters_stay_while_one_pages_on(client, clinician, site):
    known = rows(make_response(site=site), PAGE + 1, stage=Case.Stage.CHECKING)
    rows(make_response(site=site), 2, stage=Case.Stage.REVIEWING)
    client.force_login(clinician)

    first = client.get(URL, {"stage": "checking", "sort": "promised"})
    second = client.get(URL + one(first, "a[rel=next]")["href"])

    seen = [*values(first, "[data-case]", "data-case")]
    seen += values(second, "[data-case]", "data-case")
    assert sorted(seen) == sorted(case.reference for case in known)
    assert one(second, "#filter_stage option[selected]")["value"] == "checking"


@pytest.mark.parametrize("query", ["sort=x&stage=y&tier=z&site=q&who=w", "site=9" * 40])
def test_a_filter_that_does_not_exist_is_none(client, clinician, site, query):
    (case,) = rows(make_response(site=site), 1)
    client.force_login(clinician)

    page = client.get(f"{URL}?{query}")

    assert values(page, "[data-case]", "data-case") == [case.reference]


def test_a_view_is_kept_under_a_name_and_forgotten_again(client, clinician):
    client.force_login(clinician)
    sent = {"show": "overdue", "sort": "promised", "name": "My late ones"}

    kept = client.post("/staff/views/", sent | {"_action": "keep"})

    assert kept.url == "/staff/?show=overdue&sort=promised"
    page = client.get(kept.url)
    assert one(page, "a.kept")["href"] == "?show=overdue&sort=promised"
    client.post("/staff/views/", sent | {"_action": "forget"})
    assert not parsed(client.get(URL)).select("a.kept")


def test_the_page_knows_that_something_changed_without_naming_anybody(
    client, clinician, site
):
    (case,) = rows(make_response(site=site), 1)
    client.force_login(clinician)
    stamp = one(client.get(URL), "#live")["data-stamp"]
    assert client.get("/staff/state/").json() == {"stamp": stamp}
    looked = Event.objects.count()

    Case.objects.filter(pk=case.pk).update(urgency=9)

    assert client.get("/staff/state/").json() != {"stamp": stamp}
    assert Event.objects.count() == looked


def test_the_next_case_is_taken_and_opened(client, clinician, site):
    response = make_response(site=site)
    case, *_later = reversed(rows(response, 3))
    client.force_login(clinician)
    assert one(client.get(URL), "[data-next-case] button")

    opened = client.post("/staff/next/", {"show": "all"})

    assert opened.url == f"/staff/cases/{case.reference}/"
    assert Case.objects.get(assignee=clinician) == case


def test_an_empty_list_has_no_next_case(client, clinician):
    client.force_login(clinician)

    page = client.post("/staff/next/", {"show": "overdue"}, follow=True)

    assert page.request["QUERY_STRING"] == "show=overdue"
    assert "No free case is left on this list." in page.text


def test_the_front_desk_has_no_next_case(client, desk):
    client.force_login(desk)

    assert not parsed(client.get(URL)).select("[data-next-case]")
    assert client.post("/staff/next/").status_code == 403
