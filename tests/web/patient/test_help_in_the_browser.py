"""The pages of help on a small phone: whole, readable by everybody, without scripts."""

import pytest
from django.test import Client

from intake.practice import actions
from intake.practice.crisis_texts import shipped_texts
from tests.factories.responses import answer, answer_until
from tests.factories.staff import make_staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 360, "height": 740}


@pytest.fixture
def at_risk(response):
    """Answers that put somebody's safety in doubt; the clinic has confirmed Spanish."""
    boss = make_staff("administrator")
    actions.save_crisis_texts(
        language="es", texts=shipped_texts("es"), confirmed=True, by=boss
    )
    answer_until(response, "mood")
    answer(response, "mood", phq9_9=3)
    return response


@pytest.fixture
def open_phone(new_context, live_server, at_risk):
    """A page in a browser in which whose answers they are has signed in."""
    client = Client()
    client.force_login(at_risk.patient.user)
    value = client.cookies["session"].value
    cookie = {"name": "session", "value": value, "url": live_server.url}

    def open_phone(**options):
        context = new_context(viewport=PHONE, **options)
        context.add_cookies([cookie])
        return context.new_page()

    return open_phone


@pytest.mark.parametrize("language", ["en", "es"])
def test_help_can_be_used_by_everybody_on_a_small_phone(
    open_phone, live_server, axe, at_risk, language
):
    page = open_phone()

    for path in (f"/patient/forms/{at_risk.pk}/now/", "/patient/reach/", "/help-now/"):
        page.goto(f"{live_server.url}{path}?lang={language}")

        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
        spoken = page.locator("main[lang], .crisis-page[lang]").first
        assert spoken.get_attribute("lang") == language


def test_without_scripts_one_can_tell_in_spanish_that_one_is_not_safe(
    open_phone, live_server, at_risk
):
    page = open_phone(java_script_enabled=False)
    page.goto(f"{live_server.url}/patient/forms/{at_risk.pk}/now/")

    page.locator("a[data-language=es]").click()
    page.locator("[name=safe][value=no]").check()
    page.get_by_role("button", name="Enviar esto").click()

    assert "Nos dijo que no está a salvo" in page.locator("main").inner_text()
    assert at_risk.patient.alerts.get().level == "acute"
