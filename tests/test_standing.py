"""What stands for a file is the same for each of its tests, whatever the others do."""

import pytest

from intake.practice.models import Location
from intake.review import actions as review
from intake.review.models import Case
from tests.fixtures import case, clinician, site  # noqa: F401
from tests.standing import _undone

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing")]
seen = set()


@pytest.mark.parametrize("_again", range(2))
def test_what_a_test_does_to_it_is_gone_for_the_next(
    case,  # noqa: F811
    clinician,  # noqa: F811
    site,  # noqa: F811
    _again,
):
    seen.add((case.pk, clinician.pk, site.pk))
    assert len(seen) == 1
    assert Case.objects.get() == case
    assert case.stage == Case.objects.get().stage != Case.Stage.WITHDRAWN

    review.withdraw_case(case=case, by=case.patient.user)

    assert Case.objects.get().stage == Case.Stage.WITHDRAWN


def test_nothing_stays_when_the_file_is_done():
    with _undone():
        Location.objects.create(name="Gone")

    assert not Location.objects.filter(name="Gone").exists()
