"""After a risk answer: are you safe, how do we reach you; all may be left out."""

import pytest

from intake.domain.safety import Level
from intake.practice.models import Organisation
from intake.safety import actions
from intake.safety.models import Alert
from intake.safety.replies import Reply, latest_reply
from tests.factories.duty import make_policy
from tests.factories.questionnaires import RISK, publish_part
from tests.factories.responses import answer, answer_until
from tests.factories.staff import make_staff
from tests.web.staff.reading import one, text

pytestmark = pytest.mark.django_db

REACH = "/patient/reach/"
TOLD = {
    "safe": "unsure",
    "phone": "555 010 0199",
    "may_leave_message": "no",
    "whereabouts": "12 Elm Street",
}


@pytest.fixture
def visitor(visit):
    """Somebody who has said that they think of death nearly every day."""
    publish_part(*RISK)
    visitor = visit()
    answer_until(visitor.response, "mood")
    answer(visitor.response, "mood", phq9_9=3)
    return visitor


def level():
    return Alert.objects.get().level


def test_the_page_of_help_asks_and_goes_on_without_an_answer(visitor):
    page = visitor.get(visitor.url("now"))

    assert page.one("form[data-form=reach]")["action"] == REACH
    assert page.one("a[data-next]")["href"] == visitor.address("screen")
    assert "Leave out anything" in page.words()
    assert not page.has("form[data-form=reach] [required]")


def test_numbers_to_call_come_before_the_questions(visitor):
    words = visitor.get(visitor.url("now")).words()

    assert words.index("Call 988") < words.index("Are you safe right now?")


def test_what_is_known_is_filled_in(visitor):
    page = visitor.get(visitor.url("now"))

    assert page.typed("phone") == "555 010 0111"
    assert page.typed("may_leave_message") == "yes"
    assert page.typed("safe") == ""


def test_what_is_told_is_on_the_alert_at_once(visitor, client):
    reply = visitor.post(REACH, TOLD)

    assert reply.leads_to == REACH
    clinician = make_staff("clinician", sites=(visitor.response.patient.site,))
    client.force_login(clinician)
    page = client.get(f"/staff/alerts/{Alert.objects.get().pk}/")
    told = one(page, "[data-reply=unsure]")
    assert "12 Elm Street" in text(told)
    assert told.select_one("a[href='tel:5550100199']")


@pytest.mark.parametrize("more", ["", "contact/"])
def test_staff_are_shown_the_number_told_last_and_no_leave_to_talk_to_a_machine(
    visitor, client, more
):
    """The page once offered the number and the consent that were written down first."""
    visitor.post(REACH, TOLD)
    clinician = make_staff("clinician", sites=(visitor.response.patient.site,))
    client.force_login(clinician)

    page = client.get(f"/staff/alerts/{Alert.objects.get().pk}/{more}")

    call = one(page, "[data-reach-phone]")
    assert call.a["href"] == "tel:5550100199"
    assert "leave no message" in text(call)
    assert "may leave a message" not in page.text


def test_not_safe_raises_the_level_and_puts_emergency_help_first(visitor):
    visitor.post(REACH, {"safe": "no"})

    page = visitor.get(REACH)

    assert level() == "acute"
    assert page.html.select(".crisis-page .btn")[0]["href"] == "tel:911"
    assert "You told us that you are not safe." in page.words()
    assert page.one("a[data-next]")["href"] == visitor.address("screen")


def close_today(**words):
    today = Organisation.current().today()
    make_policy(holidays=[today], out_of_hours=words)


def test_while_the_clinic_is_closed_its_own_words_stand_for_the_promise(visitor):
    close_today(en="We open on Monday.")
    visitor.post(REACH, TOLD)

    words = visitor.get(REACH).words()

    assert "We open on Monday." in words
    assert "A member of our team will contact you." not in words


def test_closed_words_in_another_language_are_not_shown_in_this_one(visitor):
    close_today(es="Abrimos el lunes.")
    visitor.post(REACH, TOLD)

    words = visitor.get(REACH).words()

    assert "Abrimos" not in words
    assert "A member of our team will contact you." in words


@pytest.mark.parametrize("said", [{}, {"safe": "", "phone": " "}])
def test_an_empty_reply_is_accepted_and_changes_nothing(visitor, said):
    reply = visitor.post(REACH, said)

    assert reply.leads_to == REACH
    assert latest_reply(visitor.response.patient) is None


def test_what_can_be_kept_of_a_refused_reply_acts(visitor):
    reply = visitor.post(REACH, TOLD | {"safe": "no", "phone": "5" * 101})

    assert reply.status == 422
    assert reply.refused() == {"#id_phone"}
    assert reply.typed("phone") == "5" * 101
    assert level() == "acute"
    assert latest_reply(visitor.response.patient).whereabouts == "12 Elm Street"


def test_what_was_told_can_be_changed(visitor):
    visitor.post(REACH, TOLD)

    page = visitor.get(REACH)
    visitor.post(REACH, TOLD | {"whereabouts": "At my sister's"})

    assert page.typed("whereabouts") == "12 Elm Street"
    assert latest_reply(visitor.response.patient) == Reply(
        **TOLD | {"whereabouts": "At my sister's"}
    )


def test_every_later_page_leads_there(visitor):
    page = visitor.open("screen")

    assert page.one("[data-crisis=page] a[data-reach]")["href"] == REACH


def test_a_calm_card_leads_there_too(visit):
    publish_part(*RISK)
    visitor = visit()
    answer_until(visitor.response, "screen", phq9_9=1)

    page = visitor.open("screen")

    assert page.one("[data-crisis=card] a[data-reach]")["href"] == REACH
    assert visitor.get(REACH).status == 200


def test_a_reading_of_the_blood_pressure_asks_nothing_of_the_kind(visit):
    publish_part("wanted", "right_now", "blood_pressure", "blood_pressure_more")
    visitor = visit()
    answer_until(visitor.response, "blood_pressure_more", bp_known="yes")
    answer(visitor.response, "blood_pressure_more", bp_sys=190, bp_dia=100)

    assert not visitor.get(visitor.url("now")).has("form[data-form=reach]")


def test_its_title_and_address_say_nothing_of_health(visitor):
    title = visitor.get(REACH).one("title").get_text().lower()

    assert not any(word in title + REACH for word in ("suicid", "crisis", "safe"))


@pytest.mark.parametrize("method", ["get", "post"])
def test_whoever_has_no_alert_goes_to_their_own_page(visit, method):
    visitor = visit()

    assert getattr(visitor, method)(REACH).leads_to == "/patient/"


def test_once_the_alert_is_closed_the_page_is_gone_and_danger_is_still_heard(visitor):
    alert = Alert.objects.get()
    clinician = make_staff("clinician")
    actions.close(alert=alert, outcome="safe_plan", note="Spoke.", by=clinician)

    page = visitor.get(REACH)
    visitor.post(REACH, {"safe": "no"})

    assert page.leads_to == "/patient/"
    assert Alert.objects.open().get().level == Level.ACUTE


def test_staff_have_no_such_page(client):
    client.force_login(make_staff("clinician"))

    assert client.post(REACH, TOLD).status_code == 403
