"""One alert per patient: opened, raised, taken on, closed with an outcome."""

import uuid

import pytest
from django.db import IntegrityError, InternalError, transaction

from intake.audit.models import Event
from intake.domain.safety import Level
from intake.patients import vault
from intake.safety import actions
from intake.safety.actions import AlertIsClosed, Concern, causes_of
from intake.safety.models import Alert, AlertEvent
from tests.factories.cases import make_patient
from tests.factories.staff import make_site, make_staff

pytestmark = pytest.mark.django_db

RESPONSE = uuid.uuid4()


@pytest.fixture
def patient(db):
    return make_patient()


@pytest.fixture
def clinician(db):
    return make_staff("clinician")


def concern(level=Level.SAME_DAY, medical="", **answers):
    """What a few answers of one response say."""
    stored = {name: {"value": value} for name, value in answers.items()}
    return Concern(
        level=level,
        medical=medical,
        link_ids=tuple(stored),
        source_id=RESPONSE,
        answers=stored,
    )


def note(patient, *concerns):
    """Note one concern after the other; gives back what the last one did."""
    for found in concerns:
        noted = actions.note_level(patient=patient, concern=found, by=patient.user)
    return noted


def close(clinician):
    alert = Alert.objects.open().get()
    return actions.close(
        alert=alert, outcome="safe_plan", note="Spoke by phone.", by=clinician
    )


class TestNoting:
    @pytest.mark.parametrize("level", [Level.NONE, Level.NOT_ASSESSED])
    def test_calm_answers_open_nothing(self, patient, level):
        assert note(patient, concern(level)) is None
        assert not Alert.objects.exists()

    @pytest.mark.parametrize("level", list(Level)[2:])
    def test_every_other_level_opens_an_alert(self, patient, level):
        noted = note(patient, concern(level, asked="yes"))

        assert noted.level_rose
        assert (noted.alert.level, noted.alert.present_level) == (level, level)
        event = noted.alert.events.get()
        assert (event.kind, event.level, causes_of(event), event.source_id) == (
            AlertEvent.Kind.ANSWER,
            level,
            ["asked"],
            RESPONSE,
        )

    @pytest.mark.parametrize(
        ("level", "medical", "comes_first"),
        [
            (Level.LOW, "", False),
            (Level.MODERATE, "", False),
            (Level.UNKNOWN, "", False),
            (Level.SAME_DAY, "", True),
            (Level.UNKNOWN_POSITIVE, "", True),
            (Level.HIGH, "", True),
            (Level.ACUTE, "", True),
            (Level.NONE, "same_day", True),
            (Level.NONE, "emergency", True),
        ],
    )
    def test_help_comes_first_from_the_same_day_on(
        self, patient, level, medical, comes_first
    ):
        assert note(patient, concern(level, medical)).needs_help_page == comes_first

    def test_the_level_rises_and_that_is_recorded(self, patient):
        noted = note(patient, concern(Level.LOW), concern(Level.HIGH))

        assert noted.level_rose
        assert Alert.objects.get().level == Level.HIGH
        recorded = Event.objects.filter(subject_type="safety.alert")
        assert [event.action for event in recorded] == ["alert.opened", "alert.raised"]

    def test_the_level_never_falls(self, patient):
        noted = note(patient, concern(Level.HIGH), concern(Level.NONE))

        assert not noted.worse
        alert = Alert.objects.get()
        assert (alert.level, alert.present_level) == (Level.HIGH, Level.NONE)

    def test_a_warning_of_the_body_never_falls_either(self, patient):
        note(patient, concern(medical="emergency"), concern(medical=""))

        assert Alert.objects.get().medical == "emergency"

    def test_a_second_kind_of_warning_brings_help_first_again(self, patient):
        noted = note(
            patient, concern(Level.HIGH), concern(Level.HIGH, medical="emergency")
        )

        assert noted.medical_rose
        assert noted.needs_help_page

    def test_a_rise_below_the_page_of_help_brings_none(self, patient):
        noted = note(
            patient,
            concern(Level.LOW, medical="emergency"),
            concern(Level.MODERATE, medical="emergency"),
        )

        assert noted.level_rose
        assert not noted.needs_help_page

    def test_the_same_answers_again_add_nothing(self, patient):
        note(patient, concern(asked="yes"), concern(asked="yes"))

        assert AlertEvent.objects.count() == 1

    def test_other_answers_of_the_same_level_are_added(self, patient):
        note(patient, concern(asked="yes"), concern(asked="yes", more="yes"))

        assert causes_of(Alert.objects.get().events.last()) == ["asked", "more"]

    def test_a_concern_whose_answers_are_not_known_leaves_them_as_they_are(
        self, patient
    ):
        unknown = Concern(Level.SAME_DAY, medical="same_day", source_id=RESPONSE)

        note(patient, concern(asked="yes"), unknown, concern(asked="yes"))

        assert Alert.objects.get().events.count() == 2

    def test_there_is_one_open_alert_of_a_patient_and_others_have_their_own(
        self, patient
    ):
        other = make_patient()

        note(patient, concern(), concern(Level.HIGH))
        note(other, concern())

        assert Alert.objects.open().filter(patient=patient).count() == 1
        assert Alert.objects.open().filter(patient=other).count() == 1

    def test_answers_cannot_be_read_from_the_alert(self, patient):
        note(patient, concern(asked="a telling answer"))

        kept = bytes(Alert.objects.get().sealed_answers)
        assert b"telling" not in kept


