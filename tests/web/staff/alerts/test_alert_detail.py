"""The page of an alert: who, what was answered, what was done."""

from datetime import timedelta

import pytest
from django.utils import timezone

from intake.audit.models import Event
from intake.domain.answer import answered
from intake.domain.safety import Level
from intake.questionnaires import actions as questionnaires
from intake.questionnaires.actions import Place, Posted
from intake.safety import actions
from intake.safety.actions import Concern
from intake.safety.models import Alert
from tests.factories.cases import make_case, make_patient, make_response
from tests.factories.responses import answer
from tests.factories.staff import make_patient_account, make_site, make_staff
from tests.web.staff.reading import one, parsed, text, values

pytestmark = pytest.mark.django_db
CLOSING = {
    "_action": "close",
    "outcome": "safe_plan",
    "note": "Reached her at 3 pm. Brother stays tonight.",
}


@pytest.fixture
def alert(site):
    """Raised by answers that were sent."""
    case = make_case({"phq9_9": 2, "asq_3": "yes"}, site=site)
    return case.patient.alerts.get()


def url(alert):
    return f"/staff/alerts/{alert.pk}/"


def stored(alert):
    return Alert.objects.get(pk=alert.pk)


def test_the_page_says_whom_to_call_and_why(client, clinician, alert):
    client.force_login(clinician)

    page = client.get(url(alert))

    assert one(page, "aside a[href^='tel:']")["href"] == "tel:555 010 0111"
    assert text(one(page, "main [data-item=asq_3]")) == "Yes"
    assert text(one(page, "main [data-item=phq9_9]")) == "More than half the days"
    assert "Same day" in text(one(page, "h1"))


def test_answers_of_a_form_that_was_not_sent_are_there_too(client, clinician, site):
    response = make_response(site=site)
    posted = Posted({"self_harm_now": {"state": "answered", "value": "yes"}}, 0)
    page_id = response.version.definition.page_of("self_harm_now").link_id
    questionnaires.save_page(
        response=response,
        place=Place(page_id),
        posted=posted,
        by=response.patient.user,
    )
    client.force_login(clinician)

    page = client.get(url(response.patient.alerts.get()))

    assert text(one(page, "main [data-item=self_harm_now]")) == "Yes"
    assert "The form is not sent yet." in page.text


def test_what_was_typed_and_never_saved_is_told_apart(client, clinician, site):
    response = make_response(site=site)
    answer(response, "mood", phq9_9=0)
    questionnaires.keep_typed(
        response=response,
        place=Place("mood"),
        raw={"phq9_9": ["3"]},
        answers={"phq9_9": answered(3)},
        revision=1,
        by=response.patient.user,
    )
    questionnaires.grade_unfinished(timezone.now() + timedelta(minutes=16))
    client.force_login(clinician)

    page = client.get(url(response.patient.alerts.get()))

    shown = text(one(page, "main [data-item=phq9_9]"))
    assert shown == "Not at all Typed and not saved: Nearly every day"
    assert "Typed, and left without saving" in text(
        one(page, "[aria-labelledby=events-title] .events")
    )


def test_a_case_that_was_sent_is_linked(client, clinician, alert):
    case = alert.patient.cases.get()
    client.force_login(clinician)

    assert one(client.get(url(alert)), f"a[href='/staff/cases/{case.reference}/']")


def test_taking_it_on_says_who_and_keeps_it_open(client, clinician, alert):
    client.force_login(clinician)

    done = client.post(url(alert), {"_action": "acknowledge", "note": "I call now."})

    assert done.url == url(alert)
    assert stored(alert).acknowledged_by == clinician
    assert stored(alert).is_open
    page = client.get(url(alert))
    assert "I call now." in page.text
    assert f"Taken on by {clinician}" in page.text


def test_a_second_person_who_takes_it_on_leaves_the_first(
    client, clinician, alert, site
):
    actions.acknowledge(alert=alert, note="", by=clinician)
    other = make_staff("clinician", sites=(site,))
    client.force_login(other)

    client.post(url(alert), {"_action": "acknowledge", "note": "I help."})

    assert stored(alert).acknowledged_by == clinician
    assert {event.by for event in alert.events.filter(kind="acknowledged")} == {
        clinician,
        other,
    }


def test_closing_needs_what_came_of_it_and_how(client, clinician, alert):
    client.force_login(clinician)

    done = client.post(url(alert), CLOSING)

    assert done.url == "/staff/"
    closed = stored(alert)
    assert (closed.outcome, closed.closed_by) == ("safe_plan", clinician)
    assert closed.acknowledged_by == clinician
    event = Event.objects.get(action="alert.closed")
    assert event.detail == {"outcome": "safe_plan"}


