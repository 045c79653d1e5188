"""A patient takes along a copy of their record."""

import json
from hashlib import sha256

import pgtrigger
import pytest

from intake.audit.models import Event
from intake.education.loading import load_portal
from intake.findings.attachments import Document
from intake.findings.files import cleaned
from intake.findings.inquiries import Reply
from intake.findings.outside import receive
from intake.learning.actions import mark_read
from intake.patients.identity import identity_of
from intake.questionnaires import actions as questionnaires
from intake.questionnaires.actions import Words
from intake.questionnaires.models import Questionnaire
from intake.review import actions as review
from intake.review.actions import Verdict
from tests.factories.cases import WELL, fill, make_case, make_response
from tests.factories.files import picture
from tests.factories.inquiries import ask
from tests.factories.letters import sign
from tests.factories.staff import make_staff
from tests.web.staff.reading import parsed, text

pytestmark = pytest.mark.django_db
LETTER = "Come and see us on Monday."
READ, JSON, FHIR = "/patient/copy/read/", "/patient/copy/json/", "/patient/copy/fhir/"
ZIP = "/patient/copy/zip/"
SAID = {"phq9_9": 1, "height": {"cm": 170}, "tms": "unsure"}


@pytest.fixture
def case():
    return make_case(SAID)


@pytest.fixture
def get(client, case):
    client.force_login(case.patient.user)
    return client.get


def file_of(reply):
    return json.loads(reply.content)


def items_of(resource):
    found = {}
    for item in resource.get("item", []):
        found[item["linkId"]] = item
        found |= items_of(item)
    return found


def answers_of(part):
    found = {}
    for answer in part.get("answers", []):
        found[answer["id"]] = answer
        found |= answers_of(answer)
    return found


def resources(reply, kind):
    entries = file_of(reply)["entry"]
    found = [entry["resource"] for entry in entries]
    return [one for one in found if one["resourceType"] == kind]


def test_the_page_names_the_ways(get):
    page = get("/patient/copy/")

    ways = {link["href"] for link in parsed(page).select("main a[href*=copy]")}
    assert ways == {READ, JSON, FHIR, ZIP}


def test_all_of_it_stands_on_one_page(get, case):
    page = parsed(get(READ))

    assert page.select_one(f"[data-request='{case.reference}']")
    answer = page.select_one(f"[data-response='{case.response_id}'] [data-item=phq9_9]")
    assert text(answer) == "Several days"
    assert "Patient Health Questionnaire" in text(page.select_one("#scores-title ~ ul"))


def test_a_letter_is_part_of_it(get, case):
    clinician = make_staff("clinician", sites=[case.patient.site])
    verdict = Verdict({"iv_im": "eligible", "in": "eligible"}, "Why", LETTER)
    review.record_decision(
        case=case, verdict=verdict, seen=review.revision_of(case), by=clinician
    )

    page, data = get(READ), file_of(get(JSON))

    assert LETTER in page.text
    [request] = data["requests"]
    assert [letter["text"] for letter in request["letters"]] == [LETTER]


def test_conditions_files_and_replies_are_part_of_it(get, case):
    clinician = make_staff("clinician", sites=[case.patient.site])
    inquiry, _token = ask(case, clinician)
    document = Document("log of June.png", cleaned(picture(), 10**6))
    receive(inquiry=inquiry, reply=Reply("no_objection", "She may."), document=document)
    sign(case, clinician, own_conditions=("Bring your log.",))

    page, data = parsed(get(READ)), file_of(get(JSON))
    [file] = resources(get(FHIR), "DocumentReference")

    assert text(page.select_one("[data-condition]")) == "Bring your log.: not done yet"
    assert "Dr. Rivera, Hill Practice" in text(page.select_one("[data-reply]"))
    assert "log of June.png" in text(page.select_one("[data-file]"))
    [request] = data["requests"]
    assert request["letters"][0]["to_be_done_before"][0]["text"] == "Bring your log."
    assert request["replies"][0]["words"] == "She may."
    assert request["files"][0]["name"] == "log of June.png"
    [content] = file["content"]
    assert content["attachment"]["contentType"] == "image/png"
    assert "data" not in content["attachment"]


