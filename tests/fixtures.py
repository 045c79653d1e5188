"""One case at one site, and staff there."""

import pytest

from tests.factories.cases import make_case
from tests.factories.staff import make_site, make_staff


@pytest.fixture
def site(db):
    return make_site()


@pytest.fixture
def clinician(site):
    return make_staff("clinician", sites=(site,))


@pytest.fixture
def desk(site):
    return make_staff("front_desk", sites=(site,))


@pytest.fixture
def case(site):
    return make_case(site=site)
