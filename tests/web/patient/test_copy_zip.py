"""Everything in one download: the page, the data, and the files themselves."""

import json
from io import BytesIO
from zipfile import ZipFile

import pgtrigger
import pytest
from bs4 import BeautifulSoup

from intake.audit.models import Event
from intake.decisions.appeals import answer_appeal, appeal
from intake.domain.payers.shipped import load_rule_sets
from intake.education.loading import load_portal
from intake.findings.attachments import Document, attach
from intake.findings.files import cleaned
from intake.findings.models import Attachment
from intake.learning.actions import answer
from intake.learning.content import questions
from intake.payers import actions as payers
from intake.rights import requests
from intake.safety import replies
from tests.factories.cases import make_case, make_response
from tests.factories.files import PDF, picture
from tests.factories.staff import make_staff
from tests.web.staff.reading import parsed, text

pytestmark = pytest.mark.django_db
ZIP = "/patient/copy/zip/"
BAD_NAME = "../../etc/log of <June>.png"


@pytest.fixture
def case():
    return make_case({"phq9_9": 1})


@pytest.fixture
def get(client, case):
    client.force_login(case.patient.user)
    return client.get


@pytest.fixture
def kept(case):
    """Two files that were brought, one under a name that wants to go elsewhere."""
    by = make_staff("clinician", sites=[case.patient.site])
    contents = [cleaned(picture(), 10**6), cleaned(PDF, 10**6)]
    for name, clean in zip((BAD_NAME, "letter.pdf"), contents, strict=True):
        attach(case=case, document=Document(name, clean), finding="", by=by)
    return [clean.content for clean in contents]


def opened(reply):
    return ZipFile(BytesIO(reply.getvalue()))


def page_in(archive):
    return BeautifulSoup(archive.read("index.html"), "html.parser")


def test_it_holds_the_page_the_data_and_the_files(get, case, kept):
    archive = opened(get(ZIP))

    assert archive.testzip() is None
    assert [archive.read(path) for path in archive.namelist()[-2:]] == kept
    assert archive.namelist() == [
        "index.html",
        "data.json",
        "fhir.json",
        "style.css",
        "print.css",
        f"files/{case.reference}-file-1.png",
        f"files/{case.reference}-file-2.pdf",
    ]
    assert json.loads(archive.read("data.json"))["format"] == "intake record 3"
    assert json.loads(archive.read("fhir.json"))["resourceType"] == "Bundle"


def test_the_page_leads_to_the_files_beside_it_under_the_names_they_came_with(
    get, kept
):
    archive = opened(get(ZIP))

    links = {
        link["href"]: text(link) for link in page_in(archive).select("[data-file] a")
    }
    assert set(links) == {path for path in archive.namelist() if "files/" in path}
    assert list(links.values()) == [BAD_NAME, "letter.pdf"]


def test_the_page_needs_no_network(get, kept):
    page = page_in(opened(get(ZIP)))

    assert not page.select("script, img, form")
    styles = {link["href"] for link in page.select("link")}
    assert styles == {"style.css", "print.css"}
    elsewhere = [a["href"] for a in page.select("a") if a["href"].startswith("/")]
    assert elsewhere == []


def test_a_browser_is_told_how_long_it_is(get, kept):
    reply = get(ZIP)

    assert reply.streaming
    assert int(reply["Content-Length"]) == len(reply.getvalue())
    assert reply["Content-Type"] == "application/zip"


def test_the_page_before_says_how_much_comes(get, kept):
    page = get("/patient/copy/")

    assert "the 2 files that we keep" in page.text
    assert "KB" in text(parsed(page).select_one("[data-size]")) or "bytes" in page.text


def test_without_files_it_says_so(client):
    client.force_login(make_response().patient.user)

    assert "We keep no other files about you" in client.get("/patient/copy/").text
    assert not any("files/" in name for name in opened(client.get(ZIP)).namelist())


def test_a_file_that_does_not_open_is_found_before_anything_is_sent(get, case, kept):
    with pgtrigger.ignore():
        Attachment.objects.filter(number=2).update(sealed=b"moved")

    reply = get(ZIP)

    assert reply.status_code == 503
    assert not reply.streaming
    assert Event.objects.filter(action="seal.opened", outcome="refused").exists()


def test_a_sheet_that_was_signed_for_insurance_is_part_of_it_and_no_other(get, case):
    clinician = make_staff("clinician", sites=[case.patient.site])
    rules = load_rule_sets()
    for code in ("cigna", "qualchoice"):
        sheet = payers.make_sheet(case=case, rules=rules[code], by=clinician)
    payers.sign_sheet(sheet=sheet, seen=sheet.digest, by=clinician)

    archive = opened(get(ZIP))

    [path] = [name for name in archive.namelist() if "files/" in name]
    assert archive.read(path) == payers.document_of(sheet, case)
    [link] = page_in(archive).select("[data-sheet] a")
    assert (link["href"], "QualChoice" in text(link)) == (path, True)
    [listed] = json.loads(archive.read("data.json"))["requests"][0][
        "sheets_for_insurance"
    ]
    assert listed["number"] == sheet.number
    assert "file that we keep" in get("/patient/copy/").text


def test_what_was_said_to_be_wrong_and_wished_is_part_of_it(get, case):
    patient, by = case.patient, case.patient.user
    clinician = make_staff("clinician", sites=[patient.site])
    made = appeal(case=case, kind="fact", words="My height is wrong.", by=by)
    answer_appeal(appeal=made, outcome="corrected", reply="It is mended.", by=clinician)
    requests.ask(patient=patient, by=by)
    said = replies.Reply(safe="yes", whereabouts="At my sister's.")
    replies.reply(patient=patient, said=said, by=by)

    archive = opened(get(ZIP))

    data = json.loads(archive.read("data.json"))
    [wrong] = data["requests"][0]["said_to_be_wrong"]
    assert (wrong["text"], wrong["answer"]) == ("My height is wrong.", "It is mended.")
    assert [wish["outcome"] for wish in data["asked_to_be_erased"]] == ["open"]
    assert data["told_about_safety"][0]["whereabouts"] == "At my sister's."
    page = page_in(archive)
    assert "It is mended." in text(page.select_one("[data-said]"))
    assert "At my sister's." in text(page.select_one("[data-safe]"))
    assert page.select_one("[data-wish]")


def test_answers_about_the_pages_are_part_of_it(get, case):
    load_portal()
    question = questions()[0]
    option = question.options[0]
    answer(
        patient=case.patient,
        question=question,
        option=option.code,
        by=case.patient.user,
    )

    archive = opened(get(ZIP))

    [learned] = json.loads(archive.read("data.json"))["learned"]
    assert (learned["question"], learned["answer"]) == (question.text, option.text)
    assert question.text in text(page_in(archive).select_one("[data-learned]"))
