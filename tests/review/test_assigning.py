"""Who has a case: taken once, given back, handed over; the next one for each."""

import threading

import pytest
from django.db import connection

from intake.audit.models import Event
from intake.review import assigning
from intake.review.models import Case
from intake.review.views import Queue, View
from tests.factories.cases import make_case
from tests.factories.staff import make_site, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(site):
    return make_staff("clinician", login="colleague", sites=(site,))


@pytest.fixture
def case(site):
    return make_case(site=site)


def has(case):
    return Case.objects.get(pk=case.pk).assignee


def test_a_case_that_nobody_has_can_be_taken(case, clinician):
    assigning.claim(case=case, by=clinician)

    assert has(case) == clinician
    event = Event.objects.get(action="case.assigned")
    assert event.detail == {"to": str(clinician.pk)}


def test_taking_ones_own_again_changes_nothing(case, clinician):
    assigning.claim(case=case, by=clinician)
    assigning.claim(case=case, by=clinician)

    assert Event.objects.filter(action="case.assigned").count() == 1


def test_a_colleagues_case_is_neither_taken_nor_given_back(case, clinician, colleague):
    assigning.claim(case=case, by=colleague)

    for act in (assigning.claim, assigning.release):
        with pytest.raises(assigning.HasIt) as refused:
            act(case=case, by=clinician)
        assert refused.value.colleague == colleague
    assert has(case) == colleague


def test_what_is_given_back_is_free_again(case, clinician, colleague):
    assigning.claim(case=case, by=clinician)
    assigning.release(case=case, by=clinician)
    assigning.claim(case=case, by=colleague)

    assert has(case) == colleague


def test_whoever_has_it_it_can_be_handed_over(case, clinician, colleague):
    assigning.claim(case=case, by=colleague)

    assigning.hand_over(case=case, to=clinician, by=clinician)

    assert has(case) == clinician


@pytest.mark.parametrize("role", ["front_desk", "clinician"])
def test_nobody_gets_a_case_that_they_could_not_open(case, clinician, site, role):
    elsewhere = make_site() if role == "clinician" else site
    other = make_staff(role, login="other", sites=(elsewhere,))

    with pytest.raises(assigning.CannotHaveIt):
        assigning.hand_over(case=case, to=other, by=clinician)


def test_a_closed_case_is_nobodys_work(case, clinician):
    Case.objects.filter(pk=case.pk).update(stage=Case.Stage.DECIDED)

    with pytest.raises(assigning.NothingToAssign):
        assigning.claim(case=case, by=clinician)


class TestTheNextCase:
    def test_it_is_the_most_urgent_that_is_free(self, case, clinician, colleague, site):
        worse, worst = make_case(site=site), make_case(site=site)
        Case.objects.filter(pk=worse.pk).update(urgency=80)
        Case.objects.filter(pk=worst.pk).update(urgency=90, assignee=colleague)

        assert assigning.take_next(by=clinician) == worse
        assert has(worse) == clinician

    def test_it_is_of_the_list_that_was_looked_at(self, case, clinician):
        late = View(queue=Queue.OVERDUE)

        assert assigning.take_next(by=clinician, view=late) is None
        assert has(case) is None

    def test_what_waits_for_the_patient_is_not_work(self, case, clinician):
        Case.objects.filter(pk=case.pk).update(stage=Case.Stage.MORE_INFORMATION)

        assert assigning.take_next(by=clinician) is None

    def test_another_sites_cases_are_left_alone(self, case):
        other = make_staff("clinician", login="other", sites=(make_site(),))

        assert assigning.take_next(by=other) is None


def together(*acts):
    """Do all of it at the same time, each on a connection of its own."""
    barrier = threading.Barrier(len(acts))
    results = [None] * len(acts)

    def run(place, act):
        try:
            barrier.wait()
            results[place] = act()
        except Exception as problem:  # noqa: BLE001 - what it was is looked at
            results[place] = problem
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
class TestRaces:
    def test_a_case_is_taken_by_one_of_two(self, case, clinician, colleague):
        for _round in range(20):
            Case.objects.update(assignee=None)

            results = together(
                lambda: assigning.claim(case=case, by=clinician),
                lambda: assigning.claim(case=case, by=colleague),
            )

            refused = [r for r in results if isinstance(r, assigning.HasIt)]
            assert len(refused) == 1
            assert has(case) != refused[0].colleague or has(case) is not None

    def test_two_who_ask_for_the_next_case_get_two(self, case, clinician, colleague):
        other = make_case(site=case.patient.site)
        for _round in range(20):
            Case.objects.update(assignee=None)

            results = together(
                lambda: assigning.take_next(by=clinician),
                lambda: assigning.take_next(by=colleague),
            )

            assert set(results) == {case, other}
