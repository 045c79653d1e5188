"""Questions about danger, entered by staff: read out, graded, acted on at once."""

import pytest
from django.urls import reverse

from intake.practice.models import CrisisRecord, Organisation
from intake.questionnaires.models import SavedPage
from intake.safety.models import Alert
from tests.factories.duty import make_policy
from tests.factories.newcomers import make_newcomer
from tests.factories.questionnaires import BODY, publish_part
from tests.factories.responses import answer, answer_until, fresh

READ_OUT = "[data-read-out]"
pytestmark = pytest.mark.django_db


def at_item_9(response):
    """The page with item 9 of the PHQ-9 comes next."""
    answer_until(response, page_with(response, "phq9_9"))
    return page_with(response, "phq9_9")


def page_with(response, name):
    return response.definition.page_of(name).link_id


def questions(response, page):
    now = fresh(response)
    parts = now.asked_on(now.page(page))
    return [item.link_id for part in parts for item in part.questions()]


def values(response, page, **given):
    return dict.fromkeys(questions(response, page), "0") | given


class TestReadingOut:
    @pytest.mark.parametrize("mode", ["phone", "in_person"])
    def test_questions_about_danger_are_to_be_read_out(self, desk, draft, sit, mode):
        page = sit(desk, draft, mode).open(at_item_9(draft))

        assert "word for word" in page.words("[data-how=read-out]")
        assert page.has("input[type=checkbox][name=_read_out]:not([checked])")

    def test_other_questions_need_no_tick(self, desk, draft, sit):
        page = sit(desk, draft).open("wanted")

        assert not page.has("[name=_read_out]")
        assert not page.has("[data-how]")

    def test_without_the_tick_the_page_is_refused_and_what_was_answered_acts(
        self, desk, draft, sit
    ):
        page = at_item_9(draft)

        reply = sit(desk, draft).send(page, values(draft, page, phq9_9="1"))

        assert reply.status == 422
        assert reply.refused() == {"#id__read_out"}
        assert Alert.objects.filter(patient=draft.patient).exists()
        saved = SavedPage.objects.filter(response=draft, page=page).latest("number")
        assert (saved.accepted, saved.read_out) == (False, False)

    def test_the_tick_is_kept_with_the_page(self, desk, draft, sit):
        page = at_item_9(draft)

        sit(desk, draft).enter(page, values(draft, page))

        saved = SavedPage.objects.get(response=draft, page=page, by=desk)
        assert (saved.mode, saved.read_out, saved.accepted) == ("phone", True, True)
        assert "_read_out" not in fresh(draft).latest(page).data

    def test_a_tick_that_was_not_asked_for_is_not_believed(self, desk, draft, sit):
        wanted = {"routes": "in", "reasons": "depression", "_read_out": "on"}

        sit(desk, draft).send("wanted", wanted)

        assert not SavedPage.objects.get(response=draft, page="wanted").read_out

    def test_from_paper_the_ticks_are_copied(self, desk, draft, sit):
        page = at_item_9(draft)
        clerk = sit(desk, draft, "paper")

        shown = clerk.open(page)
        clerk.send(page, values(draft, page))

        assert "Copy the ticks" in shown.words("[data-how=copy]")
        assert not shown.has("[name=_read_out]")
        saved = SavedPage.objects.get(response=draft, page=page, by=desk)
        assert (saved.mode, saved.read_out, saved.accepted) == ("paper", False, True)