class TestAfterClosing:
    @pytest.fixture(autouse=True)
    def closed(self, patient, clinician):
        note(patient, concern(Level.HIGH, asked="yes", more="no"))
        close(clinician)

    @pytest.mark.parametrize(
        "again",
        [
            pytest.param(concern(Level.HIGH, asked="yes", more="no"), id="the same"),
            pytest.param(concern(Level.LOW, asked="yes"), id="part of it, lower"),
            pytest.param(concern(Level.NONE), id="nothing any more"),
        ],
    )
    def test_what_was_dealt_with_opens_none(self, patient, again):
        assert note(patient, again) is None
        assert not Alert.objects.open().exists()

    @pytest.mark.parametrize(
        "new",
        [
            pytest.param(concern(Level.ACUTE, asked="yes", more="no"), id="higher"),
            pytest.param(concern(Level.HIGH, asked="declined"), id="another answer"),
            pytest.param(concern(Level.LOW, other="yes"), id="another question"),
            pytest.param(concern(Level.HIGH, "same_day", asked="yes"), id="the body"),
        ],
    )
    def test_what_is_new_opens_one(self, patient, new):
        noted = note(patient, new)

        assert noted.alert == Alert.objects.open().get()
        assert noted.alert.level == new.level

    def test_the_same_answers_of_another_response_open_one(self, patient):
        again = concern(Level.HIGH, asked="yes", more="no")
        other = Concern(**{**vars(again), "source_id": uuid.uuid4()})

        assert note(patient, other).worse


class TestTakingOn:
    def test_it_is_noted_with_who_and_when(self, patient, clinician):
        alert = note(patient, concern()).alert

        actions.acknowledge(alert=alert, note="I call now.", by=clinician)

        alert = Alert.objects.get()
        assert alert.acknowledged_by == clinician
        assert alert.acknowledged_at
        assert actions.note_of(alert.events.last()) == "I call now."

    def test_the_first_stays_when_a_second_joins(self, patient, clinician):
        alert = note(patient, concern()).alert
        actions.acknowledge(alert=alert, note="", by=clinician)

        actions.acknowledge(alert=alert, note="Me too.", by=make_staff("clinician"))

        assert Alert.objects.get().acknowledged_by == clinician
        kinds = [event.kind for event in alert.events.all()]
        assert kinds.count(AlertEvent.Kind.ACKNOWLEDGED) == 2

    def test_one_that_gets_worse_has_to_be_taken_on_again(self, patient, clinician):
        alert = note(patient, concern(Level.LOW)).alert
        actions.acknowledge(alert=alert, note="", by=clinician)

        note(patient, concern(Level.ACUTE))

        assert Alert.objects.get().acknowledged_by is None

    def test_one_that_gets_no_worse_stays_taken_on(self, patient, clinician):
        alert = note(patient, concern(Level.HIGH)).alert
        actions.acknowledge(alert=alert, note="", by=clinician)

        note(patient, concern(Level.HIGH, asked="yes"))

        assert Alert.objects.get().acknowledged_by == clinician


