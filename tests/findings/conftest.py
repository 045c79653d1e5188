import pytest

from tests.fixtures import case, clinician, site  # noqa: F401


@pytest.fixture(scope="module")
def case_given():
    """Somebody with an aneurysm: a contraindication on both routes."""
    return {"answers": {"aneurysm": "yes"}}
