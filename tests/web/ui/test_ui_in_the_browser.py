"""What only a browser can tell: contrast, size, focus, and what the script adds."""

import pytest
from django.conf import settings
from django.template import engines

from tests.web.ui.markup import html
from tests.web.ui.samples import CRISIS, ORGANISATION, SampleForm

pytestmark = pytest.mark.browser

SITE = "http://127.0.0.1:1"
STATIC = settings.BASE_DIR / "intake/web/ui/static"
QUESTIONS = """
{% extends "patient/base.html" %}
{% block content %}
  <h1>Heart</h1>
  {% include "components/progress.html" %}
  {% include "components/error_summary.html" %}
  {% include "components/form.html" with kind="page" button="Save and go on" %}
{% endblock %}
"""
CASE = """
{% extends "staff/base.html" %}{% load ui %}
{% block content %}
  <h1>Case</h1>
  {% badge "tier" "urgent_safety_review" %} {% badge "level" "same_day" %}
  {% badge "severity" "CAU" %} {% badge "severity" "INF" %} {% badge "level" "none" %}
  <h2>Findings</h2>
  {% include "components/finding.html" %}
  {% include "components/pager.html" with next_url="#" previous_url="#" %}
{% endblock %}
"""
CONTEXT = {
    "crisis": CRISIS,
    "organisation": ORGANISATION,
    "crisis_show": "page",
    "staff_nav": {
        "shown": [{"label": "Worklist", "url": "/staff/", "current": True}],
        "folded": {"Records": [{"label": "Privacy", "url": "/staff/privacy/"}]},
    },
    "finding": {
        "id": "VAS-01",
        "words": "An aneurysm was reported.",
        "iv_im": "CI",
        "in": "MORE",
        "causes": [{"item": "a", "question": "Ever?", "answer": "Yes", "url": "#a"}],
    },
    "sections": [
        {"label": "Health", "state": "done", "url": "/1/"},
        {"label": "Medicines", "state": "current", "url": ""},
        {"label": "Mood", "state": "todo", "url": ""},
    ],
}
# As the site sends it; a style or script that it forbids fails the test.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'"
)


@pytest.fixture
def show(new_context, rf):
    """Draw a page as the site would send it, and open it."""

    def open_page(source, *, width=360, scheme="light", contrast=None, form=None):
        written = html(
            engines["django"].from_string(source),
            rf.get("/page/"),
            CONTEXT | {"form": form},
        )

        def answer(route):
            path = route.request.url.removeprefix(SITE).split("?")[0]
            if path.startswith("/static/"):
                return route.fulfill(path=STATIC / path.removeprefix("/static/"))
            headers = {"Content-Security-Policy": POLICY}
            return route.fulfill(
                body=written, headers=headers, content_type="text/html; charset=utf-8"
            )

        context = new_context(
            viewport={"width": width, "height": 740},
            color_scheme=scheme,
            contrast=contrast,
        )
        context.route(f"{SITE}/**", answer)
        page = context.new_page()
        page.goto(f"{SITE}/page/")
        return page

    return open_page


@pytest.mark.parametrize("source", [QUESTIONS, CASE], ids=["questions", "case"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_pages_pass_every_rule_of_accessibility(show, axe, source, scheme, width):
    page = show(source, scheme=scheme, width=width, form=SampleForm({}))

    axe(page)


def test_pages_pass_with_more_contrast(show, axe):
    page = show(QUESTIONS, contrast="more", form=SampleForm({}))

    axe(page)


@pytest.mark.parametrize("source", [QUESTIONS, CASE], ids=["questions", "case"])
def test_nothing_has_to_be_scrolled_sideways_at_320(show, source):
    page = show(source, width=320, form=SampleForm({}))

    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_everything_that_is_pressed_is_large_enough(show):
    page = show(QUESTIONS, form=SampleForm())

    small = page.evaluate(
        """() => [...document.querySelectorAll(
          "button, summary, select, .btn, .form-control, .form-check-label"
        )]
        .map((one) => [one.textContent.trim(), one.getBoundingClientRect().height])
        .filter(([, height]) => height > 0 && height < 44)"""
    )

    assert small == []


def test_the_focus_goes_to_the_summary_of_a_refused_page(show):
    page = show(QUESTIONS, form=SampleForm({}))

    assert page.evaluate("document.activeElement.id") == "error-summary"


def test_a_link_of_the_summary_puts_the_focus_on_the_input(show):
    page = show(QUESTIONS, form=SampleForm({}))

    page.click("a[href='#id_since_month']")

    assert page.evaluate("document.activeElement.name") == "since.month"


def test_a_second_press_sends_nothing(show):
    page = show(QUESTIONS, form=SampleForm())

    results = page.evaluate(
        """() => [1, 2].map(() => {
          const event = new Event("submit", {cancelable: true, bubbles: true});
          document.querySelector("form[data-form]").dispatchEvent(event);
          return event.defaultPrevented;
        })"""
    )

    assert results == [False, True]
    assert page.get_attribute("form[data-form] button", "aria-disabled") == "true"
    assert not page.eval_on_selector("form[data-form] button", "one => one.disabled")


def test_none_of_these_unticks_the_others_and_they_untick_it(show):
    page = show(QUESTIONS, form=SampleForm())
    talk, none = "input[value=talk]", "input[name=several][value=none]"

    page.check(talk)
    page.check(none)
    after_none = page.is_checked(talk)
    page.check(talk)

    assert not after_none
    assert not page.is_checked(none)


def test_turning_the_wheel_over_a_number_does_not_change_it(show):
    page = show(QUESTIONS, form=SampleForm())
    page.fill("[name='since.year']", "2020")
    page.focus("[name='since.year']")

    page.hover("[name='since.year']")
    page.mouse.wheel(0, 100)
    page.wait_for_timeout(50)

    assert page.input_value("[name='since.year']") == "2020"


def test_the_words_for_another_place_appear_with_their_option(show):
    page = show(QUESTIONS, form=SampleForm())
    before = page.is_visible("[name='_other.place']")

    page.check("input[name=place][value=other]")

    assert not before
    assert page.is_visible("[name='_other.place']")


def test_paper_shows_what_is_folded_and_hides_what_is_pressed(show):
    page = show(QUESTIONS, form=SampleForm())

    page.emulate_media(media="print")

    assert page.is_visible(".crisis-footer")
    assert page.is_visible(".crisis-card .crisis-lines")
    assert page.is_visible(".why p")
    assert not page.is_visible(".buttons")
    assert not page.is_visible(".site-tools")
