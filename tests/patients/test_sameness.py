"""Two records of one person: found, joined, parted, with nothing moved."""

import threading
from datetime import date

import pytest
from django.db import InternalError, connection, transaction

from intake.audit.models import Event
from intake.patients import sameness
from intake.patients.actions import create_practice_patient
from intake.patients.identity import identity_of
from intake.patients.models import Patient, Sameness
from intake.patients.sameness import Judgement
from intake.safety.drills import NOBODY
from tests.factories.cases import make_case, make_patient
from tests.factories.staff import make_site, make_staff

SAME, DIFFERENT, OPEN = "same", "different", "open"


@pytest.fixture
def site(db):
    return make_site()


@pytest.fixture
def clinician(site):
    return make_staff("clinician", sites=(site,))


def person(site, **details):
    """Somebody whom no index finds beside another, unless told otherwise."""
    number = Patient.objects.count()
    return make_patient(site=site, **{"phone": f"555 020 {number:04}", **details})


@pytest.fixture
def twice(site):
    """One person under two addresses."""
    details = {"last_name": "Twofold", "phone": "555 010 0199"}
    return person(site, **details), person(site, **details)


def judge(first, second, says, by, *, kept=None, seen=0):
    judgement = Judgement(says, "They told me.", seen, kept)
    return sameness.judge(first=first, second=second, judgement=judgement, by=by)


def pairs(by):
    return [{pair.first, pair.second} for pair in sameness.suspected(by)]


@pytest.mark.django_db
class TestFinding:
    def test_a_name_with_a_birth_date_or_a_phone_makes_a_pair(self, site, clinician):
        named = [person(site, last_name="Twin") for _number in range(2)]
        called = [person(site, phone="(555) 010-0142") for _number in range(2)]
        person(site, last_name="Twin", born_on=date(1999, 1, 1))

        assert pairs(clinician) == [set(named), set(called)]

    def test_each_says_what_it_shares(self, twice, clinician):
        (pair,) = sameness.suspected(clinician)

        assert pair.shared == ("name", "phone")
        (like,) = sameness.like(twice[0], clinician)
        assert (like.second, like.shared) == (twice[1], ("name", "phone"))

    def test_nobody_of_another_site_is_compared(self, site, clinician):
        person(site, phone="555 010 0142")
        person(make_site(), phone="555 010 0142")

        assert pairs(clinician) == []

    def test_a_phone_that_a_crowd_shares_makes_no_pair(self, site, clinician):
        for _number in range(sameness.CROWD + 1):
            person(site, phone="555 010 0142")

        assert pairs(clinician) == []

    @pytest.mark.parametrize("says", [SAME, DIFFERENT])
    def test_a_pair_that_somebody_judged_is_not_shown_again(
        self, twice, clinician, says
    ):
        said = judge(*twice, says, clinician, kept=twice[0] if says == SAME else None)
        assert pairs(clinician) == []
        assert sameness.like(twice[0], clinician) == []

        judge(*twice, OPEN, clinician, seen=said.pk)
        assert pairs(clinician) == [set(twice)]

    def test_its_cost_does_not_grow(
        self, site, twice, clinician, django_assert_max_num_queries
    ):
        with django_assert_max_num_queries(9) as first:
            sameness.suspected(clinician)
        at_most = len(first)
        for number in range(4):
            person(site, last_name=f"Pair{number // 2}")

        with django_assert_max_num_queries(at_most):
            assert len(sameness.suspected(clinician)) == 3


def rows_of(patient):
    """Everything that hangs on a record, as the database has it."""
    kept = Patient.objects.filter(pk=patient.pk).values().get()
    cases = list(patient.cases.order_by("pk").values())
    return kept, cases, list(patient.responses.order_by("pk").values())


