"""Erasing by age: by how far a record came, and never what waits for somebody."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from intake.accounts import codes
from intake.accounts.models import SignInCode
from intake.messaging import actions as messaging
from intake.patients.models import Patient
from intake.practice.models import Organisation
from intake.questionnaires.models import Response
from intake.review.actions import withdraw_case
from intake.review.models import Case
from intake.rights import holding, requests, retention
from intake.rights.models import RetentionPolicy, RetentionRun
from intake.rights.retention import Rule
from tests.factories.cases import make_case, make_patient
from tests.factories.decisions import decide
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db

NOW = timezone.now()
LATER = NOW + timedelta(days=400)


@pytest.fixture
def officer():
    return make_staff("privacy_officer", email="")


def keep(officer, at=NOW, **days):
    """What is stored when these days, and no others, are wanted from then on."""
    return retention.save_policy(policy=RetentionPolicy(**days), by=officer, at=at)


@pytest.fixture
def policy(officer):
    keep(
        officer,
        draft_days=90,
        withdrawn_days=90,
        declined_days=365,
        accepted_days=3650,
    )
    return RetentionPolicy.current(LATER)


@pytest.fixture
def draft():
    return make_patient()


def due(policy, rule, now=LATER):
    return list(retention.due(policy, rule, now))


def is_erased(patient):
    return Patient.objects.get(pk=patient.pk).erased_at is not None


def test_as_delivered_nothing_is_erased(draft):
    retention.run(LATER)

    assert not is_erased(draft)
    assert RetentionRun.objects.get().erased == {}


def test_a_record_falls_under_one_rule_by_how_far_it_came(policy, site, clinician):
    withdrawn, declined, accepted, waiting = (make_case(site=site) for _ in range(4))
    withdraw_case(case=withdrawn, by=withdrawn.patient.user)
    decide(declined, by=clinician, outcome="not_now")
    decide(accepted, by=clinician)
    far = LATER + timedelta(days=5000)

    assert due(policy, Rule.WITHDRAWN, far) == [withdrawn.patient]
    assert due(policy, Rule.DECLINED, far) == [declined.patient]
    assert due(policy, Rule.ACCEPTED, far) == [accepted.patient]
    assert due(policy, Rule.ACCEPTED) == []
    assert waiting.patient not in due(policy, Rule.DRAFT, far)


class TestShorterTimes:
    def test_hold_after_seven_days_and_others_are_told(self, officer):
        director = make_staff("medical_director", email="director@clinic.example")
        keep(officer, declined_days=365)

        assert RetentionPolicy.current(NOW + timedelta(days=6)).declined_days is None
        assert RetentionPolicy.current(NOW + timedelta(days=8)).declined_days == 365
        messaging.deliver_due(LATER)
        assert [letter.to for letter in mail.outbox] == [[director.email]]
        assert "kept for a shorter time" in mail.outbox[0].body

    def test_can_be_taken_back_before(self, officer):
        keep(officer, declined_days=30)

        retention.take_back(by=officer)

        assert RetentionPolicy.current(LATER).declined_days is None

    def test_keeping_longer_holds_at_once(self, officer, policy):
        later = NOW + timedelta(days=8)
        keep(officer, later, draft_days=91, withdrawn_days=30, accepted_days=3650)

        assert RetentionPolicy.current(later).draft_days == 91
        assert RetentionPolicy.current(later).withdrawn_days == 90
        assert RetentionPolicy.current(LATER).withdrawn_days == 30
        assert RetentionPolicy.current(LATER).declined_days is None

    def test_saving_once_more_begins_nothing_anew(self, officer):
        first = keep(officer, declined_days=30).waiting
        again = RetentionPolicy(declined_days=30)

        later = NOW + timedelta(days=3)
        saved = retention.save_policy(policy=again, by=officer, at=later)

        assert saved.waiting == first

    def test_fewer_days_after_an_alert_are_shorter_too(self, officer):
        keep(officer, alert_days=100)
        saved = keep(officer, alert_days=10)

        assert (saved.alert_days, list(saved.waiting)) == (100, ["alert_days"])


def test_who_can_be_written_to_is_told_before_a_draft_goes(policy, draft):
    first = retention.run(LATER)
    assert (first.cleared["told"], is_erased(draft)) == (1, False)
    messaging.deliver_due(LATER)
    assert "We keep it until" in mail.outbox[0].body

    assert retention.run(LATER + timedelta(days=13)).erased == {}
    last = retention.run(LATER + timedelta(days=15))

    assert is_erased(draft)
    assert last.erased == {"draft": [draft.pk.hex[:8].upper()]}


def test_coming_back_begins_the_time_anew(policy, draft):
    retention.run(LATER)
    Response.objects.filter(patient=draft).update(saved_at=LATER + timedelta(days=1))

    retention.run(LATER + timedelta(days=15))

    assert not is_erased(draft)


@pytest.mark.parametrize("why", ["held", "asked", "alert", "lately"])
def test_what_waits_is_left_alone(policy, clinician, site, why):
    case = make_case({"phq9_9": 1} if why in ("alert", "lately") else {}, site=site)
    withdraw_case(case=case, by=case.patient.user)
    officer = make_staff("privacy_officer")
    if why == "held":
        until = Organisation.current().today() + timedelta(days=1)
        holding.place(patient=case.patient, reason="x", until=until, by=officer)
    elif why == "asked":
        requests.ask(patient=case.patient, by=officer)
    elif why == "lately":
        policy.alert_days = 1000
        alert = case.patient.alerts.get()
        type(alert).objects.filter(pk=alert.pk).update(
            closed_at=timezone.now(), closed_by=clinician, outcome="not_a_risk"
        )

    assert due(policy, Rule.WITHDRAWN) == []


def test_codes_and_unsent_messages_go_too(policy):
    codes.ask(address="pat@patients.example", language="en")
    message = messaging.send_later(to="p@a.example", template="news", language="en")
    type(message).objects.filter(pk=message.pk).update(state="given_up")

    cleared = retention.run(LATER).cleared

    assert cleared == {"messages": 1, "codes": 1, "told": 0}
    assert not SignInCode.objects.exists()


def test_a_nights_work_is_done_once_and_not_before_three(policy):
    at_two, at_four = (datetime(2027, 3, 2, h, tzinfo=UTC) for h in (7, 9))

    assert retention.run_due(at_two) is None
    assert retention.run_due(at_four).is_last
    assert retention.run_due(at_four + timedelta(minutes=1)) is None
    assert retention.run_due(at_four + timedelta(days=1)) is not None


def test_a_long_night_goes_on_batch_after_batch(policy, site):
    for _number in range(3):
        case = make_case(site=site)
        Case.objects.filter(pk=case.pk).update(stage="withdrawn")

    assert not retention.run(LATER, most=2).is_last
    assert retention.run(LATER, most=2).is_last
    assert Patient.objects.filter(erased_at__isnull=False).count() == 3


def test_the_command_lists_and_changes_nothing(policy, site):
    case = make_case(site=site)
    Case.objects.filter(pk=case.pk).update(
        stage="withdrawn", received_at=timezone.now() - timedelta(days=800)
    )
    out = io.StringIO()

    call_command("retention", stdout=out)

    assert "withdrawn: no days, 0 records" in out.getvalue()
    assert "withdrawn_days: 90 from" in out.getvalue()
    assert not RetentionRun.objects.exists()
