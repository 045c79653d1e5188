"""Beginning a request: one at a time, and again after the last was withdrawn."""

import pytest

from intake.review import actions
from intake.review.beginning import CaseOpen, begin_request
from tests.factories.cases import make_case, make_patient

pytestmark = pytest.mark.django_db


def begin(patient):
    return begin_request(patient=patient, by=patient.user)


def test_whoever_has_begun_goes_on_with_that(site):
    patient = make_patient(site=site)

    assert begin(patient) == begin(patient)


def test_nobody_begins_beside_a_case_that_is_open(site):
    patient = make_case(site=site).patient

    with pytest.raises(CaseOpen):
        begin(patient)

    assert not patient.responses.drafts().exists()


def test_whoever_withdrew_may_begin_again(site):
    case = make_case(site=site)
    actions.withdraw_case(case=case, by=case.patient.user)

    assert begin(case.patient).is_open
