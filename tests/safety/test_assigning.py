"""An alert waits for somebody from its first moment, and its clock runs."""

from datetime import timedelta

import pytest

from intake.domain.safety import Level
from intake.messaging.models import Outbox
from intake.safety import actions, assigning, contacts
from intake.safety.escalation import escalate_due
from intake.safety.levels import NewLevel, lower_level, raise_level
from intake.safety.models import Alert
from tests.factories.cases import make_patient
from tests.factories.duty import make_policy, on_call_always, raise_alert
from tests.factories.staff import make_site
from tests.letters import letters
from tests.text_gateway import TextGateway

NUMBER = "+15550100199"
pytestmark = pytest.mark.django_db


def told(alert):
    return [told.person.name for told in alert.told.all()]


class TestWho:
    def test_without_a_rota_everybody_of_the_site_is_told(self, patient, member):
        member("Ann"), member("Ben", "medical_director")
        member("Desk", "front_desk"), member("Away", sites=(make_site(),))
        member("Invited", password="")

        alert = raise_alert(patient)

        assert alert.assigned_to is None
        assert told(alert) == ["Ann", "Ben"]
        assert [to for to, _text in letters()] == [
            "ann@clinic.example",
            "ben@clinic.example",
        ]

    def test_with_a_rota_it_is_given_to_whoever_is_on_call(self, patient, member):
        member("Ann"), on_call_always(member("Ben"))

        alert = raise_alert(patient)

        assert alert.assigned_to.name == "Ben"
        assert told(alert) == ["Ben"]
        assert [to for to, _text in letters()] == ["ben@clinic.example"]

    @pytest.mark.parametrize(
        "why",
        [
            pytest.param({"is_active": False}, id="has left"),
            pytest.param({"roles": ["front_desk"]}, id="takes no alerts any more"),
            pytest.param({"password": "!"}, id="cannot sign in"),
        ],
    )
    def test_whoever_cannot_take_it_is_passed_over(self, patient, member, why):
        member("Ann")
        ben = member("Ben")
        on_call_always(ben)
        for name, value in why.items():
            setattr(ben, name, value)
        ben.save()

        alert = raise_alert(patient)

        assert alert.assigned_to is None
        assert told(alert) == ["Ann"]

    def test_on_call_for_another_site_is_not_on_call_here(self, patient, member):
        elsewhere = make_site()
        ben = member("Ben", sites=(patient.site, elsewhere))
        on_call_always(ben, site=elsewhere)

        assert raise_alert(patient).assigned_to is None
        assert raise_alert(make_patient(site=elsewhere)).assigned_to == ben

    def test_that_nobody_can_be_told_is_written_down(self, patient, caplog):
        alert = raise_alert(patient)

        told = alert.told.get()
        assert (told.person, told.message) == (None, None)
        assert "nobody to tell" in caplog.text

    def test_that_somebody_has_no_address_is_written_down(self, patient, member):
        member("Ann", email="")

        told = raise_alert(patient).told.get()

        assert (told.person.name, told.message) == ("Ann", None)
        assert not Outbox.objects.exists()


def test_the_message_says_nothing_of_anybody(patient, member):
    member("Ann")

    raise_alert(patient, Level.ACUTE)

    ((_to, text),) = letters()
    assert "There is something to look at" in text
    for telling in ("Pat", "Invented", "acute", "alert", "patient", "safety", "risk"):
        assert telling.casefold() not in text.casefold()


class TestByText:
    @pytest.fixture
    def gateway(self, settings):
        server = TextGateway()
        settings.SMS = server.settings
        yield server
        server.stop()

    def test_whoever_has_a_number_gets_a_text_beside_the_e_mail(
        self, gateway, patient, member
    ):
        member("Ann", mobile=NUMBER), member("Ben")

        told = list(raise_alert(patient).told.all())

        assert [to for to, _text in letters()] == [
            "ann@clinic.example",
            "ben@clinic.example",
        ]
        assert [one.text_message is not None for one in told] == [True, False]
        assert len(gateway.taken) == 1

    def test_a_number_alone_is_enough(self, gateway, patient, member):
        member("Ann", email="", mobile=NUMBER)

        told = raise_alert(patient).told.get()

        assert told.message is None
        assert told.text_message is not None

    def test_without_a_gateway_nothing_is_queued(self, settings, patient, member):
        settings.SMS = None
        member("Ann", mobile=NUMBER)

        assert raise_alert(patient).told.get().text_message is None
        assert Outbox.objects.get().channel == "email"

    def test_a_gateway_that_refuses_keeps_no_e_mail_from_leaving(
        self, gateway, patient, member
    ):
        gateway.status = 500
        member("Ann", mobile=NUMBER)

        raise_alert(patient)

        assert len(letters()) == 1
        assert Outbox.objects.failing().get().channel == "text"

    def test_time_that_was_up_is_told_by_text_too(
        self, gateway, patient, member, clock
    ):
        member("Ann", "medical_director", mobile=NUMBER)
        raise_alert(patient)

        clock.pass_time(minutes=11)
        escalate_due(clock.now)

        letters()
        assert len(gateway.taken) == 2

    def test_a_hand_over_is_told_by_text_too(self, gateway, patient, member):
        ann, ben = member("Ann"), member("Ben", mobile=NUMBER)
        alert = raise_alert(patient)

        contacts.hand_over(alert=alert, to=ben, by=ann, note="")

        assert alert.told.filter(person=ben).last().text_message is not None


