"""A record as a FHIR R4 bundle: Patient, answers, scores and the list of files.

QuestionnaireResponse, Observation and DocumentReference;
https://hl7.org/fhir/R4/questionnaireresponse.html, read on 2026-11-22. Nothing in the
record that FHIR has no place for is put somewhere else: the plain copy has it.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from intake.domain.answer import Answer, State
from intake.domain.questionnaire.catalogues import load_catalogues
from intake.domain.questionnaire.items import OTHER, Item, ItemType, in_language
from intake.questionnaires.filled import Filled
from intake.questionnaires.models import Response
from intake.review.models import Case

from .answers import Given, given
from .record import File, Record, Total

Resource = dict[str, Any]

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


def bundle(record: Record, at: datetime, address: str) -> Resource:
    """A ``collection`` bundle.

    Args:
        record: What to write.
        at: When it is made, with its time zone.
        address: Where this clinic's software is served; names of questionnaires and
            codes begin with it.
    """
    writer = _Writer(record, address.rstrip("/"))
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": at.isoformat(timespec="seconds"),
        "entry": [
            {"fullUrl": f"urn:uuid:{resource['id']}", "resource": resource}
            for resource in writer.resources()
        ],
    }


class _Writer:
    def __init__(self, record: Record, address: str):
        self.record, self.address = record, address
        self.subject = {"reference": f"urn:uuid:{record.patient.pk}"}

    def resources(self) -> Iterator[Resource]:
        yield self._patient()
        yield from map(self._response, self.record.forms)
        yield from map(self._observation, self.record.scores)
        for request in self.record.requests:
            for file in request.files:
                yield self._document(request.case, file)

    def _patient(self) -> Resource:
        found: Resource = {"resourceType": "Patient", "id": str(self.record.patient.pk)}
        telecom = [("email", self.record.email)]
        if identity := self.record.identity:
            name = {"family": identity.last_name, "given": [identity.first_name]}
            found |= {
                "name": [{"use": "official", **name}],
                "birthDate": identity.born_on.isoformat(),
                "gender": GENDER.get(identity.sex, "unknown"),
                "address": [{"state": identity.state}],
            }
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
            "authored": _at(response.completed_at or response.saved_at),
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
            return {"valueDateTime": _at(local)}
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
            "code": {"text": score.title},
            "subject": self.subject,
            "effectiveDateTime": _at(score.at),
            "derivedFrom": [{"reference": f"urn:uuid:{score.response_id}"}],
        }
        if score.total is None:
            absent = {"coding": [{"code": "unknown"}], "text": "not completed"}
            return found | {"dataAbsentReason": absent}
        return found | {"valueQuantity": {"value": score.total}}

    def _document(self, case: Case, file: File) -> Resource:
        """That there is a file; its content is not in the copy."""
        attachment = {
            "contentType": file.media,
            "size": file.size,
            "title": file.name,
            "creation": _at(file.at),
        }
        return {
            "resourceType": "DocumentReference",
            "id": str(uuid5(NAMESPACE_URL, f"{case.pk}/file/{file.number}")),
            "status": "current",
            "subject": self.subject,
            "date": _at(file.at),
            "content": [{"attachment": attachment}],
        }


def _compound(item: Item, value: Mapping[str, Any]) -> Resource:
    """One's own words beside a choice, or a quantity in SI."""
    if OTHER in value:
        return {"valueString": value[OTHER]}
    unit, code = UNITS[item.dimension or ""]
    system = "http://unitsofmeasure.org"
    measured = {"value": value["si"], "unit": unit, "system": system, "code": code}
    return {"valueQuantity": measured}


def _at(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
