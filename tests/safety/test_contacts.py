"""Attempts to reach the patient, and giving an alert to a colleague."""

from datetime import timedelta

import pytest
from django.utils import timezone

from intake.audit.models import Event
from intake.domain.safety import Level
from intake.safety import actions, contacts, escalation
from intake.safety.actions import AlertIsClosed
from intake.safety.contacts import Attempt, CannotTake
from intake.safety.models import Alert
from tests.factories.duty import raise_alert
from tests.factories.staff import make_site
from tests.letters import letters

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann(member):
    return member("Ann")


@pytest.fixture
def alert(patient, ann, clock):
    return raise_alert(patient)


def attempt(result="no_answer", **values):
    known = {"channel": "phone", "at": timezone.now(), "note": "Rang twice."}
    return Attempt(result=result, **(known | values))


def close(alert, by, outcome="safe_plan"):
    actions.close(alert=alert, outcome=outcome, note="Spoke.", by=by)
    return alert.events.get(kind="closed")


class TestAttempts:
    def test_one_is_kept_with_who_when_how_and_what_came_of_it(self, alert, ann, clock):
        called_at = clock.now
        clock.pass_time(minutes=3)

        contacts.log_contact(alert=alert, attempt=attempt(at=called_at), by=ann)

        event = alert.events.get(kind="contact")
        assert (event.by, event.channel, event.result) == (ann, "phone", "no_answer")
        assert event.happened_at == called_at
        assert actions.note_of(event) == "Rang twice."
        assert b"Rang" not in bytes(event.sealed_note)

    def test_the_trail_names_how_and_the_result_alone(self, alert, ann):
        contacts.log_contact(alert=alert, attempt=attempt(), by=ann)

        event = Event.objects.get(action="alert.contact_logged")
        assert event.detail == {"channel": "phone", "result": "no_answer"}

    def test_whoever_tries_has_taken_it_on(self, alert, ann):
        present = contacts.log_contact(alert=alert, attempt=attempt(), by=ann)

        assert (present.acknowledged_by, present.assigned_to) == (ann, ann)

    def test_the_next_try_is_due_after_one_that_did_not_reach(self, alert, ann, clock):
        actions.acknowledge(alert=alert, note="", by=ann)
        clock.pass_time(minutes=20)
        assert Alert.objects.get().is_overdue

        present = contacts.log_contact(alert=alert, attempt=attempt(), by=ann)

        assert present.waits_for == "contact"
        assert present.due_at - clock.now == timedelta(minutes=15)

    def test_having_spoken_stops_the_clock(self, alert, ann, clock):
        present = contacts.log_contact(alert=alert, attempt=attempt("reached"), by=ann)

        assert (present.contacted_at, present.due_at) == (clock.now, None)
        clock.pass_time(days=2)
        assert escalation.escalate_due() == 0

    def test_a_worse_answer_asks_for_another_talk(self, patient, ann, clock):
        alert = raise_alert(patient, Level.LOW)
        contacts.log_contact(alert=alert, attempt=attempt("reached"), by=ann)

        alert = raise_alert(patient, Level.ACUTE)

        assert alert.waits_for == "acknowledge"
        assert alert.contacted_at is None

    def test_the_same_one_sent_twice_counts_once(self, alert, ann):
        seen = alert.events.count()

        for _time in range(2):
            contacts.log_contact(alert=alert, attempt=attempt(seen=seen), by=ann)

        assert alert.events.filter(kind="contact").count() == 1
        assert Event.objects.filter(action="alert.contact_logged").count() == 1

    def test_the_same_result_later_is_another_one(self, alert, ann):
        for _time in range(2):
            seen = alert.events.count()
            contacts.log_contact(alert=alert, attempt=attempt(seen=seen), by=ann)

        assert alert.events.filter(kind="contact").count() == 2

    def test_none_is_added_to_a_closed_alert(self, alert, ann):
        close(alert, ann)

        with pytest.raises(AlertIsClosed):
            contacts.log_contact(alert=alert, attempt=attempt(), by=ann)


class TestClosingWithoutContact:
    def test_as_safe_shows_in_the_record(self, alert, ann):
        assert close(alert, ann).result == "no_contact"

    def test_after_a_talk_nothing_is_missing(self, alert, ann):
        contacts.log_contact(alert=alert, attempt=attempt("reached"), by=ann)

        assert close(alert, ann).result == ""

    def test_with_another_outcome_nothing_is_missing(self, alert, ann):
        assert close(alert, ann, "not_reached").result == ""


class TestHandingOver:
    def test_the_colleague_has_to_take_it_on_in_time(self, alert, ann, member, clock):
        ben = member("Ben")
        actions.acknowledge(alert=alert, note="", by=ann)
        clock.pass_time(minutes=14)

        present = contacts.hand_over(alert=alert, to=ben, note="My shift ends.", by=ann)

        assert present.assigned_to == ben
        assert present.waits_for == "acknowledge"
        assert present.due_at - clock.now == timedelta(minutes=10)
        event = alert.events.get(kind="handed_over")
        assert (event.by, event.person) == (ann, ben)
        assert actions.note_of(event) == "My shift ends."
        assert letters()[-1][0] == "ben@clinic.example"

    def test_the_trail_names_both(self, alert, ann, member):
        ben = member("Ben")

        contacts.hand_over(alert=alert, to=ben, note="", by=ann)

        event = Event.objects.get(action="alert.handed_over")
        assert (event.actor_id, event.detail) == (str(ann.pk), {"to": str(ben.pk)})

    def test_after_a_talk_the_clock_does_not_begin_again(self, alert, ann, member):
        contacts.log_contact(alert=alert, attempt=attempt("reached"), by=ann)

        present = contacts.hand_over(alert=alert, to=member("Ben"), note="", by=ann)

        assert present.due_at is None

    @pytest.mark.parametrize(
        "details",
        [
            pytest.param({"sites": ()}, id="of no site"),
            pytest.param({"password": ""}, id="who cannot sign in"),
        ],
    )
    def test_not_to_somebody_who_could_not_open_it(self, alert, ann, member, details):
        other = member("Other", **details)

        with pytest.raises(CannotTake):
            contacts.hand_over(alert=alert, to=other, note="", by=ann)

        assert Alert.objects.get().assigned_to is None

    def test_not_to_somebody_of_another_site(self, alert, ann, member):
        other = member("Other", sites=(make_site(),))

        with pytest.raises(CannotTake):
            contacts.hand_over(alert=alert, to=other, note="", by=ann)

    def test_colleagues_are_those_of_the_site_but_oneself(self, alert, ann, member):
        ben = member("Ben")
        member("Desk", "front_desk")

        assert contacts.colleagues(alert, ann) == [ben]
