"""A front desk, a clinician and somebody who phones, at one site."""

import pytest

from tests.factories.cases import make_response
from tests.factories.newcomers import make_newcomer
from tests.factories.questionnaires import RISK, publish_part
from tests.factories.staff import make_site, make_staff
from tests.web.staff.entry.clerk import Clerk


@pytest.fixture
def site(db):
    return make_site()


@pytest.fixture
def clinician(site):
    return make_staff("clinician", name="Dr. Ida Quist", sites=(site,))


@pytest.fixture
def desk(site, clinician):
    """Somebody at a site where a clinician would hear of danger."""
    return make_staff("front_desk", name="Fay Desk", sites=(site,))


@pytest.fixture
def draft(desk):
    """Written down by the front desk: on the mood, the screen and today."""
    publish_part(*RISK)
    return make_newcomer(desk)


@pytest.fixture
def online(desk):
    """Begun by a patient with a browser of their own, at the same site."""
    publish_part(*RISK)
    return make_response(site=desk.sites.first())


@pytest.fixture
def sit():
    """Somebody of the staff who has said how the answers come in."""

    def sit(user, response, mode="phone"):
        clerk = Clerk(user, response)
        clerk.begin(mode)
        return clerk

    return sit
