"""One case at one site, and staff there."""

import pytest

from tests.factories.cases import make_case
from tests.factories.staff import make_site, make_staff


@pytest.fixture
def site(db, stands):
    return stands.site if stands else make_site()


@pytest.fixture
def clinician(site, stands):
    return stands.clinician if stands else make_staff("clinician", sites=(site,))


@pytest.fixture
def desk(site):
    return make_staff("front_desk", sites=(site,))


@pytest.fixture
def case(site, stands, case_given):
    return stands.case if stands else make_case(**case_given, site=site)
