"""A plan for hard times: sealed, in versions that stay, never blank."""

import pytest
from django.db import InternalError, transaction

from intake.audit.models import Event
from intake.safety.models import SafetyPlan
from intake.safety.plans import (
    PARTS,
    Plan,
    PlanChanged,
    PlanIsEmpty,
    latest_plan,
    plan_of,
    save_plan,
)
from tests.factories.cases import make_patient
from tests.factories.staff import make_site, make_staff

pytestmark = pytest.mark.django_db

WALK = Plan(warning_signs="I stop answering the phone.", own_steps="Walk the dog.")


@pytest.fixture
def patient(db):
    return make_patient()


@pytest.fixture
def clinician(db):
    return make_staff("clinician")


def write(patient, by, plan=WALK, seen=0):
    return save_plan(patient=patient, plan=plan, seen=seen, by=by)


def test_it_is_kept_with_who_wrote_it(patient, clinician):
    saved = write(patient, clinician)

    assert (saved.number, saved.by) == (1, clinician)
    assert plan_of(latest_plan(patient)) == WALK
    event = Event.objects.get(action="plan.saved")
    assert (event.patient_id, event.detail) == (str(patient.pk), {"number": 1})


def test_the_words_lie_sealed(patient, clinician):
    assert b"dog" not in bytes(write(patient, clinician).sealed)


def test_every_version_stays(patient, clinician):
    write(patient, clinician)
    write(patient, clinician, Plan(places="The library"), seen=1)

    kept = [plan_of(one) for one in patient.safety_plans.order_by("number")]
    assert kept == [WALK, Plan(places="The library")]
    assert plan_of(latest_plan(patient)).places == "The library"


@pytest.mark.parametrize("change", ["update", "delete"])
def test_no_version_can_be_changed_or_removed(patient, clinician, change):
    write(patient, clinician)
    rows = SafetyPlan.objects.all()

    with pytest.raises(InternalError), transaction.atomic():
        rows.update(number=2) if change == "update" else rows.delete()


@pytest.mark.parametrize("part", PARTS)
def test_one_part_is_enough(patient, clinician, part):
    assert write(patient, clinician, Plan(**{part: "Mine"})).number == 1


def test_an_empty_one_is_not_kept(patient, clinician):
    with pytest.raises(PlanIsEmpty):
        write(patient, clinician, Plan(people="  \n"))


def test_the_same_twice_is_one_version(patient, clinician):
    first = write(patient, clinician)

    assert write(patient, clinician, seen=0) == first


def test_a_version_that_was_not_seen_is_not_passed_over(patient, clinician):
    write(patient, clinician)

    with pytest.raises(PlanChanged):
        write(patient, clinician, Plan(people="My sister"), seen=0)


def test_one_sees_the_plans_of_ones_own_patients(patient, clinician):
    write(patient, clinician)
    here = make_staff("clinician", sites=(patient.site,))
    elsewhere = make_staff("clinician", sites=(make_site(),))
    desk = make_staff("front_desk", sites=(patient.site,))
    other = make_patient()

    seen = {
        user: SafetyPlan.objects.visible_to(user).exists()
        for user in (patient.user, here, elsewhere, desk, other.user)
    }
    assert list(seen.values()) == [True, True, False, False, False]
