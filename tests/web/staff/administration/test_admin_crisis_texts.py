"""The page for the sentences around the help numbers."""

import pytest

from intake.audit.models import Event
from intake.practice.crisis_texts import names, shipped_texts
from intake.practice.models import CrisisRecord
from tests.factories.staff import make_staff
from tests.web.staff.reading import one, parsed, text

pytestmark = pytest.mark.django_db

URL = "/staff/admin/help-numbers/words/"
SPANISH = f"{URL}?language=es"
CONFIRMED = {"_confirmed": "on"}


@pytest.fixture(autouse=True)
def boss(client):
    boss = make_staff("administrator")
    client.force_login(boss)
    return boss


def spanish(**changed):
    return {**shipped_texts("es"), **changed}


def test_every_sentence_can_be_read_and_changed_under_the_english_one(client):
    page = client.get(SPANISH)

    for name in names():
        assert one(page, f"[name={name}]").get_text().strip() == spanish()[name]
    assert "Thank you for telling us" in text(one(page, "label[for=id_thanks]"))


def test_nobody_reads_them_until_they_are_confirmed(client):
    page = client.get(SPANISH)
    client.post(SPANISH, spanish())

    assert one(page, "[data-shown]")["data-shown"] == "no"
    assert "es" not in CrisisRecord.objects.get().languages
    assert not parsed(client.get("/help-now/")).select("a[data-language]")


def test_confirming_them_shows_them_to_people(client, boss):
    reply = client.post(SPANISH, spanish() | CONFIRMED, follow=True)

    assert one(reply, "[data-shown]")["data-shown"] == "yes"
    assert one(client.get("/help-now/"), "a[data-language=es]")
    event = Event.objects.get(action="crisis_record.worded")
    assert event.actor_id == str(boss.pk)
    assert event.detail == {"language": "es", "confirmed": True}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("thanks", ""),
        ("call_line", "Llame"),
        ("told_not_safe", "Llame al {emergency}"),
        ("yes", "Sí 988"),
    ],
)
def test_a_sentence_that_may_not_be_shown_is_refused(client, name, said):
    page = client.post(SPANISH, spanish(**{name: said}) | CONFIRMED)

    assert page.status_code == 422
    assert one(page, "#error-summary a")["href"] == f"#id_{name}"
    assert "es" not in CrisisRecord.objects.get().languages


def test_english_needs_no_confirmation(client):
    page = client.get(URL)
    client.post(URL, {**shipped_texts("en"), "thanks": "Thank you for saying so"})

    assert not parsed(page).select("[name=_confirmed]")
    assert CrisisRecord.objects.get().speaking("en").say["thanks"] == (
        "Thank you for saying so"
    )


def test_two_people_do_not_overwrite_each_other(client):
    revision = one(client.get(SPANISH), "[name=_revision]")["value"]
    client.post(SPANISH, spanish(thanks="Gracias por decirlo"))

    page = client.post(SPANISH, spanish(yes="Así es") | {"_revision": revision})

    assert page.status_code == 409


@pytest.mark.parametrize("role", ["clinician", "front_desk", "content_editor"])
def test_others_have_no_such_page(client, role):
    client.force_login(make_staff(role))

    assert client.get(URL).status_code == 403
