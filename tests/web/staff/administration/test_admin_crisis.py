"""The page for help numbers and the words around them."""

import pytest

from intake.audit.models import Event
from intake.practice.models import CrisisRecord
from tests.factories.staff import make_staff

URL = "/staff/admin/help-numbers/"
SPANISH = f"{URL}?language=es"
VETERANS = {
    "who": "Veterans",
    "how": "Call 5550, then press 1.",
    "everywhere": True,
    "links": [
        {"label": "Text them at 5552", "uri": "sms:5552"},
        {"label": "Their page", "uri": "https://veterans.example/"},
    ],
}
SIGNERS = {
    "who": "Llame",
    "how": "al 5550.",
    "lang": "es",
    "links": [{"label": "Llamar", "uri": "tel:5550"}],
}
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def boss(client):
    boss = make_staff("administrator")
    client.force_login(boss)
    return boss


@pytest.fixture(autouse=True)
def record():
    CrisisRecord.objects.all().delete()
    return CrisisRecord.objects.create(
        pk=1,
        line_number="5550",
        line_text_number="5550",
        chat_url="https://chat.example/",
        emergency_number="5551",
        words={
            "en": {
                "line_name": "Night Line",
                "line_note": "Free.",
                "chat_name": "chat.example",
                "contact_promise": "We call you today.",
                "others": [VETERANS, SIGNERS],
            },
            "es": {"line_name": "Línea de Noche"},
        },
    )


def filled(page, **changes):
    """What a browser posts from a page, with some inputs changed."""
    values = {}
    for bound in page.context["form"]:
        value = bound.value()
        if value not in (None, False, ""):
            values[bound.html_name] = "on" if value is True else value
    return {k: v for k, v in (values | changes).items() if v is not None}


def stored(language="en"):
    return CrisisRecord.objects.get().words[language]


def test_saving_what_is_there_changes_nothing(client, record):
    page = client.get(URL)

    client.post(URL, filled(page))

    now = CrisisRecord.objects.get()
    assert now.words == record.words
    assert (now.line_number, now.emergency_number) == ("5550", "5551")
    assert Event.objects.get(action="crisis_record.changed").detail["fields"] == []


def test_numbers_and_words_are_stored_and_shown_on_every_page(client):
    page = client.get(URL)

    client.post(URL, filled(page, line_number="555 0", line_note="Day and night."))

    shown = client.get("/staff/admin/").text
    assert "tel:5550" in shown
    assert "Call 555 0" in shown
    assert "Day and night." in shown


def test_saying_that_they_were_tried_keeps_the_day(client, boss):
    reply = client.post(URL, filled(client.get(URL), confirmed="on"), follow=True)

    assert "Last confirmed on" in reply.text
    assert CrisisRecord.objects.get().confirmed_at is not None
    event = Event.objects.get(action="crisis_record.changed")
    assert (event.actor_id, event.detail["confirmed"]) == (str(boss.pk), True)


def test_a_number_changed_afterwards_is_unconfirmed(client):
    client.post(URL, filled(client.get(URL), confirmed="on"))

    page = client.post(URL, filled(client.get(URL), line_number="5559"), follow=True)

    assert "Nobody has confirmed these numbers yet." in page.text


def test_the_tick_is_never_there_beforehand(client):
    client.post(URL, filled(client.get(URL), confirmed="on"))

    assert not client.get(URL).context["form"]["confirmed"].value()


@pytest.fixture
def spanish(settings):
    settings.LANGUAGES = [("en", "English"), ("es", "Spanish")]


def test_words_of_another_language_are_kept_apart(client, spanish):
    page = client.get(SPANISH)

    reply = client.post(SPANISH, filled(page, line_note="Gratis."))

    assert reply.url == SPANISH
    assert stored("es")["line_note"] == "Gratis."
    assert stored("en")["line_note"] == "Free."


def test_words_may_be_left_out_where_english_stands_in(client, spanish):
    reply = client.post(SPANISH, filled(client.get(SPANISH), line_name=None))

    assert reply.status_code == 302


@pytest.mark.parametrize("language", ["xx", ""])
def test_a_language_nobody_offers_is_english(client, language):
    page = client.get(f"{URL}?language={language}")

    assert page.context["language"] == "en"


def test_spanish_has_its_words_before_the_pages_are_offered_in_it(client, settings):
    settings.LANGUAGES = [("en", "English")]

    page = client.get(SPANISH)

    assert page.context["language"] == "es"
    assert "Nobody sees these words yet." in page.text


def test_when_a_line_answers_is_kept_with_it(client):
    page = client.get(URL)

    client.post(URL, filled(page, line_hours="Always", line_0_hours="9 to 5"))

    assert stored()["line_hours"] == "Always"
    assert stored()["others"][0]["hours"] == "9 to 5"
    assert "9 to 5" in client.get("/help-now/").text


