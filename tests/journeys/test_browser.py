"""A patient and a clinician in a real browser, with and without scripts.

Every page on the way is checked for accessibility.
"""

import re

import pytest

from tests.journeys import walk

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.journeys.demo_urls"),
]
PHONE = {"width": 360, "height": 780}
DESK = {"width": 1280, "height": 800}
BY_HAND = {"tx_drug": "tx_name"}  # a person writes the name of a medicine


class Traveller:
    """Fills in whatever page is shown, as the bot does, but by hand."""

    def __init__(self, page, server, look):
        self.page, self.base, self.look = page, server.url, look

    def open(self, path):
        self.page.goto(self.base + path)
        self.look(self.page)

    def press(self, name="button.btn-primary"):
        self.page.locator(f"form[data-form] {name}").first.click()
        self.page.wait_for_load_state()
        self.look(self.page)

    @property
    def kind(self):
        form = self.page.locator("form[data-form]").first
        return form.get_attribute("data-form") if form.count() else ""

    def sign_in(self, address):
        self.open("/patient/sign-in/")
        self.page.fill("[name=email]", address)
        self.press()
        reader = walk.Browser(self.base)
        self.page.fill("[name=code]", walk.read_code(reader, address))
        self.press()

    def fill(self, given):
        """Every input of the main form: what is given, else the calmest answer."""
        html = walk.BeautifulSoup(self.page.content(), "html.parser")
        form = html.select_one("form[data-form]")
        for name, value in walk.inputs(form, given):
            self._set(name, value)

    def _set(self, name, value):
        field = self.page.locator(f'form[data-form] [name="{name}"]').first
        kind = field.get_attribute("type")
        if kind in ("radio", "checkbox"):
            choice = f'form[data-form] [name="{name}"][value="{value}"]'
            target = self.page.locator(choice)
            (target if target.count() else field).check()
        elif field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)

    def answer_all(self, given):
        for _page in range(walk.MOST_PAGES):
            if self.page.locator("[data-reference]").count():
                return self.page.locator("[data-reference]").first.inner_text()
            self._answer(given)
        raise walk.Stuck("the questionnaire does not end")

    def _answer(self, given):
        if self.page.locator("main[data-crisis]").count():
            self.page.locator("a[data-next]").click()
        elif self.kind == "list":
            self._list()
        elif self.kind == "submit":
            self.page.check("[name=_attest]")
            self.press()
        else:
            self.fill(given)
            self.press()

    def _list(self):
        name = self.page.locator("form[data-form]").get_attribute("data-page")
        for row in walk.ROWS.get(name, []):
            self.press("button[value=add]")
            for field, value in row.items():
                self._set(BY_HAND.get(field, field), value)
            self.press()
        self.press("button[value=done]")


@pytest.fixture
def look(axe, request):
    """Check each kind of page once; nothing to check with when scripts are off."""
    seen = set()

    def check(page):
        form = page.locator("form[data-form]").first
        name = form.get_attribute("data-page") if form.count() else None
        shape = name or re.sub(r"[0-9a-f-]{8,}|[A-Z0-9]{4}-[A-Z0-9]{4}", "", page.url)
        refused = page.locator("#error-summary").count()
        if (shape, refused) not in seen and request.node.callspec.params["scripts"]:
            seen.add((shape, refused))
            axe(page)

    return check


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_patient_and_a_clinician_reach_a_decision(
    new_context, demo_server, clinician, look, scripts
):
    phone = new_context(viewport=PHONE, java_script_enabled=scripts)
    desk = new_context(viewport=DESK, java_script_enabled=scripts)
    patient = Traveller(phone.new_page(), demo_server, look)
    staff = Traveller(desk.new_page(), demo_server, look)

    reference = tell_everything(patient)
    answer_the_alert(staff, clinician)
    decide(staff, reference)

    patient.open("/patient/")
    assert "seven days" in patient.page.locator("[data-message]").inner_text()
    assert patient.page.locator("[data-stage=decided]").count() == 1


def tell_everything(patient):
    """From the home page to a reference number, with a risk answer on the way."""
    for path in ("/", "/start/", "/help-now/", "/privacy/", "/learn/"):
        patient.open(path)
    patient.sign_in("journey@walk.example")
    patient.press()  # nothing filled in: refused, with a summary
    assert patient.page.locator("#error-summary").is_visible()
    patient.fill(walk.ABOUT_YOU)
    patient.press()
    risky = {"phq9_9": "1", "asq_1": "yes"}
    return patient.answer_all(walk.GIVEN | walk.recent_reading() | risky)


def answer_the_alert(staff, clinician):
    staff.open("/staff/sign-in/")
    staff.page.fill("[name=login]", clinician["login"])
    staff.page.fill("[name=password]", clinician["password"])
    staff.press()
    staff.open("/staff/")
    staff.page.locator("[data-alert] a").first.click()
    staff.look(staff.page)
    staff.page.fill("[name=note]", "Reached by phone. Safe with a plan.")
    staff.page.select_option("[name=outcome]", "safe_plan")
    staff.press("button[value=close]")


def decide(staff, reference):
    staff.page.locator(f'[data-case="{reference}"] a').click()
    staff.look(staff.page)
    staff.page.locator("a[data-decide]").click()
    staff.page.check("[name=outcome_iv_im][value=not_now]")
    staff.page.check("[name=outcome_in][value=conditional]")
    staff.page.fill("[name=rationale]", "Blood pressure log first.")
    staff.page.fill("[name=message]", "Please measure for seven days.")
    staff.press("button[value=preview]")
    assert "seven days" in staff.page.locator("[data-message]").inner_text()
    staff.press("button[value=record]")
