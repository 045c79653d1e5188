"""The bundle follows FHIR R4, as far as that can be told without a server."""

import re
from base64 import b64decode
from datetime import UTC, datetime

import pytest
from fhir.resources.R4B.bundle import Bundle

from intake.decisions.appeals import answer_appeal, appeal
from intake.findings.attachments import Document
from intake.findings.files import cleaned
from intake.findings.inquiries import Reply
from intake.findings.outside import receive
from intake.patients import consents
from intake.questionnaires.actions import Words
from intake.questionnaires.models import Attestation
from intake.review import actions as review
from intake.review.assisting import send_by_patient
from intake.rights import fhir
from intake.rights.record import record_of
from intake.safety import replies
from intake.safety.plans import Plan, save_plan
from tests.factories.cases import WELL, fill, make_response
from tests.factories.files import PDF
from tests.factories.inquiries import ask
from tests.factories.letters import sign
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 14, 9, 26, tzinfo=UTC)
WORDS = "These answers are mine."
SAID = {
    "phq9_9": 1,
    "tms": "unsure",
    "episode_months": "declined",
    "phq9_1": "declined",
}
ADDRESS = "https://clinic.example"


@pytest.fixture
def patient():
    """Somebody about whom there is something of every kind."""
    response = make_response(
        preferred_name="Patty",
        emergency_name="Sam",
        emergency_phone="555 010 0112",
        emergency_relation="brother",
    )
    fill(response, WELL | SAID)
    patient, by = response.patient, response.patient.user
    case = send_by_patient(response=response, words=Words(WORDS, "en"), by=by)
    clinician = make_staff("clinician", sites=[patient.site])
    inquiry, _token = ask(case, clinician)
    document = Document("log.pdf", cleaned(PDF, 10**6))
    receive(inquiry=inquiry, reply=Reply("no_objection", "Fine."), document=document)
    sign(case, clinician, own_conditions=("Bring your log.",))
    made = appeal(case=case, kind="disagree", words="I see it otherwise.", by=by)
    other = make_staff("clinician", sites=[patient.site])
    answer_appeal(appeal=made, outcome="stands", reply="We are sorry.", by=other)
    replies.reply(patient=patient, said=replies.Reply(safe="yes"), by=by)
    save_plan(patient=patient, plan=Plan(places="The lake"), seen=0, by=clinician)
    return patient


@pytest.fixture
def bundle(patient):
    return fhir.bundle(record_of(patient), AT, ADDRESS, folder="files")


def of_kind(bundle, kind):
    found = [entry["resource"] for entry in bundle["entry"]]
    return [one for one in found if one["resourceType"] == kind]


def parts(value, name):
    """Everything that stands under this name, however deep."""
    if isinstance(value, list):
        for one in value:
            yield from parts(one, name)
    elif isinstance(value, dict):
        if name in value:
            yield value[name]
        for one in value.values():
            yield from parts(one, name)


def models(value):
    """Every part of a parsed resource."""
    if isinstance(value, list):
        for one in value:
            yield from models(one)
    elif hasattr(type(value), "model_fields"):
        yield value
        for name in type(value).model_fields:
            yield from models(getattr(value, name))


def test_it_has_what_fhir_requires_and_nothing_that_fhir_does_not_know(bundle):
    parsed = Bundle.model_validate(bundle)

    kinds = {entry.resource.get_resource_type() for entry in parsed.entry}
    assert kinds == {
        "CarePlan",
        "Communication",
        "Consent",
        "DocumentReference",
        "Observation",
        "Patient",
        "QuestionnaireResponse",
        "Task",
    }


def test_codes_that_fhir_fixes_are_of_its_lists(bundle):
    bad, checked = [], 0
    for part in models(Bundle.model_validate(bundle)):
        for name, field in type(part).model_fields.items():
            allowed = (field.json_schema_extra or {}).get("enum_values")
            value = getattr(part, name)
            if allowed and value is not None:
                checked += 1
                bad += [(name, value)] if value not in allowed else []

    assert checked > 10
    assert bad == []


def test_every_reference_leads_to_a_resource_of_the_bundle(bundle):
    names = [entry["fullUrl"] for entry in bundle["entry"]]

    assert len(set(names)) == len(names)
    assert set(parts(bundle, "reference")) <= set(names)


def test_every_code_says_whose_it_is(bundle):
    for coding in [one for many in parts(bundle, "coding") for one in many]:
        assert re.match(r"https?://|urn:", coding["system"]), coding
        assert coding["code"].strip()
    for coding in parts(bundle, "valueCoding"):
        assert coding["system"].startswith(ADDRESS)


def test_items_stand_where_fhir_lets_them(bundle):
    for response in of_kind(bundle, "QuestionnaireResponse"):
        for item in [one for many in parts(response, "item") for one in many]:
            assert not ("item" in item and "answer" in item)
            assert item["linkId"]
            for answer in item.get("answer", []):
                assert len([name for name in answer if name.startswith("value")]) == 1


def test_a_score_has_the_code_of_its_instrument(bundle):
    by_title = {one["code"]["text"]: one for one in of_kind(bundle, "Observation")}
    [score] = [one for title, one in by_title.items() if "PHQ-9" in title]

    assert score["code"]["coding"] == [
        {"system": "http://loinc.org", "code": "44261-6"}
    ]
    assert ("valueQuantity" in score) != ("dataAbsentReason" in score)


def test_what_was_agreed_to_is_a_consent_with_the_very_words(bundle, patient):
    found = of_kind(bundle, "Consent")

    texts = [b64decode(c["sourceAttachment"]["data"]).decode() for c in found]
    notice = patient.acceptances.get().notice
    assert texts == [notice.text, WORDS]
    assert [consent["status"] for consent in found] == ["active", "active"]
    digest = Attestation.objects.get().digest
    assert found[1]["identifier"][0]["value"] == digest
    for consent in found:  # ppc-1 and ppc-2 of the specification
        assert "policyRule" in consent
        assert "patient" in consent


def test_withdrawing_ends_the_statement_and_not_the_notice(patient):
    review.withdraw_case(case=patient.cases.get(), by=patient.user)

    notice, sending = of_kind(fhir.bundle(record_of(patient), AT, ADDRESS), "Consent")

    assert (notice["status"], sending["status"]) == ("active", "inactive")


def test_taking_the_notice_back_ends_it_and_not_the_statement(patient):
    consents.take_back(patient=patient, by=patient.user)

    notice, sending = of_kind(fhir.bundle(record_of(patient), AT, ADDRESS), "Consent")

    assert (notice["status"], sending["status"]) == ("inactive", "active")


def test_answers_to_words_say_what_they_answer(bundle):
    told = {one["id"]: one for one in of_kind(bundle, "Communication")}
    [answer] = [one for one in told.values() if "inResponseTo" in one]
    [to] = answer["inResponseTo"]

    asked = told[to["reference"].removeprefix("urn:uuid:")]
    assert asked["payload"] == [{"contentString": "I see it otherwise."}]
    assert answer["payload"] == [{"contentString": "We are sorry."}]


def test_a_file_beside_the_bundle_is_named_and_one_that_is_not_there_is_not(
    bundle, patient
):
    [document] = of_kind(bundle, "DocumentReference")
    [content] = document["content"]
    assert content["attachment"]["url"].startswith("files/")

    alone = fhir.bundle(record_of(patient), AT, ADDRESS)
    [content] = of_kind(alone, "DocumentReference")[0]["content"]
    assert "url" not in content["attachment"]
