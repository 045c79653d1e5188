"""Every kind of question on a phone, with and without scripts, by hand."""

import os

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client
from django.urls import reverse

from intake.questionnaires.models import Response
from tests.factories.cases import make_response
from tests.factories.every_kind import ITEMS
from tests.factories.questionnaires import publish
from tests.factories.responses import fresh

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 360, "height": 740}
SHOTS = os.environ.get("SCREENSHOTS")  # a folder to put pictures in, to look at

TYPED = {
    "whole": "12",
    "count": "1234567",
    "exact": "2.5",
    "day.month": "2",
    "day.day": "29",
    "day.year": "2024",
    "about.year": "2019",
    "begun.month": "3",
    "begun.year": "2021",
    "height.ft": "5",
    "height.in": "8",
    "weight.kg": "72.5",
    "line": "  Zoë said “no” 🙂 ",
    "words": "first line\n  second line\n\nشكرا",
    "moment": "2024-05-17T08:30",
    "hour": "08:30",
    "link": "https://a.example/b?c=d",
    "plain": "As I say it",
    "medicine": "sertraline",
}
KEPT = {
    "truth": "yes",
    "one": "red",
    "several": ["red", "blue"],
    "open": {"other": "Mauve, more or less "},
    "whole": 12,
    "count": 1234567,
    "exact": 2.5,
    "day": "2024-02-29",
    "about": "2019",
    "begun": "2021-03",
    "height": {"si": 1.7272, "given": {"ft": 5.0, "in": 8.0}},
    "weight": {"si": 72.5, "given": {"kg": 72.5}},
    **{name: TYPED[name] for name in ("line", "words", "moment", "hour", "link")},
    **{name: TYPED[name] for name in ("plain", "medicine")},
}


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def patient(new_context, live_server, request):
    """On the only page of a questionnaire that asks everything, signed in."""
    publish(items=ITEMS)
    response = make_response()
    client = Client()
    client.force_login(response.patient.user)
    context = new_context(viewport=PHONE, java_script_enabled=request.param)
    key = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": key.key, "value": key.value, "url": live_server.url}])
    page = context.new_page()
    page.goto(live_server.url + reverse("patient:page", args=[response.pk, 1]))
    return page


def press(page, selector="button.btn-primary"):
    page.locator(f"form[data-form] {selector}").first.click()
    page.wait_for_load_state()


def put(page, name, value):
    field = page.locator(f'form[data-form] [name="{name}"]').first
    if field.get_attribute("type") in ("radio", "checkbox"):
        page.check(f'form[data-form] [name="{name}"][value="{value}"]')
    elif field.evaluate("field => field.tagName") == "SELECT":
        field.select_option(value)
    else:
        field.fill(value)


def shoot(page, name):
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


def stored():
    return fresh(Response.objects.get()).latest("page").data


def test_every_kind_is_answered_kept_and_shown_again(patient, request):
    shoot(patient, f"kinds-empty-{request.node.callspec.id}")
    put(patient, "truth", "yes")
    put(patient, "one", "red")
    put(patient, "several", "red")
    put(patient, "several", "blue")
    put(patient, "open", "other")
    patient.fill("[name='_other.open']", "Mauve, more or less ")
    for name, value in TYPED.items():
        patient.fill(f"[name='{name}']", value)
    assert patient.evaluate("document.documentElement.scrollWidth") <= 360
    shoot(patient, f"kinds-filled-{request.node.callspec.id}")

    press(patient)

    assert {name: answer["value"] for name, answer in stored().items()} == KEPT
    patient.locator("a[data-change=line]").click()
    for name, value in TYPED.items():
        assert patient.input_value(f"[name='{name}']") == value, name
    assert patient.input_value("[name='_other.open']") == "Mauve, more or less "
    press(patient)
    assert {name: answer["value"] for name, answer in stored().items()} == KEPT


def test_every_kind_takes_a_way_out(patient, request):
    boxes = [
        (tag["name"], tag["value"])
        for tag in BeautifulSoup(patient.content(), "html.parser").select(
            "form[data-form] [name^='_state.'], form[data-form] [value=unsure]"
        )
        if tag["value"] == "unsure"
    ]
    for name, value in boxes:
        put(patient, name, value)
    shoot(patient, f"kinds-states-{request.node.callspec.id}")

    press(patient)

    states = {name: answer["state"] for name, answer in stored().items()}
    offered = {q["link_id"] for q in ITEMS[0]["items"] if "states" in q}
    assert {name for name, state in states.items() if state == "unsure"} == offered


def test_what_is_refused_is_named_and_the_summary_leads_to_it(patient, request):
    scripts = request.node.callspec.params["patient"]
    wrong = {
        "whole": "many",
        "exact": "2,5",
        "day.month": "2",
        "day.day": "30",
        "day.year": "2023",
        "height.ft": "5",
        "height.cm": "170",
        "plain": "x" * 300,
    }
    for name, value in wrong.items():
        patient.fill(f"[name='{name}']", value)

    press(patient)

    shoot(patient, f"kinds-refused-{request.node.callspec.id}")
    links = patient.locator("#error-summary a")
    assert links.count() == 5
    if scripts:
        focused = patient.evaluate("document.activeElement.id")
        assert focused == "error-summary"
    for place in range(links.count()):
        target = links.nth(place).get_attribute("href").removeprefix("#")
        links.nth(place).click()
        assert patient.evaluate("document.activeElement.id") == target
        assert legend_is_seen(patient, target)
    for name, value in wrong.items():
        assert patient.input_value(f"[name='{name}']") == value


def legend_is_seen(page, target):
    """The words of the question are in sight when its input has the focus."""
    return page.evaluate(
        """id => {
          const field = document.getElementById(id).closest(".field");
          const words = field.querySelector(".form-label").getBoundingClientRect();
          return words.top >= 0 && words.top < innerHeight;
        }""",
        target,
    )


def test_the_keyboard_goes_through_in_the_order_that_is_seen(patient):
    patient.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    tops, names = [], []
    for _press in range(120):
        patient.keyboard.press("Tab")
        here = patient.evaluate(
            """() => {
              const at = document.activeElement;
              const box = at.getBoundingClientRect();
              return [at.form?.dataset.form ?? "", at.name ?? "", box.top + scrollY];
            }"""
        )
        if here[0] == "page":
            names.append(here[1])
            tops.append(here[2])
        elif names:
            break

    assert names[-2:] == ["_action", "_action"]
    asked = [name.split(".")[-1] for name in names if not name.startswith("_")]
    assert asked[:3] == ["truth", "one", "several"]
    assert tops == sorted(tops)