def test_what_was_agreed_to_is_part_of_it_in_the_words_that_were_seen(client):
    response = make_response()
    fill(response, WELL)
    client.force_login(response.patient.user)
    address = f"/patient/forms/{response.pk}/send/"
    signed = {"_name": "  Pat  Invented "}
    client.post(address, {"_attest": "yes", "_action": "submit"} | signed)
    client.post("/patient/withdraw/", {"_action": "withdraw"})

    client.post("/patient/agreed/", {"_action": "take_back"})

    notice, sending, withdrawal, taken_back = file_of(client.get(JSON))["agreed"]

    assert (notice["what"], notice["number"]) == ("notice", 1)
    assert sending["text"].startswith("These answers are mine")
    assert sending["sha256"] == sha256(sending["text"].encode()).hexdigest()
    assert (sending["mode"], sending["language"]) == ("self", "en")
    assert sending["signed"] == "Pat Invented"
    assert notice["signed"] == identity_of(response.patient).full_name
    assert withdrawal["what"] == "withdrawal"
    assert (taken_back["what"], taken_back["number"]) == ("notice_taken_back", 1)
    page = parsed(client.get(READ))
    shown = text(page.select_one("[data-agreed=sending]"))
    assert "These answers are mine" in shown
    assert "Signed: Pat Invented" in shown


def test_what_was_agreed_to_before_names_were_typed_is_shown_without_one(case, get):
    attest = {"mode": "self", "words": Words("Mine.", "en"), "by": case.patient.user}
    questionnaires.attest(response=case.response, **attest)
    with pgtrigger.ignore():
        case.patient.acceptances.update(sealed_name=None)

    page = parsed(get(READ))

    assert len(page.select("[data-agreed]")) == 2
    assert not page.select("[data-signed]")


def test_pages_that_were_read_are_part_of_it(get, case):
    load_portal()
    mark_read(patient=case.patient, code="T11", edition=1, by=case.patient.user)

    [read] = file_of(get(JSON))["read"]

    assert (read["page"], read["edition"]) == ("T11", 1)
    assert read["title"] in get(READ).text


def test_the_plain_file_has_every_answer_with_its_question(get, case):
    data = file_of(get(JSON))

    [form] = data["forms"]
    answers = answers_of(form)
    assert answers["phq9_9"]["value"] == 1
    assert answers["tms"] == {
        "id": "tms",
        "text": "Have you ever had magnetic stimulation of the brain (TMS)?",
        "state": "unsure",
    }
    assert data["person"]["born_on"] == identity_of(case.patient).born_on.isoformat()


def test_the_fhir_file_follows_the_tree_of_the_questionnaire(get, case):
    [form] = resources(get(FHIR), "QuestionnaireResponse")

    version = Questionnaire.objects.get(code="screening").active_version
    assert form["status"] == "completed"
    assert form["questionnaire"].endswith(f"/questionnaires/screening|{version.number}")
    items = items_of(form)
    [coded] = items["phq9_9"]["answer"]
    assert coded["valueCoding"]["display"] == "Several days"
    [measured] = items["height"]["answer"]
    assert measured["valueQuantity"]["value"] == 1.7
    assert measured["valueQuantity"]["code"] == "m"


def test_not_knowing_is_said_with_its_reason(get):
    [form] = resources(get(FHIR), "QuestionnaireResponse")

    item = items_of(form)["tms"]
    assert item["extension"][0]["valueCode"] == "asked-unknown"
    assert "answer" not in item


def test_scores_point_to_the_answers_that_they_come_from(get, case):
    totals = resources(get(FHIR), "Observation")

    assert totals
    ids = {entry["fullUrl"] for entry in file_of(get(FHIR))["entry"]}
    assert all(one["derivedFrom"][0]["reference"] in ids for one in totals)
    assert all(one["subject"]["reference"] in ids for one in totals)


@pytest.mark.parametrize("address", [JSON, FHIR, ZIP])
def test_the_name_of_a_file_says_nothing(get, case, address):
    name = get(address)["Content-Disposition"]

    assert name.startswith('attachment; filename="copy-')
    assert case.reference not in name


@pytest.mark.parametrize("address", [READ, JSON, FHIR, ZIP])
def test_taking_a_copy_is_noted(get, case, address):
    get(address)

    event = Event.objects.filter(action="record.copied").get()
    assert event.patient_id == str(case.patient_id)


@pytest.mark.parametrize("address", [READ, JSON, FHIR])
def test_nobody_gets_the_record_of_another(client, case, address):
    other = make_response().patient
    client.force_login(other.user)

    assert case.reference not in client.get(address).text


def test_a_draft_is_part_of_it_too(client):
    draft = make_response()
    client.force_login(draft.patient.user)

    [form] = resources(client.get(FHIR), "QuestionnaireResponse")

    assert form["status"] == "in-progress"


def test_staff_have_no_copy_here(client):
    client.force_login(make_staff("clinician"))

    assert client.get(JSON).status_code == 403
