"""A record as plain data, for another program to read."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from intake.decisions.appeals import Said
from intake.domain.answer import Answer, State
from intake.domain.questionnaire.items import in_language
from intake.patients.looks import Look
from intake.questionnaires.filled import Filled
from intake.questions.reading import Asked

from .answers import Given, given
from .record import Letter, Record, Request, Safe

FORMAT = "intake record 3"

Data = dict[str, Any]


def to_data(record: Record, at: datetime) -> Data:
    """All that is in a record, times in ISO 8601 with their zone.

    Of every answer there is what was asked, in the language in which it was, and the
    value as it is stored; ``state`` stands in its place where the person chose not to
    say, or did not know.
    """
    return {
        "format": FORMAT,
        "made_at": _at(at),
        "clinic": record.clinic,
        "person": record.identity and record.identity.to_data(),
        "email": record.email,
        "forms": [_form(form) for form in record.forms],
        "scores": [asdict(score) | {"at": _at(score.at)} for score in record.scores],
        "requests": [_request(request) for request in record.requests],
        "agreed": [asdict(one) | {"at": _at(one.at)} for one in record.agreed],
        "read": [asdict(one) | {"at": _at(one.at)} for one in record.readings],
        "learned": [asdict(one) | {"at": _at(one.at)} for one in record.learned],
        "told_about_safety": [_safe(one) for one in record.safe],
        "asked_to_be_erased": [
            asdict(one) | {"at": _at(one.at)} for one in record.wishes
        ],
        "address_changed": [asdict(one) | {"at": _at(one.at)} for one in record.moved],
        "plan_for_hard_times": record.plan and asdict(record.plan),
        "who_looked": list(_looks(record.looks)),
    }


def _form(form: Filled) -> Data:
    response = form.response
    return {
        "id": str(response.pk),
        "title": in_language(form.definition.title, response.language),
        "code": form.definition.code,
        "version": response.version.number,
        "language": response.language,
        "state": response.state,
        "begun_at": _at(response.started_at),
        "sent_at": response.completed_at and _at(response.completed_at),
        "stands_on": response.base_id and str(response.base_id),
        "answers": [_given(part, response.language) for part in given(form)],
    }


def _given(part: Given, language: str) -> Data:
    found: Data = {"id": part.item.link_id}
    if text := in_language(part.item.text, language):
        found["text"] = text
    if part.parts:
        return found | {"answers": [_given(one, language) for one in part.parts]}
    return found | _answer(part.answer)


def _answer(answer: Answer) -> Data:
    if answer.state is State.ANSWERED:
        return {"value": answer.value}
    return {"state": str(answer.state)}


def _request(request: Request) -> Data:
    case = request.case
    return {
        "reference": case.reference,
        "stage": case.stage,
        "received_at": _at(case.received_at),
        "letters": [_letter(letter) for letter in request.letters],
        "files": [asdict(file) | {"at": _at(file.at)} for file in request.files],
        "sheets_for_insurance": [
            asdict(one) | {"at": _at(one.at)} for one in request.sheets
        ],
        "replies": [asdict(one) | {"at": _at(one.at)} for one in request.replies],
        "questions": [_question(one) for one in request.questions],
        "said_to_be_wrong": [_said(one) for one in request.said],
    }


def _letter(letter: Letter) -> Data:
    conditions = [
        {
            "text": one.text,
            "is_met": one.is_met,
            "at": _at(one.latest.at) if one.latest else None,
        }
        for one in letter.conditions
    ]
    return {
        "at": _at(letter.at),
        "by": letter.by,
        "text": letter.message,
        "reasons": letter.reasons,
        "to_be_done_before": conditions,
    }


def _question(asked: Asked) -> Data:
    """One that a clinician wrote; ``state`` is open, or how it ended."""
    ending = asked.ending
    return {
        "at": _at(asked.at),
        "text": asked.words,
        "state": ending.kind if ending else "open",
        "answer": asked.answer or None,
        "ended_at": _at(ending.at) if ending else None,
    }


def _said(said: Said) -> Data:
    """What the patient found wrong; ``outcome`` is open until somebody answered."""
    answer = said.answer
    return {
        "at": _at(said.appeal.at),
        "kind": said.appeal.kind,
        "text": said.words,
        "outcome": answer.outcome if answer else "open",
        "answer": said.reply or None,
        "answered_at": _at(answer.at) if answer else None,
    }


def _safe(safe: Safe) -> Data:
    return {"at": _at(safe.at)} | asdict(safe.said)


def _looks(looks: Iterable[Look]) -> Iterable[Data]:
    for look in looks:
        did = [{"what": str(what), "times": times} for what, times in look.did]
        yield {"on": look.on.isoformat(), "who": str(look.person), "did": did}


def _at(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