@pytest.mark.django_db
class TestJoining:
    def test_joined_records_know_each_other_and_which_goes_on(self, twice, clinician):
        old, new = twice

        judge(old, new, SAME, clinician, kept=new)

        for one in twice:
            linked = sameness.linked(one, clinician)
            assert (linked.kept, linked.others) == (new, (old,))
        assert sameness.linked(old, clinician).besides(old) == (new,)

    def test_nothing_is_moved_and_taking_it_back_leaves_all_as_it_was(
        self, site, clinician
    ):
        case, other = make_case(site=site), make_case(site=site)
        before = [rows_of(one.patient) for one in (case, other)]

        said = judge(case.patient, other.patient, SAME, clinician, kept=case.patient)
        assert [rows_of(one.patient) for one in (case, other)] == before
        judge(case.patient, other.patient, OPEN, clinician, seen=said.pk)

        assert [rows_of(one.patient) for one in (case, other)] == before
        assert sameness.linked(case.patient, clinician) is None
        assert identity_of(other.patient).last_name.startswith("Invented")

    def test_all_that_was_said_is_kept_with_its_reason(self, twice, clinician):
        said = judge(*twice, SAME, clinician, kept=twice[0])
        judge(*twice, OPEN, clinician, seen=said.pk)

        words = sameness.words_between(*twice)
        assert [word.says for word in words] == [OPEN, SAME]
        assert sameness.reason_of(words[1], *twice) == "They told me."
        assert b"told me" not in bytes(words[1].sealed)
        with pytest.raises(InternalError), transaction.atomic():
            words[0].delete()

    def test_both_patients_can_see_who_judged(self, twice, clinician):
        judge(*twice, SAME, clinician, kept=twice[0])

        events = Event.objects.filter(action="patient.judged_same")
        assert {event.patient_id for event in events} == {str(p.pk) for p in twice}

    def test_the_same_twice_has_one_effect(self, twice, clinician):
        first = judge(*twice, SAME, clinician, kept=twice[0])
        again = judge(*twice, SAME, clinician, kept=twice[0])

        assert first == again

    def test_a_colleagues_word_is_not_overruled_unread(self, site, twice, clinician):
        colleague = make_staff("clinician", sites=(site,))
        judge(*twice, DIFFERENT, colleague)

        with pytest.raises(sameness.SaidAlready):
            judge(*twice, SAME, clinician, kept=twice[0])

    def test_one_record_goes_on_for_all_and_there_are_no_chains(
        self, site, twice, clinician
    ):
        kept, gone = twice
        third, fourth = person(site), person(site)
        judge(kept, gone, SAME, clinician, kept=kept)

        for pair, goes_on in (
            ((kept, third), third),
            ((gone, third), gone),
            ((gone, third), third),
        ):
            with pytest.raises(sameness.IsLinked):
                judge(*pair, SAME, clinician, kept=goes_on)
        judge(kept, third, SAME, clinician, kept=kept)
        judge(fourth, kept, SAME, clinician, kept=kept)

        for one in (kept, gone, third, fourth):
            linked = sameness.linked(one, clinician)
            assert linked.kept == kept
            assert set(linked.others) == {gone, third, fourth}

    @pytest.mark.parametrize("which", ["itself", "elsewhere", "practice"])
    def test_only_two_records_that_one_sees_are_judged(
        self, site, twice, clinician, which
    ):
        other = {
            "itself": lambda: twice[0],
            "elsewhere": lambda: person(make_site()),
            "practice": lambda: nobody(site, clinician),
        }[which]()

        with pytest.raises(sameness.NotTwo):
            judge(twice[0], other, DIFFERENT, clinician)


def nobody(site, by):
    return create_practice_patient(site=site, identity=NOBODY, by=by)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_join_at_once_in_a_circle_one_is_refused(site, clinician):
    first, second, third = (person(site) for _number in range(3))
    start, ended = threading.Barrier(2), []

    def run(kept, gives_way):
        try:
            start.wait()
            judge(kept, gives_way, SAME, clinician, kept=kept)
            ended.append("joined")
        except sameness.IsLinked:
            ended.append("refused")
        finally:
            connection.close()

    runs = [
        threading.Thread(target=run, args=pair)
        for pair in ((first, second), (second, third))
    ]
    for one in runs:
        one.start()
    for one in runs:
        one.join()

    assert sorted(ended) == ["joined", "refused"]
    assert Sameness.objects.count() == 1