class TestClosing:
    def test_it_ends_with_outcome_note_and_who(self, patient, clinician):
        note(patient, concern())

        alert = close(clinician)

        assert not alert.is_open
        assert (alert.outcome, alert.closed_by) == ("safe_plan", clinician)
        assert alert.acknowledged_by == clinician
        assert actions.note_of(alert.events.last()) == "Spoke by phone."

    def test_it_ends_once(self, patient, clinician):
        note(patient, concern())
        alert = close(clinician)

        for again in (actions.close, actions.acknowledge):
            given = {"outcome": "not_a_risk"} if again is actions.close else {}
            with pytest.raises(AlertIsClosed):
                again(alert=alert, note="", by=clinician, **given)

        assert Alert.objects.get().outcome == "safe_plan"

    def test_a_note_cannot_be_read_from_its_row(self, patient, clinician):
        note(patient, concern())
        close(clinician)

        sealed = AlertEvent.objects.exclude(sealed_note=None).get().sealed_note
        assert b"phone" not in bytes(sealed)

    def test_which_answers_caused_it_cannot_be_read_from_its_row(self, patient):
        """An alarm by a known question is as good as its answer, erased or not."""
        note(patient, concern(asked="yes"))

        event = AlertEvent.objects.filter(pk=AlertEvent.objects.get().pk)
        assert "asked" not in str(event.values())
        assert b"asked" not in bytes(event.get().sealed_causes)

    def test_a_note_does_not_open_in_another_row_of_the_patient(
        self, patient, clinician
    ):
        alert = note(patient, concern()).alert
        for words in ("Safe.", "Not safe."):
            actions.acknowledge(alert=alert, note=words, by=clinician)
        one, other = AlertEvent.objects.exclude(sealed_note=None)

        one.sealed_note = other.sealed_note

        with pytest.raises(vault.CannotOpen):
            actions.note_of(one)

    def test_the_trail_names_the_outcome_and_no_note(self, patient, clinician):
        note(patient, concern())
        close(clinician)

        event = Event.objects.get(action="alert.closed")
        assert event.detail == {"outcome": "safe_plan"}


class TestTheDatabase:
    def test_refuses_a_second_open_alert(self, patient):
        note(patient, concern())

        with (
            pytest.raises(IntegrityError, match="alert_one_open_per_patient"),
            transaction.atomic(),
        ):
            Alert.objects.create(patient=patient, level="low", present_level="low")

    @pytest.mark.parametrize(
        ("values", "constraint"),
        [
            ({"outcome": "safe_plan"}, "alert_closed_by_someone_with_outcome"),
            ({"closed_at": "2026-01-01T00:00Z"}, "alert_closed_by_someone"),
            ({"acknowledged_at": "2026-01-01T00:00Z"}, "alert_acknowledged_by_someone"),
        ],
    )
    def test_refuses_half_an_end(self, patient, values, constraint):
        note(patient, concern())

        with (
            pytest.raises(IntegrityError, match=constraint),
            transaction.atomic(),
        ):
            Alert.objects.update(**values)

    def test_keeps_what_happened(self, patient):
        note(patient, concern())

        with pytest.raises(InternalError, match="append_only"), transaction.atomic():
            AlertEvent.objects.update(level="none")
        with pytest.raises(InternalError, match="append_only"), transaction.atomic():
            AlertEvent.objects.all()._raw_delete("default")


class TestWhoSees:
    def test_clinicians_of_the_site_and_nobody_else(self, patient):
        note(patient, concern())
        here, elsewhere = patient.site, make_site()

        def seen(*roles, site=here):
            return Alert.objects.visible_to(make_staff(*roles, sites=(site,))).exists()

        assert seen("clinician")
        assert seen("medical_director")
        assert not seen("clinician", site=elsewhere)
        for role in ("front_desk", "administrator", "privacy_officer"):
            assert not seen(role)
        assert not Alert.objects.visible_to(patient.user).exists()

    @pytest.mark.parametrize(
        ("level", "medical", "shown"),
        [
            (Level.HIGH, "", "high"),
            (Level.HIGH, "same_day", "high"),
            (Level.NONE, "same_day", "medical_same_day"),
            (Level.NOT_ASSESSED, "same_day", "medical_same_day"),
            (Level.LOW, "emergency", "medical_emergency"),
        ],
    )
    def test_they_see_one_word_for_it(self, patient, level, medical, shown):
        assert note(patient, concern(level, medical)).alert.shown_level == shown


def test_noting_asks_the_database_a_few_times_only(patient, django_assert_num_queries):
    note(patient, concern(Level.HIGH, asked="yes"))
    assert patient.user

    with django_assert_num_queries(4):  # a transaction, and two rows that are held
        note(patient, concern(Level.HIGH, asked="yes"))
