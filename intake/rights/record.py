"""What a patient told the clinic and was told by it, opened once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from intake.audit.models import Event
from intake.decisions.letters import Standing, standings
from intake.domain.questionnaire.items import in_language
from intake.education.models import ArticlePage
from intake.findings.attachments import Attached, attached_to
from intake.findings.inquiries import inquiries_of
from intake.learning.actions import steps_of
from intake.learning.models import Step
from intake.patients.identity import Identity, email_of, identity_of
from intake.patients.looks import Look, looks
from intake.patients.models import Patient
from intake.questionnaires.filled import Filled, filled
from intake.questionnaires.models import Attestation, ScoreRecord
from intake.questionnaires.scores import open_score
from intake.questions.reading import Asked, asked_in_own_words
from intake.review import actions as review
from intake.review.models import Case
from intake.safety.plans import Plan, latest_plan, plan_of

WITHDRAWN = ("case.withdrawn", "response.withdrawn")


@dataclass(frozen=True)
class Total:
    """A score as it was stored; ``total`` is None where an answer was missing."""

    number: int
    instrument: str
    title: str
    total: float | None
    at: datetime
    response_id: str


@dataclass(frozen=True)
class Letter:
    """What a clinician wrote about a decision, and what is to be done before."""

    message: str
    at: datetime
    conditions: tuple[Standing, ...] = ()


@dataclass(frozen=True)
class File:
    """A file that is kept with a case, without its content."""

    number: int
    name: str
    media: str
    size: int
    at: datetime


@dataclass(frozen=True)
class Answered:
    """What somebody outside was asked about the patient, and answered."""

    who: str
    question: str
    answer: str
    words: str
    at: datetime


@dataclass(frozen=True)
class Request:
    """One case, with the letters, files and replies about it, the first one first.

    ``questions`` are those that a clinician wrote, with the answers.
    """

    case: Case
    letters: tuple[Letter, ...]
    files: tuple[File, ...] = ()
    replies: tuple[Answered, ...] = ()
    questions: tuple[Asked, ...] = ()


@dataclass(frozen=True)
class Agreed:
    """What the patient agreed to or took back, in the words that were seen.

    ``what`` is ``notice``, ``sending`` or ``withdrawal``; ``mode`` says how.
    """

    what: str
    at: datetime
    mode: str = ""
    text: str = ""
    language: str = ""
    sha256: str = ""
    number: int | None = None


@dataclass(frozen=True)
class Read:
    """A page of the portal that the patient marked as read, in which edition."""

    title: str
    page: str
    edition: int
    at: datetime


@dataclass(frozen=True)
class Record:
    """A patient's own record.

    ``forms`` are all responses, drafts among them, the first one first. What staff
    wrote for each other and the content of files are no part of it.
    """

    patient: Patient
    identity: Identity | None
    email: str
    forms: tuple[Filled, ...]
    scores: tuple[Total, ...]
    requests: tuple[Request, ...]
    readings: tuple[Read, ...]
    agreed: tuple[Agreed, ...]
    plan: Plan | None
    looks: tuple[Look, ...]


def record_of(patient: Patient) -> Record:
    """The record as it stands; that somebody reads it is for the caller to note."""
    plan = latest_plan(patient)
    return Record(
        patient=patient,
        identity=identity_of(patient),
        email=email_of(patient),
        forms=tuple(_forms(patient)),
        scores=tuple(_scores(patient)),
        requests=tuple(_requests(patient)),
        readings=tuple(_readings(patient)),
        agreed=tuple(sorted(_agreed(patient), key=lambda one: one.at)),
        plan=plan and plan_of(plan),
        looks=tuple(looks(patient)),
    )


def _forms(patient: Patient) -> Iterator[Filled]:
    for response in patient.responses.select_related("version").order_by("started_at"):
        response.patient = patient
        yield filled(response)


def _scores(patient: Patient) -> Iterator[Total]:
    records = ScoreRecord.objects.filter(response__patient=patient)
    for record in records.select_related("response__version").order_by("at", "pk"):
        data = open_score(record, patient)
        yield Total(
            number=record.pk,
            instrument=record.instrument,
            title=_title(record),
            total=data["total"],
            at=record.at,
            response_id=str(record.response_id),
        )


def _title(record: ScoreRecord) -> str:
    placed = record.response.definition.instruments.get(record.instrument, {})
    title = in_language(placed.get("title", {}), record.language)
    return title or record.instrument


def _requests(patient: Patient) -> Iterator[Request]:
    for case in patient.cases.order_by("received_at"):
        case.patient = patient
        yield Request(
            case=case,
            letters=tuple(_letters(case)),
            files=tuple(map(_file, attached_to(case))),
            replies=tuple(_replies(case)),
            questions=tuple(asked_in_own_words(case)),
        )


def _letters(case: Case) -> Iterator[Letter]:
    for decision in case.decisions.prefetch_related("outcomes").order_by("decided_at"):
        decision.case = case
        message = review.verdict_of(decision).message
        found = tuple(standings(decision, case.patient))
        yield Letter(message, decision.decided_at, found)


def _file(attached: Attached) -> File:
    row = attached.record
    return File(row.number, attached.name, row.media, row.size, row.at)


def _replies(case: Case) -> Iterator[Answered]:
    """Only what was answered; whom staff asked in vain is their note."""
    for inquiry in reversed(inquiries_of(case)):
        if inquiry.reply is not None and inquiry.ending is not None:
            yield Answered(
                who=inquiry.who,
                question=inquiry.asked.what.question,
                answer=inquiry.choice,
                words=inquiry.reply.words,
                at=inquiry.ending.at,
            )


def _agreed(patient: Patient) -> Iterator[Agreed]:
    for one in patient.acceptances.select_related("notice"):
        text, language = one.notice.text, one.notice.language
        digest = sha256(text.encode()).hexdigest()
        number = one.notice.number
        yield Agreed("notice", one.at, one.mode, text, language, digest, number)
    for one in Attestation.objects.filter(response__patient=patient):
        yield Agreed("sending", one.at, one.mode, one.words, one.language, one.digest)
    taken_back = Event.objects.about(patient.pk).filter(
        action__in=WITHDRAWN, outcome=Event.Outcome.DONE
    )
    for event in taken_back:
        yield Agreed("withdrawal", event.at)


def _readings(patient: Patient) -> Iterator[Read]:
    steps = steps_of(patient, Step.Kind.READ)
    codes = {step["page"] for _at, step in steps}
    pages = ArticlePage.objects.filter(article_code__in=codes)
    titles = dict(pages.values_list("article_code", "title"))
    for at, step in steps:
        code = step["page"]
        yield Read(titles.get(code, code), code, step["edition"], at)
