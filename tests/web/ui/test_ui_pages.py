"""The skeleton around every page, and the pages about what went wrong."""

import pytest
from django.contrib.auth.models import AnonymousUser

from tests.web.ui.markup import page, words
from tests.web.ui.samples import CRISIS, ORGANISATION

ERRORS = ["400", "403", "404", "405", "409", "413", "429", "500", "503"]


class Somebody:
    is_authenticated = True


def text_of(drawn):
    return words(drawn.one("body"))


@pytest.mark.parametrize("status", ERRORS)
def test_an_error_page_needs_nothing_to_appear(status):
    drawn = page(f"{status}.html")

    assert drawn.one("html")["lang"] == "en"
    assert words(drawn.one("h1")) == words(drawn.one("title"))
    assert len(drawn.all("main")) == 1


@pytest.mark.parametrize("status", ERRORS)
def test_an_error_page_always_leads_to_help(status):
    drawn = page(f"{status}.html")

    strip = drawn.one(class_="crisis-strip")

    assert words(strip) == "Not safe right now? Get help now"
    assert len(drawn.all("a", href="/help-now/")) == 2


@pytest.mark.parametrize("status", ERRORS)
def test_an_error_page_shows_the_numbers_when_they_are_known(status):
    drawn = page(f"{status}.html", crisis=CRISIS)

    assert words(drawn.one(class_="crisis-strip")) == (
        "Not safe right now? Call 5550 Text 5550 In danger: Call 5551 More help"
    )
    assert drawn.all("a", href="tel:5550")
    assert drawn.all("a", href="tel:5551")


def test_error_pages_appear_while_the_list_of_static_files_is_missing(
    settings, tmp_path
):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {
            "BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
        }
    }

    drawn = page("500.html")

    assert drawn.all("link", href="/static/ui/base.css")


def test_503_says_that_saved_answers_are_safe():
    assert "already saved are safe" in text_of(page("503.html"))


def test_409_leads_to_where_one_can_go_on():
    drawn = page("409.html", next_url="/patient/forms/1/")

    assert drawn.one("a", href="/patient/forms/1/")


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(None, "in a few minutes"), (1, "in 1 minute."), (15, "in 15 minutes.")],
)
def test_429_says_how_long_to_wait(minutes, said):
    assert said in text_of(page("429.html", minutes=minutes))


@pytest.mark.parametrize("base", ["base.html", "patient/base.html", "staff/base.html"])
def test_every_side_has_the_strip_before_everything_but_the_skip_link(base, rf):
    drawn = page(base, rf.get("/"), crisis=CRISIS, organisation=ORGANISATION)

    inside = [
        element
        for element in drawn.elements[drawn.elements.index(drawn.one("body")) + 1 :]
        if element.tag in ("a", "section", "header", "main", "footer")
    ]

    assert inside[0]["href"] == "#main"
    assert inside[1]["class"] == "crisis-strip"
    assert drawn.one("main")["id"] == "main"


def test_the_title_is_discreet_and_the_page_bears_the_name(rf):
    drawn = page("patient/base.html", rf.get("/"), organisation=ORGANISATION)

    assert words(drawn.one("title")) == "Welcome – Your care team"
    assert words(drawn.one(class_="site-name")) == "Harbor Clinic"


def test_the_quick_exit_leads_to_the_page_that_the_clinic_chose(rf):
    drawn = page("patient/base.html", rf.get("/"), organisation=ORGANISATION)

    way_out = drawn.one("a", data_quick_exit="")

    assert way_out["href"] == "https://weather.example/"
    assert way_out["rel"] == "noreferrer"


def test_there_is_no_quick_exit_to_nowhere(rf):
    drawn = page("patient/base.html", rf.get("/"), organisation={})

    assert drawn.all("a", data_quick_exit="") == []


@pytest.mark.parametrize("show", ["page", "card", "emergency"])
def test_help_stays_on_the_pages_after_a_risk_answer(rf, show):
    drawn = page("patient/base.html", rf.get("/"), crisis=CRISIS, crisis_show=show)

    aside = drawn.one("aside")

    assert aside["data-crisis"] == show
    assert "Call 5550" in words(aside)
    assert "A member of our team will call you today." in words(aside) or (
        show == "emergency"
    )


def test_no_help_is_pushed_where_none_is_due(rf):
    drawn = page("patient/base.html", rf.get("/"), crisis=CRISIS, crisis_show="")

    assert drawn.all("aside") == []


def test_signing_out_is_a_protected_post_for_those_who_are_signed_in(rf):
    signed_in = page("base.html", rf.get("/"), user=Somebody())
    signed_out = page("base.html", rf.get("/"), user=AnonymousUser())

    form = signed_in.one("form", action="/sign-out/")

    assert form["method"] == "post"
    assert signed_in.all("input", name="csrfmiddlewaretoken")
    assert signed_out.all("form", action="/sign-out/") == []


@pytest.mark.urls("tests.web.ui.urls")
def test_another_language_is_one_press_away_and_keeps_the_place(rf, settings):
    settings.LANGUAGES = [("en", "English"), ("es", "Spanish")]

    drawn = page("base.html", rf.get("/patient/forms/1/?page=2"))

    button = drawn.one("button", name="language")

    assert (button["value"], button["lang"], words(button)) == ("es", "es", "Español")
    assert drawn.one("input", name="next")["value"] == "/patient/forms/1/?page=2"


@pytest.mark.urls("tests.web.ui.urls")
def test_no_switch_is_offered_where_there_is_one_language(rf, settings):
    settings.LANGUAGES = [("en", "English")]

    drawn = page("base.html", rf.get("/"))

    assert drawn.all("button", name="language") == []


def test_no_form_around_the_page_can_be_taken_for_its_main_form(rf):
    drawn = page("patient/base.html", rf.get("/"), user=Somebody(), crisis=CRISIS)

    assert [form for form in drawn.all("form") if "data-form" in form] == []


def test_messages_are_announced(rf):
    class Message:
        level_tag = "success"

        def __str__(self):
            return "Saved <for> you."

    drawn = page("base.html", rf.get("/"), messages=[Message()])

    box = drawn.one(role="status")

    assert words(box) == "Saved <for> you."
    assert words(drawn.one(class_="alert alert-success")) == "Saved <for> you."


def test_the_clinics_colour_comes_from_a_style_sheet_of_its_own(rf):
    drawn = page("base.html", rf.get("/"), brand_css="/brand.css")

    assert drawn.one("link", href="/brand.css")["rel"] == "stylesheet"


def test_staff_see_only_the_entries_they_are_given(rf):
    entries = {
        "shown": [{"label": "Worklist", "url": "/staff/", "current": True}],
        "folded": {"Records": [{"label": "Privacy", "url": "/staff/privacy/"}]},
    }

    drawn = page("staff/base.html", rf.get("/"), staff_nav=entries)

    assert words(drawn.one("nav")) == "Worklist More Records Privacy"
    assert drawn.one("a", aria_current="page")["href"] == "/staff/"


def test_no_id_is_given_twice_on_a_page(rf):
    drawn = page(
        "patient/base.html",
        rf.get("/"),
        crisis=CRISIS,
        organisation=ORGANISATION,
        crisis_show="page",
    )

    assert len(drawn.ids) == len(set(drawn.ids))
