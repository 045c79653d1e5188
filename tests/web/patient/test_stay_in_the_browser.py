"""Before a patient is signed out the page asks, and afterwards it does not pretend."""

import pytest
from django.urls import reverse

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HOME = reverse("patient:home")


def test_two_minutes_before_one_is_asked_and_one_press_is_enough(window, axe):
    window.open(HOME)

    window.sleep(minutes=28, seconds=5)

    window.page.wait_for_selector("#stay[open]")
    assert window.focused() == "Stay signed in"
    assert window.page.inner_text("#stay [role=status]") == "About 2 minutes left."
    axe(window.page)
    with window.page.expect_response(lambda r: r.request.method == "POST"):
        window.page.click("[data-stay]")
    window.page.wait_for_selector("#stay", state="hidden")
    window.sleep(minutes=27)
    window.page.reload()
    assert window.page.is_visible("h1 >> text=Hello")


def test_a_laptop_that_slept_an_hour_wakes_to_an_honest_page(window, axe):
    window.open(HOME)

    window.sleep(minutes=60)

    window.page.wait_for_selector("#signed-out[open]")
    assert not window.page.is_visible("#stay")
    assert window.focused() == "Sign in"
    axe(window.page)
    window.page.click("#signed-out a")
    window.page.wait_for_url("**/patient/sign-in/**")


def test_the_time_left_is_said_a_few_times_and_not_every_second(window):
    window.open(HOME)
    window.sleep(minutes=28, seconds=5)
    window.page.wait_for_selector("#stay[open]")
    said = []

    for _step in range(10):
        words = window.page.inner_text("#stay [role=status]")
        said += [words] if words not in said else []
        window.sleep(seconds=11)

    assert said == [
        "About 2 minutes left.",
        "About one minute left.",
        "Less than half a minute left.",
    ]


def test_whoever_closes_the_question_is_there_and_stays(window):
    window.open(HOME)
    window.sleep(minutes=28, seconds=5)
    window.page.wait_for_selector("#stay[open]")

    with window.page.expect_response(lambda r: r.request.method == "POST") as posted:
        window.page.keyboard.press("Escape")

    assert posted.value.status == 204
    assert not window.page.is_visible("#stay")


def test_being_busy_in_another_window_keeps_this_one_quiet(window):
    window.open(HOME)
    other = window.page.context.new_page()
    window.clock.pass_time(minutes=20)
    other.goto(window.server.url + HOME)

    with window.page.expect_response("**/patient/stay/"):
        window.sleep(minutes=8, seconds=30)
        window.page.clock.fast_forward(1000 * 60 * 20)

    assert not window.page.is_visible("dialog")


def test_one_may_sign_out_at_once(window):
    window.open(HOME)
    window.sleep(minutes=28, seconds=5)
    window.page.wait_for_selector("#stay[open]")

    window.page.click("#stay [type=submit]")

    assert "You are signed out." in window.page.inner_text("[role=status]")


def test_no_answer_from_the_server_is_not_called_signed_out(window):
    window.open(HOME)
    window.page.context.set_offline(True)

    window.sleep(minutes=28, seconds=30)
    window.page.wait_for_timeout(200)

    assert not window.page.is_visible("dialog")
    window.page.context.set_offline(False)
    window.page.clock.fast_forward(6000)
    window.page.wait_for_selector("#stay[open]")


def test_without_scripts_the_foot_of_the_page_says_it(new_context, window):
    context = new_context(java_script_enabled=False)
    context.add_cookies(window.page.context.cookies())
    page = context.new_page()

    page.goto(window.server.url + HOME)

    assert "after 30 minutes" in page.inner_text("footer")
    assert not page.is_visible("dialog")