def test_each_language_that_is_offered_has_its_words(client, spanish):
    page = client.get(URL)

    assert "?language=en" in page.text
    assert "?language=es" in page.text


def test_a_line_in_another_language_speaks_it(client):
    page = client.get(URL)

    client.post(URL, filled(page, line_1_lang="en"))

    assert stored()["others"][1]["lang"] == "en"


def test_a_line_is_added_with_buttons_made_from_its_numbers(client):
    page = client.get(URL)
    line = {
        "line_2_who": "Parents",
        "line_2_how": "Call 555-0155.",
        "line_2_call": "555-0155",
        "line_2_text": "5556",
        "line_2_everywhere": "on",
    }

    client.post(URL, filled(page, **line))

    assert stored()["others"][2] == {
        "who": "Parents",
        "how": "Call 555-0155.",
        "everywhere": True,
        "links": [
            {"label": "Call 555-0155", "uri": "tel:5550155"},
            {"label": "Text 5556", "uri": "sms:5556"},
        ],
    }


def test_a_line_is_taken_away_by_emptying_it(client):
    page = client.get(URL)
    emptied = {f"line_0_{name}": None for name in ("who", "how", "call", "text")}

    client.post(URL, filled(page, **emptied))

    assert stored()["others"] == [SIGNERS]


def test_a_changed_number_changes_its_button_and_no_other_link(client):
    client.post(URL, filled(client.get(URL), line_0_text="5553"))

    assert stored()["others"][0]["links"] == [
        {"label": "Text 5553", "uri": "sms:5553"},
        {"label": "Their page", "uri": "https://veterans.example/"},
    ]


def test_a_number_taken_away_takes_its_button_with_it(client):
    client.post(URL, filled(client.get(URL), line_1_call=None))

    assert "links" not in stored()["others"][1]


@pytest.mark.parametrize(
    ("changes", "advice"),
    [
        ({"line_number": ""}, "Write the number of a crisis line."),
        ({"line_number": "call us"}, "Write a phone number"),
        ({"emergency_number": ""}, "Write the emergency number."),
        ({"line_text_number": "x"}, "Write a phone number"),
        ({"chat_url": "javascript:alert(1)"}, "Write an address"),
        ({"line_name": ""}, "Write the name of the line."),
        ({"contact_promise": ""}, "Write what you promise."),
        ({"line_0_who": ""}, "Write who answers"),
        ({"line_0_how": ""}, "Write what to do"),
        ({"line_2_text": "5556"}, "Write who answers"),
        ({"line_0_call": "now"}, "Write a phone number"),
        ({"line_0_lang": "xx"}, "xx"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_what_cannot_be_is_refused_with_advice(client, record, changes, advice):
    reply = client.post(URL, filled(client.get(URL), **changes))

    assert reply.status_code == 422
    assert advice in reply.text
    assert CrisisRecord.objects.get().words == record.words
    assert CrisisRecord.objects.get().line_number == "5550"


def test_a_refused_page_still_shows_the_numbers_that_hold(client):
    reply = client.post(
        URL, filled(client.get(URL), line_number="5559", emergency_number="")
    )

    assert 'href="tel:5550"' in reply.text
    assert 'href="tel:5559"' not in reply.text
    assert CrisisRecord.last_read.line_number == "5550"


def test_a_change_made_elsewhere_is_not_overwritten(client):
    page = client.get(URL)
    opened = page.context["form"].revision
    CrisisRecord.objects.update(line_number="5557")

    reply = client.post(URL, filled(page, line_number="5559", _revision=opened))

    assert reply.status_code == 409
    assert "<dd>5557</dd>" in reply.text
    assert CrisisRecord.objects.get().line_number == "5557"


def test_an_installation_without_a_record_gets_its_first(client, record):
    page = client.get(URL)
    everything = filled(page)
    record.delete()

    assert client.get(URL).status_code == 200
    reply = client.post(URL, everything)

    assert reply.status_code == 302
    assert CrisisRecord.objects.get().line_number == "5550"


def test_a_line_is_shown_beside_the_articles_that_are_named(client):
    page = client.get(URL)

    refused = client.post(URL, filled(page, line_0_pages="t14, T99"))
    client.post(URL, filled(page, line_0_pages="t14 T13,T14"))

    assert refused.status_code == 422
    assert "No article has the code T99." in refused.text
    assert 'value="t14, T99"' in refused.text
    assert stored()["others"][0]["pages"] == ["T13", "T14"]
    shown = client.get("/learn/misuse-and-addiction/").text
    assert "Call 5550, then press 1." in shown
    assert "Nobody at this clinic has tried these numbers yet." in shown