class TestActing:
    def test_a_risk_answer_by_phone_raises_the_alert_and_says_what_to_do(
        self, desk, draft, sit
    ):
        page, clerk = at_item_9(draft), sit(desk, draft)

        reply = clerk.enter(page, values(draft, page, phq9_9="3"))
        if reply.leads_to != clerk.url("now"):
            reply = screen(clerk, draft, asq_1="yes", asq_3="yes")

        assert reply.leads_to == clerk.url("now")
        assert Alert.objects.get(patient=draft.patient).level == "same_day"
        saved = SavedPage.objects.filter(response=draft, by=desk, mode="phone")
        assert saved.filter(read_out=True).exists()

    @pytest.fixture
    def shown(self, desk, draft, sit):
        return help_page(desk, draft, sit)

    def test_the_person_is_not_left_alone(self, shown):
        assert "Stay on the line" in shown.words("h1")
        assert shown.one("main")["data-crisis"] == "page"

    def test_clinicians_of_the_site_are_named(self, shown, clinician):
        assert clinician.name in shown.words()

    def test_the_numbers_come_from_the_crisis_record(self, shown):
        record = CrisisRecord.current()

        read_out = shown.words("[data-read-out]")
        assert record.line_number in read_out
        assert record.emergency_number in read_out
        assert shown.has(f'a[href="{record.line_call_uri}"]')

    def test_while_the_clinic_is_open_a_call_is_promised(self, desk, draft, sit):
        make_policy(week={})  # around the clock

        read_out = help_page(desk, draft, sit).words(READ_OUT)

        assert "A member of our team will contact you." in read_out

    def test_while_the_clinic_is_closed_its_own_words_are_read_out(
        self, desk, draft, sit
    ):
        """The promise was once read out at night too."""
        today = Organisation.current().today()
        make_policy(holidays=[today], out_of_hours={"en": "We open on Monday."})

        read_out = help_page(desk, draft, sit).words(READ_OUT)

        assert "We open on Monday." in read_out
        assert "A member of our team will contact you." not in read_out

    def test_no_level_and_no_alert_is_named_to_the_front_desk(self, shown):
        text = shown.html.get_text().lower()

        assert "/staff/alerts/" not in str(shown.html)
        for word in ("same day", "acute", "unknown positive", "alert"):
            assert word not in text

    def test_it_says_how_to_go_on(self, shown, draft):
        following = shown.one("a[data-next]")["href"]

        assert following.startswith(f"/staff/entry/{draft.pk}/")
        assert following != f"/staff/entry/{draft.pk}/now/"

    def test_clinicians_get_the_alert_too(self, clinician, draft, sit):
        shown = help_page(clinician, draft, sit)

        alert = Alert.objects.get(patient=draft.patient)
        assert shown.has(f'a[href="{reverse("staff:alert_detail", args=[alert.pk])}"]')

    def test_from_paper_the_person_is_called(self, desk, draft, sit):
        shown = help_page(desk, draft, sit, "paper")

        assert "Call this person now" in shown.words("h1")
        assert shown.has('a.btn[href="tel:5550100177"]')
        assert "Leave no message." in shown.words()

    def test_in_person_nobody_leaves_the_room(self, desk, draft, sit):
        assert "Stay with the person" in help_page(desk, draft, sit, "in_person").words(
            "h1"
        )

    def test_without_an_alert_there_is_nothing_to_say(self, desk, draft, sit):
        clerk = sit(desk, draft)

        assert clerk.get(clerk.url("now")).leads_to == clerk.address("wanted")

    def test_a_lesser_answer_is_for_a_clinician_today(self, desk, draft, sit):
        page, clerk = at_item_9(draft), sit(desk, draft)

        reply = clerk.enter(page, values(draft, page, phq9_9="1"))

        assert Alert.objects.get(patient=draft.patient).level == "low"
        following = clerk.get(reply.leads_to)
        assert "A clinician should hear today" in following.words(".notices")

    def test_a_medical_emergency_says_so(self, desk, sit):
        publish_part(*BODY)
        response = make_newcomer(desk)
        answer(response, "wanted")
        clerk = sit(desk, response)

        reply = clerk.enter("right_now", {"medical_emergency": "yes"})

        assert reply.leads_to == clerk.url("now")
        shown = clerk.get(reply.leads_to)
        assert shown.one("main")["data-crisis"] == "emergency"
        number = CrisisRecord.current().emergency_number
        assert f"medical emergency: {number}" in shown.words()


def screen(clerk, response, **given):
    """Enter the pages of the screen until one leads to help, or to the end."""
    while state := fresh(response).next_page:
        page = state.page.link_id
        asked = dict.fromkeys(questions(response, page), "no")
        found = {k: v for k, v in given.items() if k in asked}
        reply = clerk.enter(page, asked | found)
        if reply.leads_to == clerk.url("now"):
            return reply
    return reply


def help_page(user, response, sit, mode="phone"):
    answer_until(response, page_with(response, "asq_1"), phq9_9=2)
    clerk = sit(user, response, mode)
    reply = screen(clerk, response, asq_1="yes", asq_3="yes", asq_5="no")
    assert reply.leads_to == clerk.url("now")
    return clerk.get(reply.leads_to)
