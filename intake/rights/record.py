"""What a patient told the clinic and was told by it, opened once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from intake.audit.models import Event
from intake.decisions.appeals import Said, opened
from intake.decisions.letters import Standing, told_of
from intake.domain.questionnaire.items import in_language
from intake.education.models import ArticlePage
from intake.findings.attachments import Attached, attached_to, file_name
from intake.findings.inquiries import inquiries_of
from intake.learning.actions import steps_of
from intake.learning.content import questions
from intake.learning.models import Step
from intake.patients.consents import name_accepted
from intake.patients.identity import Identity, email_of, identity_of
from intake.patients.looks import Look, looks
from intake.patients.models import Patient
from intake.payers import actions as payers
from intake.practice.models import Organisation
from intake.questionnaires.actions import name_signed
from intake.questionnaires.filled import Filled, filled
from intake.questionnaires.models import Attestation, ScoreRecord
from intake.questionnaires.scores import open_score
from intake.questions.reading import Asked, asked_in_own_words
from intake.review.models import Case
from intake.safety.models import AlertEvent
from intake.safety.plans import Plan, latest_plan, plan_of
from intake.safety.replies import Reply, reply_of

from .models import RequestEnd
from .moved import Moved, moves_of
from .requests import reason_of

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
    """What a clinician wrote about a decision, and what is to be done before.

    ``reasons`` stand in a letter, and nowhere where only a message was written.
    """

    message: str
    by: str
    at: datetime
    reasons: str = ""
    conditions: tuple[Standing, ...] = ()


@dataclass(frozen=True)
class File:
    """A file that is kept with a case; its content is opened by itself.

    ``name`` is the one it came with; ``path`` the one it is taken along under, which
    says nothing.
    """

    number: int
    name: str
    path: str
    media: str
    size: int
    at: datetime


@dataclass(frozen=True)
class Sheet:
    """What a clinician signed for the patient's insurance, without its content."""

    number: int
    payer: str
    path: str
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
    """One case, with letters, files, sheets and replies, the first one first.

    ``questions`` are those that a clinician wrote, with the answers; ``said`` is what
    the patient found wrong.
    """

    case: Case
    letters: tuple[Letter, ...]
    files: tuple[File, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    replies: tuple[Answered, ...] = ()
    questions: tuple[Asked, ...] = ()
    said: tuple[Said, ...] = ()


@dataclass(frozen=True)
class Agreed:
    """What the patient agreed to or took back, in the words that were seen.

    ``what`` is ``notice``, ``notice_taken_back``, ``sending`` or ``withdrawal``;
    ``mode`` says how, ``signed`` the name that was typed.
    """

    what: str
    at: datetime
    mode: str = ""
    text: str = ""
    language: str = ""
    sha256: str = ""
    number: int | None = None
    signed: str = ""


@dataclass(frozen=True)
class Read:
    """A page of the portal that the patient marked as read, in which edition.

    ``language`` is empty where it was not noted.
    """

    title: str
    page: str
    edition: int
    language: str
    at: datetime


@dataclass(frozen=True)
class Learned:
    """A question about what was read, and the option that the patient chose."""

    question: str
    answer: str
    is_right: bool
    at: datetime


@dataclass(frozen=True)
class Safe:
    """What the patient told at once when asked whether they are safe, and where."""

    said: Reply
    at: datetime


@dataclass(frozen=True)
class Wish:
    """That the record be erased, and how the clinic answered.

    ``outcome`` is open, taken_back or declined; ``reason`` that of declining.
    """

    at: datetime
    outcome: str
    reason: str = ""


@dataclass(frozen=True)
class Record:
    """A patient's own record.

    ``forms`` are all responses, drafts among them, the first one first. What staff
    wrote for each other is no part of it; files are there without their content, see
    :mod:`.files`.
    """

    patient: Patient
    clinic: str
    identity: Identity | None
    email: str
    forms: tuple[Filled, ...]
    scores: tuple[Total, ...]
    requests: tuple[Request, ...]
    readings: tuple[Read, ...]
    learned: tuple[Learned, ...]
    agreed: tuple[Agreed, ...]
    safe: tuple[Safe, ...]
    wishes: tuple[Wish, ...]
    moved: tuple[Moved, ...]
    plan: Plan | None
    looks: tuple[Look, ...]


def record_of(patient: Patient) -> Record:
    """The record as it stands; that somebody reads it is for the caller to note."""
    plan = latest_plan(patient)
    return Record(
        patient=patient,
        clinic=Organisation.current().name,
        identity=identity_of(patient),
        email=email_of(patient),
        forms=tuple(_forms(patient)),
        scores=tuple(_scores(patient)),
        requests=tuple(_requests(patient)),
        readings=tuple(_readings(patient)),
        learned=tuple(_learned(patient)),
        safe=tuple(_safe(patient)),
        wishes=tuple(_wishes(patient)),
        agreed=tuple(sorted(agreed(patient), key=lambda one: one.at)),
        moved=moves_of(patient),
        plan=plan and plan_of(plan),
        looks=tuple(looks(patient)),
    )


def _forms(patient: Patient) -> Iterator[Filled]:
    for response in patient.responses.order_by("started_at"):
        response.patient = patient
        yield filled(response)


def _scores(patient: Patient) -> Iterator[Total]:
    records = ScoreRecord.objects.filter(response__patient=patient)
    for record in records.select_related("response").order_by("at", "pk"):
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
            files=tuple(map(_file, _attached(case))),
            sheets=tuple(_sheets(case)),
            replies=tuple(_replies(case)),
            questions=tuple(asked_in_own_words(case)),
            said=tuple(opened(one, case) for one in _appeals(case)),
        )


