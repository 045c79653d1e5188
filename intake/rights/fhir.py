"""A record as a FHIR R4 bundle: who it is, answers, scores, and what was said.

Patient, QuestionnaireResponse and Observation, see
https://hl7.org/fhir/R4/questionnaireresponse.html, read on 2026-11-22; the rest is in
:mod:`.fhir_told`. Nothing in the record that FHIR has no place for is put somewhere
else: the plain copy has it.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from intake.domain.answer import Answer, State
from intake.domain.instruments import load_instruments
from intake.domain.questionnaire.catalogues import load_catalogues
from intake.domain.questionnaire.items import OTHER, Item, ItemType, in_language
from intake.patients.identity import Identity
from intake.questionnaires.filled import Filled
from intake.questionnaires.models import Response

from .answers import Given, given
from .fhir_told import LOINC, TERMS, Resource, Told, at, reference
from .record import Record, Total

ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
REASONS = {
    State.UNSURE: "asked-unknown",
    State.DECLINED: "asked-declined",
    State.NOT_APPLICABLE: "not-applicable",
}
STATUS = {
    Response.State.IN_PROGRESS: "in-progress",
    Response.State.COMPLETED: "completed",
    Response.State.AMENDED: "amended",
    Response.State.ENTERED_IN_ERROR: "entered-in-error",
    Response.State.WITHDRAWN: "stopped",
}
SURVEY = {"system": f"{TERMS}/observation-category", "code": "survey"}
UNKNOWN = {"system": f"{TERMS}/data-absent-reason", "code": "unknown"}
GENDER = {"female": "female", "male": "male", "other": "other"}
UNITS = {"height": ("m", "m"), "weight": ("kg", "kg")}
PLAIN = {
    ItemType.BOOLEAN: ("valueBoolean", lambda value: value == "yes"),
    ItemType.DECIMAL: ("valueDecimal", lambda value: value),
    ItemType.INTEGER: ("valueInteger", lambda value: value),
    ItemType.DATE: ("valueDate", lambda value: value),
    ItemType.TIME: ("valueTime", lambda value: f"{value}:00"[:8]),
    ItemType.URL: ("valueUri", lambda value: value),
}


def bundle(
    record: Record, made_at: datetime, address: str, *, folder: str = ""
) -> Resource:
    """A ``collection`` bundle.

    Args:
        record: What to write.
        made_at: When it is made, with its time zone.
        address: Where this clinic's software is served; names of questionnaires and
            codes begin with it.
        folder: Where the files lie beside the bundle; empty where they do not.
    """
    address = address.rstrip("/")
    found = [*_Writer(record, address).resources()]
    found += Told(record, address, folder).resources()
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": at(made_at),
        "entry": [
            {"fullUrl": f"urn:uuid:{resource['id']}", "resource": resource}
            for resource in found
        ],
    }


class _Writer:
    def __init__(self, record: Record, address: str):
        self.record, self.address = record, address
        self.subject = reference(str(record.patient.pk))

    def resources(self) -> Iterator[Resource]:
        yield self._patient()
        yield from map(self._response, self.record.forms)
        yield from map(self._observation, self.record.scores)

    def _patient(self) -> Resource:
        found: Resource = {"resourceType": "Patient", "id": str(self.record.patient.pk)}
        telecom = [("email", self.record.email)]
        if identity := self.record.identity:
            found |= _person(identity)
            telecom.append(("phone", identity.phone))
        reach = [{"system": kind, "value": value} for kind, value in telecom if value]
        return found | ({"telecom": reach} if reach else {})

    def _response(self, form: Filled) -> Resource:
        response = form.response
        found = {
            "resourceType": "QuestionnaireResponse",
            "id": str(response.pk),
            "language": response.language,
            "questionnaire": self._questionnaire(form),
            "status": STATUS[Response.State(response.state)],
            "subject": self.subject,
            "authored": at(response.completed_at or response.saved_at),
            "item": [self._item(part, form) for part in given(form)],
        }
        return {key: value for key, value in found.items() if value}

    def _questionnaire(self, form: Filled) -> str:
        version = form.response.version.number
        return f"{self.address}/questionnaires/{form.definition.code}|{version}"

    def _item(self, part: Given, form: Filled) -> Resource:
        item, language = part.item, form.response.language
        found: Resource = {"linkId": item.link_id}
        if text := in_language(item.text, language):
            found["text"] = text
        if part.parts:
            return found | {"item": [self._item(one, form) for one in part.parts]}
        if part.answer.state is not State.ANSWERED:
            reason = REASONS[part.answer.state]
            return found | {"extension": [{"url": ABSENT, "valueCode": reason}]}
        return found | {"answer": self._answers(item, part.answer, form)}

    def _answers(self, item: Item, answer: Answer, form: Filled) -> list[Resource]:
        values = answer.value if isinstance(answer.value, list) else [answer.value]
        return [self._value(item, value, form) for value in values]

    def _value(self, item: Item, value: Any, form: Filled) -> Resource:
        if option := item.option(value):
            words = in_language(option.text, form.response.language)
            return self._coding(form, item.link_id, option.code, words)
        if item.catalogue and item.is_single_choice:
            words = load_catalogues()[item.catalogue].labels.get(value, value)
            return self._coding(form, item.link_id, value, words)
        if isinstance(value, dict):
            return _compound(item, value)
        if item.type is ItemType.DATE_TIME:
            zone = ZoneInfo(form.organisation.time_zone)
            local = datetime.fromisoformat(value).replace(tzinfo=zone)
            return {"valueDateTime": at(local)}
        name, write = PLAIN.get(item.type, ("valueString", str))
        return {name: write(value)}

    def _coding(self, form: Filled, question: str, code: str, words: str) -> Resource:
        questionnaire = f"{self.address}/questionnaires/{form.definition.code}"
        system = f"{questionnaire}/{question}"
        return {"valueCoding": {"system": system, "code": code, "display": words}}

    def _observation(self, score: Total) -> Resource:
        found: Resource = {
            "resourceType": "Observation",
            "id": str(uuid5(NAMESPACE_URL, f"{score.response_id}/{score.number}")),
            "status": "final",
            "category": [{"coding": [SURVEY]}],
            "code": _measure(score),
            "subject": self.subject,
            "effectiveDateTime": at(score.at),
            "derivedFrom": [reference(score.response_id)],
        }
        if score.total is None:
            absent = {"coding": [UNKNOWN], "text": "not completed"}
            return found | {"dataAbsentReason": absent}
        return found | {"valueQuantity": {"value": score.total}}


def _person(identity: Identity) -> Resource:
    given = [identity.first_name]
    names = [{"use": "official", "family": identity.last_name, "given": given}]
    if identity.preferred_name:
        names.append({"use": "usual", "text": identity.preferred_name})
    spoken = {"coding": [{"system": "urn:ietf:bcp:47", "code": identity.language}]}
    found: Resource = {
        "name": names,
        "birthDate": identity.born_on.isoformat(),
        "gender": GENDER.get(identity.sex, "unknown"),
        "address": [{"state": identity.state}],
        "communication": [{"language": spoken, "preferred": True}],
    }
    contact = {
        "relationship": identity.emergency_relation
        and [{"text": identity.emergency_relation}],
        "name": identity.emergency_name and {"text": identity.emergency_name},
        "telecom": identity.emergency_phone
        and [{"system": "phone", "value": identity.emergency_phone}],
    }
    known = {name: value for name, value in contact.items() if value}
    return found | ({"contact": [known]} if known else {})


def _measure(score: Total) -> Resource:
    """The title, and the code of the total where the instrument has one."""
    instrument = load_instruments().get(score.instrument)
    code = instrument.loinc.get("total") if instrument else None
    coding = {"coding": [{"system": LOINC, "code": code}]} if code else {}
    return coding | {"text": score.title}


def _compound(item: Item, value: Mapping[str, Any]) -> Resource:
    """One's own words beside a choice, or a quantity in SI."""
    if OTHER in value:
        return {"valueString": value[OTHER]}
    unit, code = UNITS[item.dimension or ""]
    system = "http://unitsofmeasure.org"
    measured = {"value": value["si"], "unit": unit, "system": system, "code": code}
    return {"valueQuantity": measured}
