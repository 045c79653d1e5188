"""The clock of an alert on the pages of staff, and the banner when it has run out."""

import pytest
from django.utils import timezone

from intake.accounts.models import User
from intake.domain.safety import Level
from intake.messaging.models import Outbox
from intake.safety import actions
from intake.safety.models import Alert
from tests.factories.cases import make_patient
from tests.factories.duty import make_chain, on_call_always, raise_alert
from tests.factories.staff import make_site, make_staff
from tests.web.clock import Clock
from tests.web.staff.reading import one, parsed, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


@pytest.fixture
def alert(site, clock):
    return raise_alert(make_patient(site=site), Level.ACUTE)


def url(alert):
    return f"/staff/alerts/{alert.pk}/"


def shown(client, alert):
    return client.get(url(alert))


class TestOnTheAlert:
    def test_it_waits_to_be_taken_on_by_a_time(self, signed_in, alert):
        page = shown(signed_in, alert)

        step = one(page, "[data-waits-for]")
        assert step["data-waits-for"] == "acknowledge"
        assert "Due in" in text(step)
        assert "nobody has taken it on" in text(step)
        assert one(page, ".next-step [data-clock]")["data-clock"] == "due"

    def test_who_has_it_stands_there(self, signed_in, site, clock):
        on_call_always(make_staff("clinician", name="Dr. On Call", sites=(site,)))
        alert = raise_alert(make_patient(site=site))

        step = one(shown(signed_in, alert), "[data-waits-for]")
        assert "waits for Dr. On Call, not taken on yet" in text(step)

    def test_one_button_takes_it_on(self, signed_in, clinician, alert):
        done = signed_in.post(url(alert), {"_action": "acknowledge"})

        assert done.url == url(alert)
        step = one(shown(signed_in, alert), "[data-waits-for=contact]")
        assert "Call due in" in text(step)
        assert Alert.objects.get().assigned_to == clinician

    def test_past_its_time_it_says_since_when(self, signed_in, clinician, alert, clock):
        clock.pass_time(minutes=35)
        signed_in.force_login(clinician)

        page = shown(signed_in, alert)

        assert "Overdue by" in text(one(page, ".next-step"))
        assert one(page, ".next-step [data-clock]")["data-clock"] == "overdue"

    def test_who_was_told_stands_with_what_became_of_the_message(
        self, signed_in, clinician, alert
    ):
        told = one(shown(signed_in, alert), "[data-told=at_the_site]")

        assert clinician.name in text(told)
        assert "no message was sent" in text(told)

    @pytest.mark.parametrize(
        ("state", "words"),
        [
            ({}, "Text: Message on its way"),
            ({"tries": 1}, "Text: Not sent yet: tried once, we keep trying"),
            ({"state": "given_up", "tries": 30}, "Text: The message could not be sent"),
            (
                {"state": "sent", "sealed": None, "sent_at": timezone.now()},
                "Text: Message sent at",
            ),
        ],
        ids=["waits", "failed", "given up", "sent"],
    )
    def test_what_became_of_a_text_stands_beside_the_e_mail(
        self, signed_in, clinician, site, settings, state, words
    ):
        settings.SMS = {"url": "https://x.example", "token": "t", "sender": "s"}
        User.objects.filter(pk=clinician.pk).update(mobile="+15550100199")
        alert = raise_alert(make_patient(site=site), Level.ACUTE)
        Outbox.objects.filter(channel="text").update(**state)

        told = one(shown(signed_in, alert), "[data-told=at_the_site]")

        assert words in text(told)
        assert "no message was sent" in text(told)

    def test_a_closed_one_has_no_clock(self, signed_in, clinician, alert):
        actions.close(alert=alert, outcome="not_a_risk", note="x", by=clinician)

        assert not parsed(shown(signed_in, alert)).select("[data-clock]")

    def test_the_next_one_of_the_patient_names_the_earlier(
        self, signed_in, clinician, alert, clock
    ):
        actions.close(alert=alert, outcome="safe_plan", note="x", by=clinician)
        clock.pass_time(hours=1)
        signed_in.force_login(clinician)
        again = raise_alert(alert.patient, medical="emergency")
        Alert.objects.filter(pk=again.pk).update(opened_at=clock.now)

        page = shown(signed_in, again)

        assert "An earlier alert was closed" in page.text
        assert url(alert) in page.text


