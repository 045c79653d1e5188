"""Notes on the case here: written, corrected, mentioned, seen."""

import pytest

from intake.coordination.models import Note
from tests.factories.cases import make_case
from tests.factories.staff import make_site, make_staff
from tests.web.staff.reading import hidden, one, parsed, text, values

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing")]


@pytest.fixture
def colleague(site):
    return make_staff("clinician", name="Cole", sites=(site,))


@pytest.fixture
def here(case):
    return f"/staff/cases/{case.reference}/"


def test_a_note_is_written_with_a_mention_and_seen(
    client, clinician, colleague, case, here
):
    client.force_login(clinician)
    form = client.get(f"{here}notes/")
    sent = hidden(form) | {"words": "Ask Vera.", "mentions": str(colleague.pk)}

    for _twice in range(2):
        assert client.post(f"{here}notes/", sent).status_code == 302

    assert "Ask Vera." in text(one(client.get(here), "[data-note]"))
    client.force_login(colleague)
    listed = one(client.get("/staff/"), "[data-mention]")
    address = listed.a["href"]
    assert address == f"{here}#note-{Note.objects.get().pk}"
    shown = client.get(here)
    assert "@Cole" in text(one(shown, "[data-mentioned]"))
    client.post(one(shown, "[data-note] form")["action"])
    assert not parsed(client.get("/staff/")).select("[data-for-you]")
    assert "(seen)" in text(one(client.get(here), "[data-mentioned]"))


def test_the_page_says_that_the_patient_can_ask_to_read_it(signed_in, here):
    assert "The patient can ask to read it" in signed_in.get(f"{here}notes/").text
    assert "The patient can ask to read" in text(
        one(signed_in.get(here), "[data-case-notes]")
    )


def test_a_correction_shows_what_was_said_before(signed_in, here):
    signed_in.post(f"{here}notes/", {"words": "Left arm."})
    number = Note.objects.get().pk

    form = signed_in.get(f"{here}notes/{number}/")
    assert "Left arm." in one(form, "textarea").text
    signed_in.post(f"{here}notes/{number}/", {"words": "Right arm."})

    shown = one(signed_in.get(here), "[data-note]")
    assert "Right arm." in text(shown)
    assert "Left arm." in text(shown.select_one("[data-former]"))
    late = signed_in.post(f"{here}notes/{number}/", {"words": "No arm."})
    assert late.status_code == 409
    assert "No arm." in one(late, "textarea").text


def test_nobody_corrects_the_note_of_somebody_else(client, signed_in, here, colleague):
    signed_in.post(f"{here}notes/", {"words": "Mine."})
    client.force_login(colleague)

    refused = client.post(f"{here}notes/{Note.objects.get().pk}/", {"words": "Not so."})

    assert refused.status_code == 409
    assert not parsed(client.get(here)).select("[data-note] a")


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        pytest.param({"words": "  "}, "id_words", id="empty"),
        pytest.param({"words": "x" * 20_001}, "id_words", id="endless"),
        pytest.param({"words": "x", "mentions": "x"}, "id_mentions", id="no person"),
    ],
)
def test_what_cannot_be_a_note_is_refused_with_what_was_typed(
    signed_in, here, colleague, sent, field
):
    refused = signed_in.post(f"{here}notes/", sent)

    assert refused.status_code == 422
    assert any(
        link.startswith(f"#{field}")
        for link in values(refused, "#error-summary a", "href")
    )
    assert not Note.objects.exists()


def test_the_front_desk_sees_no_note(client, signed_in, here, desk):
    signed_in.post(f"{here}notes/", {"words": "Not for the desk."})
    client.force_login(desk)

    assert "Not for the desk." not in client.get(here).text
    assert client.get(f"{here}notes/").status_code == 403


def test_notes_of_another_site_and_of_another_case_are_not_found(signed_in, case, site):
    elsewhere = make_case(site=make_site())
    other = make_case(site=site)
    note = f"/staff/cases/{other.reference}/notes/"
    signed_in.post(f"/staff/cases/{case.reference}/notes/", {"words": "Here."})
    number = Note.objects.get().pk

    assert (
        signed_in.get(f"/staff/cases/{elsewhere.reference}/notes/").status_code == 404
    )
    assert signed_in.get(f"{note}{number}/").status_code == 404
    assert signed_in.post(f"{note}{number}/seen/").status_code == 404