class TestWhen:
    @pytest.mark.parametrize(
        ("level", "medical", "minutes"),
        [
            (Level.ACUTE, "", 10),
            (Level.HIGH, "", 30),
            (Level.UNKNOWN_POSITIVE, "", 30),
            (Level.SAME_DAY, "", 120),
            (Level.UNKNOWN, "", 240),
            (Level.MODERATE, "", 240),
            (Level.NONE, "emergency", 10),
            (Level.NONE, "same_day", 120),
            (Level.SAME_DAY, "emergency", 10),
            (Level.ACUTE, "same_day", 10),
        ],
    )
    def test_the_clock_that_ships_for_each_level(
        self, patient, clock, level, medical, minutes
    ):
        alert = raise_alert(patient, level, medical)

        assert alert.due_at - clock.now == timedelta(minutes=minutes)
        assert alert.escalate_at == alert.due_at
        assert alert.waits_for == "acknowledge"

    def test_low_runs_over_the_night_in_staffed_hours(self, patient, clock):
        due = raise_alert(patient, Level.LOW).due_at

        assert due - clock.now == timedelta(days=1)

    def test_a_same_day_alert_at_night_waits_for_the_morning(self, patient, clock):
        clock.pass_time(hours=12)

        due = raise_alert(patient, Level.SAME_DAY).due_at

        assert due - clock.now == timedelta(hours=13)  # eleven at the clinic

    def test_an_acute_one_at_night_does_not(self, patient, clock):
        clock.pass_time(hours=12)

        due = raise_alert(patient, Level.ACUTE).due_at

        assert due - clock.now == timedelta(minutes=10)

    def test_the_clinic_may_set_another(self, patient, clock):
        clocks = {"acute": {"acknowledge": 5, "contact": 9, "always": True}}
        make_policy(clocks=clocks)

        assert raise_alert(patient).due_at - clock.now == timedelta(minutes=5)


class TestTakingOn:
    def test_the_clock_for_the_call_begins(self, patient, member, clock):
        ann = member("Ann")
        alert = raise_alert(patient)
        clock.pass_time(minutes=4)

        actions.acknowledge(alert=alert, note="", by=ann)

        alert.refresh_from_db()
        assert alert.assigned_to == ann
        assert alert.waits_for == "contact"
        assert alert.due_at - clock.now == timedelta(minutes=15)

    def test_closing_stops_every_clock(self, patient, member):
        alert = raise_alert(patient)

        actions.close(alert=alert, outcome="not_a_risk", note="x", by=member("Ann"))

        alert.refresh_from_db()
        assert (alert.due_at, alert.escalate_at, alert.waits_for) == (None, None, "")


class TestGettingWorse:
    def test_it_begins_anew_with_the_shorter_clock(self, patient, member, clock):
        ann = member("Ann")
        actions.acknowledge(alert=raise_alert(patient, Level.LOW), note="", by=ann)

        alert = raise_alert(patient, Level.ACUTE)

        assert alert.waits_for == "acknowledge"
        assert alert.due_at - clock.now == timedelta(minutes=10)
        assert told(alert) == ["Ann", "Ann"]

    def test_time_that_was_running_out_is_not_given_back(self, patient, clock):
        raise_alert(patient, Level.HIGH)
        clock.pass_time(minutes=25)

        alert = raise_alert(patient, Level.ACUTE)

        assert alert.due_at - clock.now == timedelta(minutes=5)

    def test_one_that_is_overdue_stays_so(self, patient, clock):
        raise_alert(patient, Level.HIGH)
        clock.pass_time(minutes=45)

        assert raise_alert(patient, Level.ACUTE).is_overdue

    def test_the_same_again_tells_nobody_again(self, patient, member):
        member("Ann")

        raise_alert(patient), raise_alert(patient)

        assert len(letters()) == 1


def test_the_alert_stands_when_nobody_can_be_found_for_it(
    patient, member, monkeypatch, caplog
):
    ann = member("Ann")
    with monkeypatch.context() as broken:
        broken.setattr(assigning, "_begin", lambda *_args: 1 / 0)
        alert = raise_alert(patient)
    assert "alert not assigned" in caplog.text
    assert alert.due_at is None

    assert escalate_due() == 1

    alert = Alert.objects.get()
    assert alert.due_at
    assert alert.told.get().person == ann


class TestALevelThatAClinicianSets:
    def set_level(self, set_it, alert, level, by):
        new = NewLevel(level=level, seen=Level(alert.level), reason="Spoke with her.")
        return set_it(alert=alert, new=new, by=by)

    def test_a_higher_one_shortens_the_clock(self, patient, member, clock):
        alert = raise_alert(patient, Level.SAME_DAY)

        alert = self.set_level(raise_level, alert, Level.ACUTE, member("Ann"))

        assert alert.due_at - clock.now == timedelta(minutes=10)
        assert alert.escalate_at == alert.due_at

    def test_a_higher_one_gives_no_time_back(self, patient, member, clock):
        alert = raise_alert(patient, Level.HIGH)
        clock.pass_time(minutes=28)

        alert = self.set_level(raise_level, alert, Level.ACUTE, member("Ann"))

        assert alert.due_at - clock.now == timedelta(minutes=2)

    def test_a_lower_one_gives_its_own_time(self, patient, member, clock):
        alert = raise_alert(patient, Level.ACUTE)

        alert = self.set_level(lower_level, alert, Level.SAME_DAY, member("Ann"))

        assert alert.due_at - clock.now == timedelta(minutes=120)
