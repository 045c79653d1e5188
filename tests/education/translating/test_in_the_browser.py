"""Pages in Spanish in Chromium."""

import re

import pytest
from playwright.sync_api import expect

from intake.education.models import ArticlePage
from intake.education.translating.models import FRAME

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_link_gives_way_to_a_button_that_takes_along_what_is_typed(
    new_context, live_server, reviewed
):
    reviewed(FRAME)
    reviewed("P1")
    context = new_context(
        java_script_enabled=False, viewport={"width": 360, "height": 740}
    )
    page = context.new_page()
    page.goto(f"{live_server.url}/learn/start/")
    link, button = page.locator("[data-switch]"), page.locator("[data-take-along]")
    expect(link).to_be_visible()
    expect(button).to_be_hidden()

    page.fill("textarea[name=remark]", "What is a drip?")
    expect(link).to_be_hidden()
    button.click()

    assert page.url == f"{live_server.url}/learn/es/start/#page-feedback"
    expect(page.locator("textarea[name=remark]")).to_have_value("What is a drip?")
    expect(page.locator("textarea[name=remark]")).to_be_in_viewport()
    page.check("[name=clear][value=no]")
    page.press("[name=clear][value=no]", "Enter")
    expect(page).to_have_url(re.compile("/feedback/P1/"))  # sent, and not switched


def test_longer_words_beside_numbers_fit_a_small_phone(
    new_context, live_server, reviewed
):
    reviewed(FRAME)
    page = new_context(viewport={"width": 360, "height": 740}).new_page()
    for code in ("P1", "T3", "T10", "T11"):
        reviewed(code)
        slug = ArticlePage.objects.get(article_code=code).slug

        page.goto(f"{live_server.url}/learn/es/{slug}/")

        assert page.locator("html[lang=es] .comparison").count(), code
        assert page.evaluate("document.documentElement.scrollWidth") == 360, code