class TestOnTheWorklist:
    def test_each_alert_has_its_clock(self, signed_in, alert):
        page = signed_in.get("/staff/")

        clock = one(page, "[data-alert] [data-clock]")
        assert clock["data-clock"] == "due"
        assert (
            clock["data-due"] == alert.due_at.astimezone().isoformat()
            or clock["data-due"]
        )


class TestTheBanner:
    def test_there_is_none_while_nothing_is_overdue(self, signed_in, alert):
        assert not parsed(signed_in.get("/staff/")).select("[data-overdue]")

    @pytest.mark.parametrize("path", ["/staff/", "/staff/password/"])
    def test_it_stands_on_every_page_and_leads_there(
        self, signed_in, alert, clock, path
    ):
        clock.pass_time(minutes=10)

        banner = one(signed_in.get(path), "[data-overdue] a")

        assert text(banner) == "One alert is overdue. Look at it now."
        assert banner["href"] == url(alert)

    def test_several_lead_to_the_worklist(self, signed_in, site, alert, clock):
        raise_alert(make_patient(site=site), Level.ACUTE)
        clock.pass_time(minutes=10)

        banner = one(signed_in.get("/staff/password/"), "[data-overdue] a")

        assert text(banner) == "2 alerts are overdue. Look at them now."
        assert banner["href"] == "/staff/"

    def test_the_front_desk_learns_only_that_a_clinician_is_needed(
        self, client, desk, alert, clock
    ):
        clock.pass_time(minutes=10)
        client.force_login(desk)

        banner = one(client.get("/staff/"), "[data-overdue]")

        assert text(banner) == "A clinician is needed now. Please fetch one."
        assert not banner.select("a")

    @pytest.mark.parametrize(
        "visitor",
        [
            pytest.param(lambda: make_staff("administrator"), id="administrator"),
            pytest.param(lambda: make_staff("content_editor"), id="editor"),
            pytest.param(
                lambda: make_staff("clinician", sites=(make_site(),)), id="another site"
            ),
        ],
    )
    def test_others_learn_nothing(self, client, alert, clock, visitor):
        clock.pass_time(minutes=10)
        client.force_login(visitor())

        page = client.get("/staff/password/")

        assert not parsed(page).select("[data-overdue]")

    def test_it_goes_when_the_alert_is_closed(self, signed_in, clinician, alert, clock):
        clock.pass_time(minutes=10)
        actions.close(alert=alert, outcome="not_a_risk", note="x", by=clinician)

        assert not parsed(signed_in.get("/staff/")).select("[data-overdue]")

    def test_it_costs_one_question_however_many_are_overdue(
        self, signed_in, site, alert, clock, django_assert_num_queries
    ):
        clock.pass_time(minutes=10)
        signed_in.get("/staff/password/")
        with django_assert_num_queries(5):
            signed_in.get("/staff/password/")
        for _number in range(3):
            raise_alert(make_patient(site=site))
        clock.pass_time(minutes=10)
        signed_in.get("/staff/password/")

        with django_assert_num_queries(5):
            signed_in.get("/staff/password/")


class TestWithoutAWorker:
    def test_opening_any_page_of_staff_tells_the_next_person(
        self, client, site, desk, clock
    ):
        ann, ben = (make_staff("clinician", sites=(site,)) for _number in range(2))
        on_call_always(ann)
        make_chain(ben)
        raise_alert(make_patient(site=site))
        clock.pass_time(minutes=10)
        client.force_login(desk)

        client.get("/staff/")

        assert Alert.objects.get().assigned_to == ben

    def test_an_alert_that_nobody_was_found_for_is_given_out(
        self, client, desk, alert, clock
    ):
        Alert.objects.update(due_at=None, escalate_at=clock.now)
        client.force_login(desk)

        client.get("/staff/")

        assert Alert.objects.get().due_at