def _letters(case: Case) -> Iterator[Letter]:
    signed = case.decisions.select_related("decided_by").prefetch_related("outcomes")
    for decision in signed.order_by("decided_at"):
        told = told_of(decision, case)
        yield Letter(
            message=told.verdict.message,
            by=str(decision.decided_by),
            at=decision.decided_at,
            reasons=told.verdict.rationale if told.is_letter else "",
            conditions=told.conditions,
        )


def _appeals(case: Case):
    return case.appeals.select_related("answer__by")


def _file(attached: Attached) -> File:
    row = attached.record
    path = file_name(row)
    return File(row.number, attached.name, path, row.media, row.size, row.at)


def _attached(case: Case) -> Iterator[Attached]:
    for attached in attached_to(case):
        attached.record.case = case
        yield attached


def _sheets(case: Case) -> Iterator[Sheet]:
    for row in case.sheets.listed().exclude(signature=None).order_by("number"):
        row.case = case
        payer = payers.content_of(row, case)["payer"]["name"]
        yield Sheet(row.number, payer, payers.file_name(row), row.signature.at)


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


def agreed(patient: Patient) -> Iterator[Agreed]:
    """Everything that was agreed to and taken back, kind by kind."""
    for one in patient.acceptances.select_related("notice", "withdrawal"):
        one.patient = patient
        text, language = one.notice.text, one.notice.language
        yield Agreed(
            what="notice",
            at=one.at,
            mode=one.mode,
            text=text,
            language=language,
            sha256=one.digest,
            number=one.notice.number,
            signed=name_accepted(one),
        )
        if (end := getattr(one, "withdrawal", None)) is not None:
            yield Agreed("notice_taken_back", end.at, number=one.notice.number)
    for one in Attestation.objects.filter(response__patient=patient).select_related(
        "response"
    ):
        yield Agreed(
            what="sending",
            at=one.at,
            mode=one.mode,
            text=one.words,
            language=one.language,
            sha256=one.digest,
            signed=name_signed(one, patient),
        )
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
        language = step.get("language", "")
        yield Read(titles.get(code, code), code, step["edition"], language, at)


def _learned(patient: Patient) -> Iterator[Learned]:
    known = {question.code: question for question in questions()}
    for at, step in steps_of(patient, Step.Kind.ANSWERED):
        question = known.get(step["question"])
        option = question.option(step["option"]) if question else None
        yield Learned(
            question=question.text if question else step["question"],
            answer=option.text if option else step["option"],
            is_right=step["right"],
            at=at,
        )


def _safe(patient: Patient) -> Iterator[Safe]:
    told = AlertEvent.objects.filter(
        alert__patient=patient, kind=AlertEvent.Kind.REPLIED
    )
    for event in told.select_related("alert").order_by("at", "pk"):
        event.alert.patient = patient
        if said := reply_of(event):
            yield Safe(said, event.at)


def _wishes(patient: Patient) -> Iterator[Wish]:
    for wish in patient.erasure_requests.select_related("end").order_by("pk"):
        end = getattr(wish, "end", None)
        is_declined = end is not None and end.kind == RequestEnd.Kind.DECLINED
        yield Wish(
            at=wish.at,
            outcome=end.kind if end else "open",
            reason=reason_of(end, patient) if is_declined else "",
        )
