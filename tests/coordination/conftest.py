import pytest

from tests.factories.staff import make_staff
from tests.fixtures import case, clinician, desk, site  # noqa: F401


@pytest.fixture
def colleague(site):  # noqa: F811
    return make_staff(
        "clinician", name="Cole", email="cole@clinic.example", sites=(site,)
    )


@pytest.fixture
def stranger(db):
    """A clinician of no site of the case."""
    return make_staff("clinician", name="Strange")
