"""The front desk enters a whole request by phone, in a real browser."""

import pytest

from intake.accounts import actions as accounts
from intake.accounts.actions import StaffDetails
from intake.practice.models import Location
from intake.review.models import Case
from tests.factories.questionnaires import RISK, publish_part
from tests.journeys import walk
from tests.journeys.test_browser import DESK, Traveller

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.journeys.demo_urls"),
]
PASSWORD = "four quiet words here"
NORA = walk.ABOUT_YOU | {"first_name": "Nora", "mode": "phone", "privacy": "on"}
GIVEN = walk.GIVEN | {"_read_out": "on"}


@pytest.fixture
def desk(clinician):
    """Somebody at the front desk of the site where the clinician works."""
    details = StaffDetails(
        name="Fay Desk",
        login="fay",
        roles=("front_desk",),
        sites=tuple(Location.objects.all()),
    )
    user = accounts.create_staff(details=details, by=None)
    accounts.set_password(user=user, password=PASSWORD, by=user)
    return user


def sign_in(staff):
    staff.open("/staff/sign-in/")
    staff.page.fill("[name=login]", "fay")
    staff.page.fill("[name=password]", PASSWORD)
    staff.press()


def write_down(staff, **changed):
    staff.open("/staff/drafts/")
    staff.page.locator('a[href="/staff/entry/new/"]').click()
    staff.look(staff.page)
    staff.fill(NORA | changed)
    staff.press()


def test_every_kind_of_page_is_accessible(new_context, demo_server, desk, axe):
    publish_part(*RISK)
    context = new_context(viewport=DESK)
    staff = Traveller(context.new_page(), demo_server, axe)
    sign_in(staff)
    write_down(staff)
    staff.fill(GIVEN)
    staff.press("button[value=leave]")
    write_down(staff)  # the same person again
    assert staff.page.locator("[data-alike]").count() == 1
    staff.page.locator("[data-alike] a").click()
    axe(staff.page)
    staff.page.locator('a[href$="/change/"]').click()
    axe(staff.page)
    staff.open("/staff/drafts/")
    staff.page.locator("[data-draft] a").first.click()
    axe(staff.page)
    staff.press()  # how the answers come is asked once a sitting, and still known
    until_help(staff)

    assert staff.page.locator("main[data-crisis=page] [data-read-out]").is_visible()
    axe(staff.page)
    staff.page.locator("a[data-next]").click()
    reference = staff.answer_all(GIVEN)
    assert Case.objects.filter(reference=reference).exists()


def until_help(staff):
    """Answer the screen so that help is due, forgetting once to read it out."""
    forgotten = False
    risky = GIVEN | {"phq9_9": "2", "asq_1": "yes", "asq_3": "yes"}
    while not staff.page.locator("main[data-crisis]").count():
        asked = staff.page.locator("[name=_read_out]").count()
        staff.fill(risky if forgotten or not asked else risky | {"_read_out": ""})
        staff.press()
        if asked and not forgotten:
            assert staff.page.locator("#error-summary").is_visible()
            forgotten = True
