"""What patients say against a fact or a decision, and how that is answered."""

from dataclasses import dataclass

from django.db.models import QuerySet

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.patients import vault
from intake.review import actions as review
from intake.review.calling import tell
from intake.review.models import Case
from intake.review.views import reviewers

from .models import Appeal, AppealAnswer


class AppealOpen(Exception):
    """The patient has said something already that waits for an answer."""


class NothingDecided(Exception):
    """There is no decision to disagree with."""


class OwnDecision(Exception):
    """Whoever decided does not answer, while somebody else can."""


class AnsweredMeanwhile(Exception):
    """Somebody else was first."""


@dataclass(frozen=True)
class Said:
    """What a patient said, opened, and the answer as far as there is one."""

    appeal: Appeal
    words: str
    answer: AppealAnswer | None = None
    reply: str = ""


@audit.recorded
def appeal(*, case: Case, kind: str, words: str, by: User) -> Appeal:
    """Say that something is wrong; the same words twice count once.

    Raises:
        review.CaseIsWithdrawn: nobody works on it any more.
        NothingDecided: they disagree, and there is no decision.
        AppealOpen: something else that they said waits for an answer.
    """
    review.lock(case)
    review.refuse_withdrawn(case)
    decision = case.decisions.current().first()
    if kind == Appeal.Kind.DISAGREE and decision is None:
        raise NothingDecided
    if (before := case.appeals.unanswered().first()) is not None:
        if (before.kind, words_of(before, case)) == (kind, words):
            return before
        raise AppealOpen
    made = Appeal(case=case, decision=decision, kind=kind, by=by)
    vault.add(made, case.patient, sealed=words)
    audit.record(
        "appeal.sent", by=by, subject=made, patient=case.patient, kind=str(kind)
    )
    return made


def words_of(made: Appeal, case: Case) -> str:
    return vault.read(made, case.patient, "sealed")


@audit.recorded
def read_appeal(*, appeal: Appeal, by: User) -> Said:
    """What was said and answered, noting that somebody read it."""
    case = appeal.case
    audit.record("appeal.read", by=by, subject=appeal, patient=case.patient)
    return opened(appeal, case)


def opened(made: Appeal, case: Case) -> Said:
    answer = getattr(made, "answer", None)
    if answer is None:
        return Said(made, words_of(made, case))
    reply = vault.read(answer, case.patient, "sealed")
    return Said(made, words_of(made, case), answer, reply)


def may_answer(made: Appeal, user: User) -> bool:
    """Not whoever decided, unless they are the only clinician of the site."""
    decision = made.decision
    if decision is None or decision.decided_by_id != user.pk:
        return True
    others = reviewers([made.case.patient.site_id]).exclude(pk=user.pk)
    return not others.exists()


@audit.recorded
def answer_appeal(
    *, appeal: Appeal, outcome: str, reply: str, by: User
) -> AppealAnswer:
    """Answer a patient, who is told that there is news; the same answer counts once.

    Raises:
        OwnDecision: a colleague has to answer.
        AnsweredMeanwhile: somebody else did.
        review.CaseIsWithdrawn: the patient does not want to go on.
    """
    case = appeal.case
    review.lock(case)
    review.refuse_withdrawn(case)
    present = AppealAnswer.objects.filter(appeal=appeal).first()
    if present is not None:
        if present.by_id == by.pk:
            return present
        raise AnsweredMeanwhile
    audit.record(
        "appeal.answered",
        by=by,
        subject=appeal,
        patient=case.patient,
        outcome=str(outcome),
    )
    if not may_answer(appeal, by):
        raise OwnDecision
    answer = AppealAnswer(appeal=appeal, outcome=outcome, by=by)
    vault.add(answer, case.patient, sealed=reply)
    tell(case=case, template="news")
    return answer


def waiting_for(user: User) -> QuerySet[Appeal]:
    """What waits for an answer in the cases of this person, the oldest first."""
    found = Appeal.objects.visible_to(user).unanswered()
    waiting = found.exclude(case__stage=Case.Stage.WITHDRAWN)
    return waiting.select_related("case__patient__identity", "decision")


def latest_of(case: Case) -> Said | None:
    """What the patient said last, for themselves to read."""
    made = case.appeals.select_related("answer").last()
    return made and opened(made, case)
