import pytest

from tests.fixtures import case, clinician, desk, site  # noqa: F401


@pytest.fixture
def signed_in(client, clinician):  # noqa: F811
    """A browser in which a clinician of the site has signed in."""
    client.force_login(clinician)
    return client
