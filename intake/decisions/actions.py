"""Signing a decision with its letter, and ticking off its conditions."""

from dataclasses import asdict

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.findings import actions as findings
from intake.patients import vault
from intake.practice.models import Organisation
from intake.review import actions as review
from intake.review.models import Case, Decision

from .letters import (
    Signed,
    Told,
    condition_texts,
    draft_for,
    told_of,
    words_of,
)
from .models import Condition, ConditionStep, Letter
from .printing import as_pdf

Kind = ConditionStep.Kind


class DecisionReplaced(Exception):
    """The condition belongs to a decision that does not count any more."""


@audit.recorded
def sign_decision(*, case: Case, signed: Signed, seen: str, by: User) -> Decision:
    """Decide a case and keep the letter: as it was drafted, and as it is sent.

    Returns:
        The new decision, or the current one when the same verdict is sent twice.

    Raises:
        review.CaseIsWithdrawn, review.CaseChanged, review.IncompleteDecision: nothing
            is changed.
        findings.NotReasoned: it passes over an open finding without a reason.
    """
    verdict, choices = signed.verdict, signed.choices
    decision = findings.decide(
        case=case, verdict=verdict, reasons=signed.reasons, seen=seen, by=by
    )
    if Letter.objects.filter(decision=decision).exists():
        return decision
    patient = case.patient
    said = asdict(choices) | {
        "drafted": draft_for(case, verdict.outcomes, choices),
        "clinic": Organisation.current().name,
    }
    del said["return_on"]
    letter = Letter(
        decision=decision,
        language=words_of(case).language,
        return_on=choices.return_on,
    )
    vault.add(letter, patient, sealed=said)
    texts = enumerate(condition_texts(case, choices), start=1)
    rows = [
        (Condition(decision=decision, number=number), text) for number, text in texts
    ]
    vault.add_all(rows, patient, "sealed")
    return decision


@audit.recorded
def mark_condition(
    *, condition: Condition, is_met: bool, note: str, by: User
) -> ConditionStep | None:
    """Tick a condition off, or say that it is open after all.

    Returns:
        The step; none when it stands so already.

    Raises:
        review.CaseIsWithdrawn: nothing is done in this case any more.
        DecisionReplaced: another decision counts now.
    """
    decision = condition.decision
    case = decision.case
    review.lock(case)
    review.refuse_withdrawn(case)
    if not case.decisions.current().filter(pk=decision.pk).exists():
        raise DecisionReplaced
    kind = Kind.MET if is_met else Kind.OPEN
    latest = condition.steps.last()
    if (latest.kind if latest else Kind.OPEN) == kind:
        return None
    audit.record(
        "condition.met" if is_met else "condition.opened_again",
        by=by,
        subject=condition,
        patient=case.patient,
    )
    step = ConditionStep(condition=condition, kind=kind, by=by)
    return vault.add(step, case.patient, sealed_note=note)


@audit.recorded
def read_letter(*, decision: Decision, case: Case, by: User) -> Told:
    """A decision with its letter, noting that somebody read it."""
    audit.record("decision.read", by=by, subject=decision, patient=case.patient)
    return told_of(decision, case)


@audit.recorded
def download_letter(*, decision: Decision, case: Case, by: User) -> bytes:
    """The letter as a document."""
    audit.record("letter.downloaded", by=by, subject=decision, patient=case.patient)
    return as_pdf(told_of(decision, case), case)