@pytest.mark.parametrize(
    ("lacking", "advice"),
    [
        ("outcome", "Choose an outcome to close the alert."),
        ("note", "Write what happened."),
    ],
)
def test_closing_without_one_of_them_is_refused_and_keeps_the_other(
    client, clinician, alert, lacking, advice
):
    client.force_login(clinician)

    page = client.post(url(alert), {**CLOSING, lacking: " "})

    assert page.status_code == 422
    link = one(page, "#error-summary a")
    assert advice in text(link)
    assert link["href"] == f"#id_{lacking}"
    assert stored(alert).is_open
    if lacking == "outcome":
        assert CLOSING["note"] in text(one(page, "[name=note]"))


@pytest.mark.parametrize("action", ["", "delete"])
def test_a_post_that_presses_neither_button_does_nothing(
    client, clinician, alert, action
):
    client.force_login(clinician)

    page = client.post(url(alert), CLOSING | {"_action": action})

    assert page.status_code == 422
    assert "Press one of the two buttons." in text(one(page, "#error-summary"))
    assert stored(alert).acknowledged_at is None


def test_an_outcome_that_does_not_exist_is_refused(client, clinician, alert):
    client.force_login(clinician)

    page = client.post(url(alert), CLOSING | {"outcome": "gone"})

    assert page.status_code == 422
    assert stored(alert).is_open


def test_an_alert_closed_meanwhile_is_shown_as_it_was_closed(
    client, clinician, alert, site
):
    other = make_staff("clinician", sites=(site,))
    actions.close(alert=alert, outcome="urgent_care", note="Went in.", by=other)
    client.force_login(clinician)

    page = client.post(url(alert), CLOSING)

    assert page.status_code == 409
    assert "closed this alert in the meantime" in text(one(page, "[role=alert]"))
    assert "Went in." in page.text
    assert (stored(alert).closed_by, stored(alert).outcome) == (other, "urgent_care")
    assert Event.objects.filter(action="alert.closed", outcome="failed").exists()


def test_closing_twice_by_the_same_person_counts_once(client, clinician, alert):
    client.force_login(clinician)

    answers = [client.post(url(alert), CLOSING).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert alert.events.filter(kind="closed").count() == 1


def test_a_closed_alert_can_be_read_and_not_acted_on(client, clinician, alert):
    actions.close(alert=alert, outcome="not_a_risk", note="Spoke.", by=clinician)
    client.force_login(clinician)

    page = client.get(url(alert))

    assert "Spoke." in page.text
    assert not parsed(page).select("[data-form=alert]")


def test_the_highest_level_stands_and_the_present_one_beside_it(
    client, clinician, alert
):
    actions.note_level(patient=alert.patient, concern=Concern(Level.HIGH), by=None)
    actions.note_level(patient=alert.patient, concern=Concern(Level.LOW), by=None)
    client.force_login(clinician)

    page = client.get(url(alert))

    assert "High" in text(one(page, "h1"))
    assert "the level would now be: ▽ Low" in text(one(page, "main"))
    badges = values(page, ".events [data-badge]", "data-badge")
    assert badges == ["same_day", "high", "low"]


def test_a_note_lies_sealed(client, clinician, alert):
    client.force_login(clinician)

    client.post(url(alert), CLOSING)

    sealed = alert.events.get(kind="closed").sealed_note
    assert b"Brother" not in bytes(sealed)


def test_reading_it_is_recorded(client, clinician, alert):
    client.force_login(clinician)

    client.get(url(alert))

    event = Event.objects.get(action="alert.read")
    assert event.patient_id == str(alert.patient_id)


def test_the_page_costs_the_same_however_much_has_happened(
    client, clinician, alert, django_assert_num_queries
):
    client.force_login(clinician)

    with django_assert_num_queries(20):
        client.get(url(alert))
    for _time in range(5):
        actions.acknowledge(alert=alert, note="Tried again.", by=clinician)

    with django_assert_num_queries(20):
        client.get(url(alert))


def test_an_alert_of_the_body_alone_is_not_called_none(client, clinician, site):
    noted = actions.note_level(
        patient=make_patient(site=site),
        concern=Concern(Level.NONE, medical=Alert.Medical.SAME_DAY),
        by=None,
    )
    client.force_login(clinician)

    page = client.get(url(noted.alert))

    assert "Medical, same day" in text(one(page, "h1"))
    assert not parsed(page).select("[data-badge=none]")


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    ("visitor", "status"),
    [
        pytest.param(None, 302, id="nobody goes to sign-in"),
        pytest.param(make_patient_account, 403, id="a patient is refused"),
        pytest.param(lambda: make_staff("front_desk"), 403, id="the front desk too"),
        pytest.param(lambda: make_staff("administrator"), 403, id="administrator"),
        pytest.param(
            lambda: make_staff("clinician", sites=(make_site(),)),
            404,
            id="another site sees nothing",
        ),
    ],
)
def test_others_may_not_open_an_alert(client, alert, visitor, status, method):
    if visitor:
        client.force_login(visitor())

    assert getattr(client, method)(url(alert), CLOSING).status_code == status
    assert stored(alert).is_open


def test_another_method_is_refused_with_a_page(client, clinician, alert):
    client.force_login(clinician)

    refused = client.delete(url(alert))

    assert refused.status_code == 405
    assert "crisis-strip" in refused.text
