import pytest
from django.test import Client
from intake.practice.models import Location
from intake.reruns import actions as reruns
from intake.review.models import Case
from tests.factories.cases import make_case
from tests.factories.staff import make_staff
from tests.reruns.test_reruns import LOW, publish_with

pytestmark = pytest.mark.django_db(transaction=True)
OUT = "/tmp/local-ask2/shots/"
TOO_WIDE = """() => document.documentElement.scrollWidth - document.documentElement.clientWidth"""


def test_shots(new_context, live_server, axe):
    site = Location.objects.order_by("pk").first()
    case = make_case({**LOW, "escort": "unsure"}, site=site)
    make_case(site=site)
    director = make_staff("medical_director", sites=(site,))
    problems = []

    def context(user, width, js):
        client = Client()
        client.force_login(user)
        made = new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=js
        )
        made.add_cookies(
            [
                {
                    "name": "sessionid"
                    if "sessionid" in client.cookies
                    else list(client.cookies)[0],
                    "value": list(client.cookies.values())[0].value,
                    "url": live_server.url,
                }
            ]
        )
        return made.new_page()

    def look(page, name, js=True):
        page.screenshot(path=f"{OUT}{name}.png", full_page=True)
        if js:
            wide = page.evaluate(TOO_WIDE)
            if wide > 0:
                problems.append((name, wide))
            try:
                axe(page)
            except AssertionError as problem:
                problems.append((name, str(problem)[:1500]))

    staff = context(director, 1280, False)
    ask = f"{live_server.url}/staff/cases/{case.reference}/ask/"
    staff.goto(ask)
    staff.fill(
        "[name=words]", "Which dose did you take in spring?\nAnd who drives you home?"
    )
    staff.click("button[value=preview]")
    look(staff, "ask-preview-1280", False)
    staff.click("button[value=send]")
    look(staff, "case-asked-1280", False)
    small = context(director, 360, True)
    small.goto(ask)
    look(small, "ask-open-360")

    patient = context(case.patient.user, 360, False)
    patient.goto(live_server.url + "/patient/")
    look(patient, "home-360", False)
    patient.click("[data-own-question] a")
    patient.click("button[value=continue]")
    look(patient, "question-422-360", False)
    wide = context(case.patient.user, 1280, True)
    wide.goto(patient.url)
    look(wide, "question-1280")
    patient.fill("[name=words]", "About 10 mg, I think.\nMy sister drives me.")
    patient.click("button[value=continue]")
    look(patient, "home-after-360", False)
    small.goto(f"{live_server.url}/staff/")
    look(small, "worklist-360")

    version = publish_with(case, "CI")
    staff.goto(live_server.url + "/staff/protocols/")
    look(staff, "protocols-1280", False)
    staff.click("button[value=try]")
    look(staff, "rerun-waiting-1280", False)
    while reruns.work():
        pass
    small.goto(staff.url)
    look(small, "rerun-tried-360")
    staff.goto(staff.url)
    staff.click("button[value=apply]")
    while reruns.work():
        pass
    staff.goto(staff.url)
    look(staff, "rerun-applied-1280", False)
    small.goto(live_server.url + "/staff/protocols/")
    look(small, "protocols-360")
    small.goto(live_server.url + "/staff/protocols/2/")
    look(small, "protocol-360")
    wide2 = context(director, 1280, True)
    wide2.goto(f"{live_server.url}/staff/cases/{case.reference}/")
    look(wide2, "case-after-1280")
    small.goto(f"{live_server.url}/staff/cases/{case.reference}/")
    look(small, "case-after-360")
    small.goto(ask)
    look(small, "ask-360")
    for one in problems:
        print("PROBLEM", one)
    assert not problems
