import pytest

from tests.factories.cases import make_case
from tests.fixtures import clinician, site  # noqa: F401


@pytest.fixture
def case(site):  # noqa: F811
    """Somebody with an aneurysm: a contraindication on both routes."""
    return make_case({"aneurysm": "yes"}, site=site)
