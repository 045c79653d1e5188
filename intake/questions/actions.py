"""Asking in one's own words, and how it ends: answered, declined, taken back, run out.

No rule reads such questions or answers: they change no fact, no finding and no level.
"""

from collections.abc import Collection
from uuid import UUID

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.patients import vault
from intake.practice.models import Organisation
from intake.review import asking
from intake.review.actions import (
    CaseChanged,
    lock,
    promised,
    refuse_withdrawn,
    stage_after,
)
from intake.review.asked import open_request
from intake.review.calling import tell
from intake.review.models import Case
from intake.review.returning import come_back

from .models import Ending, Question

Kind = Ending.Kind


class NoWords(ValueError):
    """Nothing was asked, or nothing was answered."""


class EndedMeanwhile(Exception):
    """There is another answer, or nobody waits for one any more."""


@audit.recorded
def ask_all(
    *,
    case: Case,
    items: Collection[str],
    reason: str,
    words: str,
    by: User,
    seen: UUID | None = None,
) -> None:
    """Ask questions of the questionnaire, one in own words, or both at once.

    Everything or nothing is asked, and the patient is told once.

    Raises:
        NoWords: neither was chosen or written.
        CaseChanged, CaseIsWithdrawn, AskedMeanwhile, NoReason,
            questionnaires.UnknownPlace: as :func:`asking.ask_patient`.
    """
    if not (items or words.strip()):
        raise NoWords
    lock(case)
    refuse_withdrawn(case)
    _refuse_another(case, words, by)
    if items:
        asking.ask_patient(case=case, items=items, reason=reason, by=by, seen=seen)
    elif seen not in (None, case.response_id):
        raise CaseChanged
    elif open_request(case):
        raise asking.AskedMeanwhile
    if words.strip():
        ask(case=case, words=words, by=by, is_told=bool(items))


def _refuse_another(case: Case, words: str, by: User) -> None:
    """One thing after the other; the same question sent twice is no other."""
    for question in case.questions.open():
        if question.by_id != by.pk or words_of(question, case) != words.strip():
            raise asking.AskedMeanwhile


@audit.recorded
def ask(*, case: Case, words: str, by: User, is_told: bool = False) -> Question:
    """Ask one thing in one's own words; the same open one again is the same.

    A decided case is open again from then on, as when questions are asked again.

    Args:
        is_told: The patient hears of it already.

    Raises:
        NoWords: there are no words.
        CaseIsWithdrawn: the patient does not want to go on.
    """
    words = words.strip()
    if not words:
        raise NoWords
    lock(case)
    refuse_withdrawn(case)
    for question in case.questions.open().filter(by=by):
        if words_of(question, case) == words:
            return question
    question = vault.add(Question(case=case, by=by), case.patient, sealed=words)
    case.stage = Case.Stage.MORE_INFORMATION
    case.save(update_fields=["stage"])
    audit.record("question.asked", by=by, subject=question, patient=case.patient)
    if not is_told:
        tell(case=case, template="news")
    return question


@audit.recorded
def answer(*, question: Question, words: str, by: User) -> Ending:
    """Take the answer; empty words say that the patient would rather not tell.

    The case comes back first among its equals. The same answer twice is one.

    Raises:
        EndedMeanwhile: it was answered otherwise, taken back, or has run out.
    """
    case, words = question.case, words.strip()
    kind = Kind.ANSWERED if words else Kind.DECLINED
    lock(case)
    present = Ending.objects.filter(question=question).first()
    if present is not None:
        if (present.kind, answer_of(present, case)) != (kind, words):
            raise EndedMeanwhile
        return present
    if case.stage == Case.Stage.WITHDRAWN:
        raise EndedMeanwhile
    ending = Ending(question=question, kind=kind, by=by)
    vault.add(ending, case.patient, sealed=words or None)
    audit.record("question.answered", by=by, subject=question, patient=case.patient)
    _return(case)
    tell(case=case, template="received")
    return ending


def _return(case: Case) -> None:
    """Somebody has to look; while more is asked, the case waits for that too."""
    come_back(case)
    if not is_anything_asked(case):
        case.stage = Case.Stage.CHECKING
        case.promised_on = max(case.promised_on, promised(Organisation.current()))
        case.save(update_fields=["stage", "promised_on"])


@audit.recorded
def take_back(*, case: Case, by: User) -> int:
    """Do not wait any longer; the case stands where it would without.

    Returns:
        How many questions were open.
    """
    lock(case)
    questions = list(case.questions.open())
    for question in questions:
        end(question, Kind.TAKEN_BACK, by=by)
        audit.record(
            "question.taken_back", by=by, subject=question, patient=case.patient
        )
    if questions:
        go_on(case)
    return len(questions)


@audit.recorded
def stop_all(*, case: Case, by: User) -> bool:
    """Take back all that is being asked, in own words or of the questionnaire.

    Returns:
        Whether anything was being asked.
    """
    own = take_back(case=case, by=by)
    return asking.stop_asking(case=case, by=by) or bool(own)


def end(question: Question, kind: Kind, by: User | None) -> Ending:
    """Nobody waits for an answer any more; the case is locked by the caller."""
    return Ending.objects.create(question=question, kind=kind, by=by)


def go_on(case: Case) -> None:
    """The case, which is held, stands where it would, unless more is asked."""
    if is_anything_asked(case):
        return
    current = case.decisions.current().first()
    case.stage = stage_after(current) if current else Case.Stage.REVIEWING
    case.save(update_fields=["stage"])


def is_anything_asked(case: Case) -> bool:
    return case.questions.open().exists() or open_request(case) is not None


def words_of(question: Question, case: Case) -> str:
    """The question as it was written."""
    return vault.read(question, case.patient, "sealed")


def answer_of(ending: Ending, case: Case) -> str:
    """The patient's own words; empty where there are none."""
    if ending.sealed is None:
        return ""
    return vault.read(ending, case.patient, "sealed")
