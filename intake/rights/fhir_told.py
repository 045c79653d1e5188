"""What was said and agreed to, as resources of FHIR R4.

Communication, Task, CarePlan, Consent and DocumentReference; their rules and codes are
those of https://hl7.org/fhir/R4/consent.html and its neighbors, read on 2026-11-22.
"""

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from intake.review.models import Case

from .record import Agreed, File, Letter, Record, Request, Sheet

Resource = dict[str, Any]

TERMS = "http://terminology.hl7.org/CodeSystem"
LOINC = "http://loinc.org"
NOTICE = {"system": f"{TERMS}/consentcategorycodes", "code": "npp"}
STATEMENT = {"system": LOINC, "code": "59284-0"}  # a consent document
CATEGORIES = {"notice": NOTICE, "sending": STATEMENT}
PRIVACY = {"system": f"{TERMS}/consentscope", "code": "patient-privacy"}
ENDED_BY = {("notice", "notice_taken_back"), ("sending", "withdrawal")}
TITLES = {"notice": "Privacy notice", "sending": "Statement when sending answers"}


class Told:
    """Writes what stands beside answers and scores.

    Args:
        record: Of whom.
        address: Where this clinic's software is served.
        folder: Where the files lie beside the bundle; empty where they do not.
    """

    def __init__(self, record: Record, address: str, folder: str):
        self.record, self.address, self.folder = record, address, folder
        self.subject = reference(str(record.patient.pk))

    def resources(self) -> Iterator[Resource]:
        for request in self.record.requests:
            yield from self._request(request)
            yield from self._files(request)
        for safe in self.record.safe:
            said = [value for value in asdict(safe.said).values() if value]
            yield self._communication("Whether the patient is safe", safe.at, said)
        if self.record.plan is not None:
            yield self._plan(asdict(self.record.plan))
        for number, one in enumerate(self.record.agreed):
            if one.what in CATEGORIES:
                yield self._consent(number, one)

    def _request(self, request: Request) -> Iterator[Resource]:
        for letter in request.letters:
            yield from self._letter(letter)
        for one in request.questions:
            asked = self._communication("Question", one.at, [one.words], by=str(one.by))
            yield asked
            if one.answer and one.ending:
                yield self._answer(asked, one.ending.at, [one.answer])
        for reply in request.replies:
            texts = [reply.question, reply.answer, reply.words]
            yield self._communication("Reply", reply.at, texts, by=reply.who)
        for said in request.said:
            wrong = self._communication("Objection", said.appeal.at, [said.words])
            yield wrong
            if said.answer is not None:
                by = str(said.answer.by)
                yield self._answer(wrong, said.answer.at, [said.reply], by=by)

    def _files(self, request: Request) -> Iterator[Resource]:
        for file in request.files:
            shown = {"contentType": file.media, "size": file.size, "title": file.name}
            yield self._document("file", request.case, file, shown)
        for sheet in request.sheets:
            title = f"Sheet for insurance: {sheet.payer}"
            shown = {"contentType": "application/pdf", "title": title}
            yield self._document("sheet", request.case, sheet, shown)

    def _letter(self, letter: Letter) -> Iterator[Resource]:
        texts = [letter.message, letter.reasons]
        written = self._communication("Letter", letter.at, texts, by=letter.by)
        yield written
        for one in letter.conditions:
            yield {
                "resourceType": "Task",
                "id": self._id("condition", one.pk),
                "status": "completed" if one.is_met else "requested",
                "intent": "order",
                "description": one.text,
                "for": self.subject,
                "authoredOn": at(letter.at),
                "lastModified": at(one.latest.at if one.latest else letter.at),
                "reasonReference": reference(written["id"]),
            }

    def _communication(
        self, what: str, when: datetime, texts: list[str], *, by: str = ""
    ) -> Resource:
        """Words of the patient, or of somebody else where ``by`` says of whom."""
        return {
            "resourceType": "Communication",
            "id": self._id(what, when.isoformat(), by, *texts),
            "status": "completed",
            "category": [{"text": what}],
            "subject": self.subject,
            "sent": at(when),
            "sender": {"display": by} if by else self.subject,
            "payload": [{"contentString": text} for text in texts if text],
        }

    def _answer(
        self, to: Resource, when: datetime, texts: list[str], *, by: str = ""
    ) -> Resource:
        answer = self._communication("Answer", when, texts, by=by)
        return answer | {"inResponseTo": [reference(to["id"])]}

    def _plan(self, parts: dict[str, str]) -> Resource:
        written = {name.replace("_", " "): text for name, text in parts.items() if text}
        return {
            "resourceType": "CarePlan",
            "id": self._id("plan"),
            "status": "active",
            "intent": "plan",
            "title": "Plan for hard times",
            "subject": self.subject,
            "note": [{"text": f"{name}: {text}"} for name, text in written.items()],
        }

    def _consent(self, number: int, one: Agreed) -> Resource:
        """What was agreed to, with the very words; what was withdrawn is inactive."""
        attachment = {
            "contentType": "text/plain; charset=utf-8",
            "language": one.language,
            "data": b64encode(one.text.encode()).decode(),
            "title": TITLES[one.what],
        }
        digest = {"system": f"{self.address}/sha256", "value": one.sha256}
        return {
            "resourceType": "Consent",
            "id": self._id("consent", number),
            "identifier": [digest],
            "status": "inactive" if self._is_withdrawn(one) else "active",
            "scope": {"coding": [PRIVACY]},
            "category": [{"coding": [CATEGORIES[one.what]]}],
            "patient": self.subject,
            "dateTime": at(one.at),
            "performer": [self.subject | _signed(one)],
            "organization": [{"display": self.record.clinic}],
            "sourceAttachment": attachment,
            "policyRule": {"text": TITLES[one.what] + _version(one)},
        }

    def _is_withdrawn(self, one: Agreed) -> bool:
        """A statement is about one request; the notice holds until it is taken back."""
        return any(
            (one.what, other.what) in ENDED_BY
            and other.number == one.number
            and other.at >= one.at
            for other in self.record.agreed
        )

    def _document(
        self, what: str, case: Case, file: File | Sheet, shown: Resource
    ) -> Resource:
        attachment = shown | {"creation": at(file.at)}
        if self.folder:
            attachment["url"] = f"{self.folder}/{file.path}"
        return {
            "resourceType": "DocumentReference",
            "id": self._id(what, case.pk, file.number),
            "status": "current",
            "subject": self.subject,
            "date": at(file.at),
            "content": [{"attachment": attachment}],
        }

    def _id(self, *parts: object) -> str:
        """The same for the same, and nobody else's."""
        name = "/".join(map(str, (self.record.patient.pk, *parts)))
        return str(uuid5(NAMESPACE_URL, name))


def _signed(one: Agreed) -> Resource:
    """The name that the patient typed under it."""
    return {"display": one.signed} if one.signed else {}


def _version(one: Agreed) -> str:
    return f", version {one.number}" if one.number else ""


def reference(pk: str) -> Resource:
    return {"reference": f"urn:uuid:{pk}"}


def at(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
