"""Finding somebody by what they say at the telephone."""

from datetime import date

import pytest

from intake.audit.models import Event
from intake.patients.identity import email_of
from intake.review.search import find
from tests.factories.cases import make_case, make_patient
from tests.factories.staff import make_site, make_staff

pytestmark = pytest.mark.django_db
BORN = date(1984, 5, 6)


def people(found):
    return [person.patient for person in found]


@pytest.fixture
def case(site):
    return make_case(site=site, last_name="Ñandú Pérez", phone="+1 (555) 010-0142")


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param(lambda case: case.reference, id="reference"),
        pytest.param(
            lambda case: case.reference.lower().replace("-", " "), id="read out"
        ),
        pytest.param(lambda case: email_of(case.patient).upper(), id="address"),
        pytest.param(lambda _case: "555 010 0142", id="phone"),
        pytest.param(lambda _case: "15550100142", id="phone in one"),
    ],
)
def test_one_line_finds_the_person(desk, case, typed):
    (found,) = find(by=desk, text=typed(case))

    assert found.patient == case.patient
    assert found.cases == (case,)


def test_a_surname_is_found_with_the_date_of_birth_alone(desk, case):
    assert people(find(by=desk, surname=" ñandú  PÉREZ ", born_on=BORN)) == [
        case.patient
    ]
    assert find(by=desk, surname="Ñandú Pérez", born_on=date(1984, 5, 7)) == []
    assert find(by=desk, surname="Ñandú Pérez") == []


def test_somebody_who_has_sent_nothing_yet_is_found(desk, site):
    patient = make_patient(site=site)

    (found,) = find(by=desk, text=email_of(patient))

    assert (found.patient, found.cases) == (patient, ())


@pytest.mark.parametrize("typed", ["Pérez", "555", "@", "nobody@patients.example", "%"])
def test_less_than_an_exact_match_finds_nobody(desk, case, typed):
    assert find(by=desk, text=typed) == []


def test_nobody_of_another_site_is_found(case):
    other = make_staff("clinician", login="other", sites=(make_site(),))

    assert find(by=other, text=case.reference) == []
    assert find(by=other, text="555 010 0142") == []


def test_a_search_is_written_down_without_what_was_looked_for(desk, case):
    find(by=desk, text="555 010 0142")

    event = Event.objects.get(action="patients.searched")
    assert (event.actor_id, event.detail) == (str(desk.pk), {"found": 1})


def test_everybody_who_was_found_has_a_line_of_their_own(desk, case, site):
    make_patient(site=site, phone="555 010 0142")
    make_patient(site=site, phone="555 010 0143")

    found = find(by=desk, text="555 010 0142")

    lines = Event.objects.filter(action="patient.found")
    assert len(found) == 2
    assert {line.patient_id for line in lines} == {str(one.patient.pk) for one in found}
    assert {line.actor_id for line in lines} == {str(desk.pk)}
    assert lines[0].detail == {"through": "search"}


@pytest.mark.parametrize("many", [1, 4])
def test_it_costs_the_same_however_many_are_found(
    desk, site, many, django_assert_num_queries
):
    for _case in range(many):
        make_case(site=site, phone="555 010 0199")

    with django_assert_num_queries(7):  # also the trail, in a transaction
        assert len(find(by=desk, text="555 010 0199")) == many
