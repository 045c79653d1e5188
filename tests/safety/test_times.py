"""How long alerts waited is told by what happened with them."""

from datetime import timedelta

import pytest

from intake.domain.safety import Level
from intake.safety import actions, levels
from intake.safety.contacts import Attempt, log_contact
from intake.safety.levels import NewLevel
from intake.safety.models import Alert
from intake.safety.times import KINDS, line, lines, waited, waited_in
from tests.factories.cases import make_patient
from tests.factories.duty import raise_alert
from tests.factories.moments import follow
from tests.factories.staff import make_site

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _at_the_clocks_time(clock, monkeypatch):
    follow(clock, monkeypatch)


@pytest.fixture
def clinician(member):
    return member("Ana")


def reach(alert, by, at, result="reached"):
    attempt = Attempt(channel="phone", result=result, at=at)
    log_contact(alert=alert, attempt=attempt, by=by)


def only():
    (one,) = waited(Alert.objects.all())
    return one


def test_every_kind_that_an_alert_can_have_has_a_place():
    levels_shown = {str(level) for level in Level} - {"none", "not_assessed"}

    assert set(KINDS) == levels_shown | {"medical_emergency", "medical_same_day"}
    assert KINDS[:2] == ("medical_emergency", "acute")


def test_what_is_not_done_has_no_time(clock, patient):
    raise_alert(patient)

    assert (only().to_acknowledge, only().to_contact, only().to_close) == (None,) * 3


def test_the_first_acknowledgement_counts_and_not_the_last(clock, patient, clinician):
    alert = raise_alert(patient)
    for _time in range(2):
        clock.now += HOUR
        actions.acknowledge(alert=alert, note="", by=clinician)

    assert only().to_acknowledge == HOUR


def test_an_alert_that_got_worse_keeps_when_it_was_first_taken(
    clock, patient, clinician
):
    alert = raise_alert(patient, Level.LOW)
    clock.now += HOUR
    actions.acknowledge(alert=alert, note="", by=clinician)
    clock.now += HOUR
    raise_alert(patient, Level.ACUTE)

    assert only().to_acknowledge == HOUR
    assert only().kind == "acute"


def test_only_speaking_with_the_patient_is_reaching_them(clock, patient, clinician):
    alert = raise_alert(patient)
    reach(alert, clinician, clock.now + HOUR, result="no_answer")
    assert only().to_contact is None

    reach(alert, clinician, clock.now + 2 * HOUR)

    assert only().to_contact == 2 * HOUR


def test_whoever_reached_the_patient_had_taken_it_on_by_then(clock, patient, clinician):
    alert = raise_alert(patient)
    at = clock.now + HOUR
    clock.now += 5 * HOUR

    reach(alert, clinician, at)

    assert only().to_acknowledge == HOUR


def test_a_contact_before_the_opening_counts_as_at_once(clock, patient, clinician):
    alert = raise_alert(patient)

    reach(alert, clinician, clock.now - HOUR)

    assert only().to_contact == timedelta(0)


def test_closing_without_taking_on_counts_as_taking_on(clock, patient, clinician):
    alert = raise_alert(patient)
    clock.now += HOUR
    actions.close(alert=alert, outcome="not_a_risk", note="Spoke.", by=clinician)

    assert only().to_acknowledge == only().to_close == HOUR


def test_a_lowered_alert_counts_where_it_once_was(clock, patient, clinician):
    alert = raise_alert(patient, Level.HIGH)
    new = NewLevel(Level.LOW, seen=Level.HIGH, reason="Spoke.")
    levels.lower_level(alert=alert, new=new, by=clinician)

    assert only().kind == "high"


@pytest.mark.parametrize(
    ("level", "medical", "kind"),
    [
        (Level.NONE, "emergency", "medical_emergency"),
        (Level.ACUTE, "emergency", "medical_emergency"),
        (Level.NONE, "same_day", "medical_same_day"),
        (Level.HIGH, "same_day", "high"),
        (Level.UNKNOWN, "", "unknown"),
    ],
)
def test_an_alert_counts_once_by_what_weighs_most(clock, patient, level, medical, kind):
    raise_alert(patient, level, medical)

    assert only().kind == kind


def test_lines_sum_up_each_kind_the_most_urgent_first(clock, site, clinician):
    for minutes in (10, 20, 60):
        alert = raise_alert(make_patient(site=site), Level.HIGH)
        reach(alert, clinician, clock.now + timedelta(minutes=minutes))
    raise_alert(make_patient(site=site), Level.ACUTE)

    found = waited(Alert.objects.all())
    acute, high = lines(found)

    assert (acute.kind, acute.uncontacted, acute.still_open) == ("acute", 1, 1)
    assert (high.alerts, high.uncontacted) == (3, 0)
    assert high.contact.median == timedelta(minutes=20)
    assert high.contact.ninetieth == high.contact.worst == HOUR
    assert line("all", found).alerts == 4


def test_a_period_holds_its_first_moment_and_not_its_last(clock, patient, clinician):
    alert = raise_alert(patient)

    assert waited_in(clinician, alert.opened_at, alert.opened_at + HOUR)
    assert not waited_in(clinician, alert.opened_at - HOUR, alert.opened_at)


def test_alerts_of_other_sites_are_not_counted(clock, clinician):
    raise_alert(make_patient(site=make_site()))

    assert waited_in(clinician, clock.now - HOUR, clock.now + HOUR) == []


def test_it_costs_the_same_however_many_there_are(
    clock, site, clinician, django_assert_num_queries
):
    for _time in range(5):
        raise_alert(make_patient(site=site))

    with django_assert_num_queries(2):
        waited_in(clinician, clock.now - HOUR, clock.now + HOUR)
