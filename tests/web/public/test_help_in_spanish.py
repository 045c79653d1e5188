"""Help in Spanish, once the clinic has confirmed its words; never before."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from intake.practice import actions
from intake.practice.crisis_texts import shipped_texts
from intake.practice.models import Organisation
from intake.questionnaires.models import Response
from intake.safety.policy import SafetyPolicy
from intake.safety.settling import save_policy
from tests.factories.cases import make_response
from tests.factories.questionnaires import RISK, publish_part
from tests.factories.responses import answer, answer_until
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db

THANKS, SAFE = "Gracias por contarnos", "¿Está a salvo en este momento?"


def confirm():
    boss = make_staff("administrator")
    texts = shipped_texts("es")
    actions.save_crisis_texts(language="es", texts=texts, confirmed=True, by=boss)


def at_risk(language: str) -> tuple[Client, Response]:
    publish_part(*RISK)
    response = make_response(language=language)
    answer_until(response, "mood")
    answer(response, "mood", phq9_9=3)
    client = Client()
    client.force_login(response.patient.user)
    return client, response


def close_today(confirmed=()):
    """A holiday, with words in both languages."""
    policy = SafetyPolicy.current()
    policy.holidays = [Organisation.current().today()]
    policy.out_of_hours = {"en": "We open on Monday.", "es": "Abrimos el lunes."}
    save_policy(policy=policy, confirmed=confirmed, by=make_staff("medical_director"))


def read(client, address) -> BeautifulSoup:
    return BeautifulSoup(client.get(address).content, "html.parser")


def now_url(response):
    return f"/patient/forms/{response.pk}/now/"


def test_unconfirmed_words_are_shown_to_nobody(client):
    page = read(client, "/help-now/?lang=es")

    assert page.main["lang"] == "en"
    assert "You can get help now" in page.main.get_text()
    assert not page.select("[data-language]")


def test_everybody_can_choose_spanish_without_an_account(client):
    confirm()

    link = read(client, "/help-now/").select_one("a[data-language=es]")
    page = read(client, f"/help-now/{link['href']}")

    assert (link.get_text(), link["lang"], link["hreflang"]) == (
        "En español",
        "es",
        "es",
    )
    assert page.main["lang"] == "es"
    assert "Puede recibir ayuda ahora" in page.main.get_text()
    assert page.select_one("a[data-language=en]").get_text() == "In English"


def test_the_rest_of_the_page_is_marked_as_english(client):
    confirm()

    page = read(client, "/help-now/?lang=es")

    assert page.html["lang"] == "en"
    assert page.select_one(".crisis-strip")["lang"] == "es"
    assert page.select_one(".crisis-footer")["lang"] == "es"


def test_no_english_sentence_is_left_among_the_help(client):
    confirm()
    english = set(shipped_texts("en").values()) - set(shipped_texts("es").values())

    page = read(client, "/help-now/?lang=es")

    shown = [tag.get_text(" ", strip=True) for tag in page.main.select("h1, p, .btn")]
    assert not english & set(shown)


def test_whoever_prefers_spanish_reads_it_at_once():
    confirm()
    client, response = at_risk("es")

    page = read(client, now_url(response))

    assert THANKS in page.main.get_text()
    assert SAFE in page.main.get_text()
    assert page.select_one(".crisis-page")["lang"] == "es"
    assert page.select_one("a[data-next]")


def test_whoever_prefers_spanish_reads_english_while_it_is_not_confirmed():
    client, response = at_risk("es")

    assert "Thank you for telling us" in read(client, now_url(response)).main.get_text()


def test_whoever_chooses_spanish_keeps_it_when_they_reply():
    confirm()
    client, response = at_risk("en")

    page = read(client, f"{now_url(response)}?lang=es")
    action = page.select_one("form[data-form=reach]")["action"]
    reply = client.post(action, {"safe": "no"})

    assert THANKS in page.main.get_text()
    assert "Nos dijo que no está a salvo." in read(client, reply.url).main.get_text()


def test_whoever_prefers_spanish_can_choose_english():
    confirm()
    client, response = at_risk("es")

    page = read(client, f"{now_url(response)}?lang=en")

    assert "Thank you for telling us" in page.main.get_text()


def test_a_refused_reply_says_so_in_spanish():
    confirm()
    client, _response = at_risk("es")

    page = client.post("/patient/reach/", {"phone": "5" * 101})

    assert page.status_code == 422
    assert "escríbalo con menos palabras" in page.text


CARD = "aside.crisis-card"


def test_the_card_of_later_pages_speaks_the_language_that_the_person_prefers():
    """It once stayed English, beside a page that had been Spanish."""
    confirm()
    client, _response = at_risk("es")

    card = read(client, "/patient/").select_one(CARD)

    assert card["lang"] == "es"
    assert shipped_texts("es")["you_can_get_help"] in card.get_text()
    assert not set(shipped_texts("en").values()) & {
        tag.get_text(strip=True) for tag in card.select("h2, .btn, a")
    }


def test_the_links_of_the_card_lead_to_pages_in_its_language():
    confirm()
    client, _response = at_risk("es")

    card = read(client, "/patient/").select_one(CARD)

    links = [link["href"] for link in card.select("a[href^='/']")]
    assert links == ["/help-now/?lang=es", "/patient/reach/?lang=es"]


@pytest.mark.parametrize(
    "language",
    [pytest.param("es", id="not confirmed"), pytest.param("en", id="prefers English")],
)
def test_the_card_is_english_otherwise(language):
    if language == "en":
        confirm()
    client, _response = at_risk(language)

    card = read(client, "/patient/").select_one(CARD)

    assert card["lang"] == "en"
    assert shipped_texts("en")["you_can_get_help"] in card.get_text()


def test_confirmed_words_of_a_closed_clinic_are_read_in_spanish():
    confirm()
    client, response = at_risk("es")
    close_today(confirmed=["es"])

    page, home = read(client, now_url(response)), read(client, "/patient/")

    for shown in (page.main.get_text(), home.select_one(CARD).get_text()):
        assert "Abrimos el lunes." in shown
        assert "We open on Monday." not in shown


def test_words_of_a_closed_clinic_that_nobody_confirmed_are_shown_to_nobody():
    confirm()
    client, response = at_risk("es")
    close_today()

    page, home = read(client, now_url(response)), read(client, "/patient/")

    for shown in (page.main.get_text(), home.select_one(CARD).get_text()):
        assert "Abrimos" not in shown
        assert "We open on Monday." not in shown
        assert "se comunicará con usted" in shown
