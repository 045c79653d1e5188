"""An editor translates a page beside the English one, and a colleague reviews it."""

import pytest

from intake.accounts.roles import Role
from intake.education.loading import load_portal
from intake.education.models import ArticlePage
from intake.education.translating import actions
from intake.education.translating.models import Translation
from intake.education.translating.shipped import draft
from intake.web.staff.portal.translation_form import name_of
from tests.factories.staff import make_staff
from tests.web.staff.reading import hidden, one, parsed, text

pytestmark = pytest.mark.django_db
PAGE = "/staff/translations/es/P1/"


@pytest.fixture
def writer(client):
    load_portal()
    writer = make_staff(Role.CONTENT_EDITOR, name="Edda Example")
    client.force_login(writer)
    return writer


def filled(page, **more):
    given = {name_of(english): said for english, said in draft("es", "P1").items()}
    return {**hidden(page), **given, **more}


def test_a_page_goes_from_a_draft_to_readers_through_two_people(client, writer):
    listed = client.get("/staff/translations/")
    assert one(listed, "[data-translation=P1]")["data-status"] == "machine"

    page = client.get(PAGE)
    client.post(PAGE, filled(page, _action="checked", reads="on"))
    assert "somebody else reviews them" in client.get(PAGE).text
    client.force_login(make_staff(Role.CLINICIAN, name="Rosa Example"))
    waiting = client.get(PAGE)
    assert "Edda Example stands for this translation" in waiting.text
    refused = client.post(PAGE, {**hidden(waiting), "_action": "review"})
    done = client.post(PAGE, {**hidden(waiting), "_action": "review", "compared": "on"})

    assert refused.status_code == 422
    assert done.url == "/staff/translations/"
    assert actions.newest("es", "P1").status == Translation.Status.REVIEWED
    assert client.get(f"{PAGE}read/").status_code == 200
    row = text(one(client.get("/staff/translations/"), "[data-translation=P1]"))
    assert "English: the words around every page are not reviewed" in row


def test_an_article_of_the_clinics_own_waits_for_its_first_words(client, writer):
    ArticlePage.objects.filter(article_code="T13").update(article_code="C1")

    listed = client.get("/staff/translations/")

    assert one(listed, "[data-translation=C1]")["data-status"] == "missing"


def test_what_is_missing_or_has_other_numbers_is_named(client, writer):
    page, kept = client.get(PAGE), "They help some people fast"
    (fast,) = [each for each in draft("es", "P1") if each.startswith(kept)]
    (visit,) = [each for each in draft("es", "P1") if each.startswith("Plan for 2")]
    given = {name_of(fast): "", name_of(visit): "Calcule 3 horas."}

    refused = client.post(PAGE, filled(page, _action="checked", **given))

    told = text(one(refused, "#error-summary"))
    assert refused.status_code == 422
    assert "Translate this sentence." in told
    assert "Keep the numbers of the English one." in told
    assert "Say that you checked every sentence." in told
    assert "Calcule 3 horas." in refused.text


def test_words_that_somebody_saved_meanwhile_are_not_overwritten(client, writer):
    page = client.get(PAGE)
    client.post(PAGE, filled(page, _action="save"))

    late = client.post(PAGE, filled(page, _action="save", reads="on"))

    assert late.status_code == 409
    assert Translation.objects.filter(code="P1").count() == 2


def test_a_sentence_whose_english_changed_shows_the_change_and_the_former_words(
    client, writer
):
    article = ArticlePage.objects.get(article_code="P1")
    article.summary = article.summary.replace("fast", "quickly")
    article.save_revision().publish()

    page = client.get(PAGE)

    (changed,) = parsed(page).select("[data-changed]")
    assert text(changed.select_one("del")) == "fast,"
    assert text(changed.select_one("ins")) == "quickly,"
    assert "ayudan rápido" in text(changed.parent)
