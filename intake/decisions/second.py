"""What two readers do with a case: sign, give an opinion, compare, settle."""

from dataclasses import asdict
from typing import Any

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.findings.actions import NotReasoned
from intake.patients import vault
from intake.review import actions as review
from intake.review.models import Case, Decision

from .actions import sign_decision
from .letters import Signed
from .models import Opinion, ReadingEnd, SecondReaderPolicy, SecondReading
from .reading import (
    View,
    first_of,
    is_disputed,
    is_overtaken,
    may_settle,
    open_reading,
    opinion_of,
    view_of,
)
from .second_policy import why_second

Kind, End = Opinion.Kind, ReadingEnd.Kind


class WaitsForSecond(Exception):
    """A colleague's decision on this case waits for a second reader."""


class OwnReading(Exception):
    """Nobody reads second for themselves, nor compares for somebody else."""


class ReadingOver(Exception):
    """The reading has ended, or somebody else has read."""


@audit.recorded
def decide(
    *, case: Case, signed: Signed, seen: str, wishes: bool, by: User
) -> Decision | SecondReading:
    """Decide, or sign the first opinion where a second reader is needed.

    Args:
        seen: The revision of the case that the clinician looked at.
        wishes: The clinician asks for a second reader.

    Raises:
        WaitsForSecond: a colleague's opinion waits for one.
        review.CaseIsWithdrawn, review.CaseChanged: nothing is changed.
    """
    review.lock(case)
    review.refuse_withdrawn(case)
    reading = open_reading(case)
    if reading is not None and may_settle(reading, by):
        return _settle(reading, signed, seen, by)
    if reading is not None:
        if reading.by_id == by.pk and first_of(reading) == signed:
            return reading
        _make_way(reading, by)
    why = why_second(case, signed.verdict, SecondReaderPolicy.current())
    why += ["asked"] * wishes
    if not why:
        return _sign(case, signed, seen, by)
    if seen != review.revision_of(case):
        raise review.CaseChanged
    return _begin(case, signed, why, by)


def _sign(case: Case, signed: Signed, seen: str, by: User) -> Decision:
    return sign_decision(case=case, signed=signed, seen=seen, by=by)


def _make_way(reading: SecondReading, by: User) -> None:
    """One's own opinion gives way to a new one, and so does one that was overtaken."""
    if is_overtaken(reading):
        _end(reading, End.OVERTAKEN, by)
    elif reading.by_id == by.pk and not reading.opinions.exists():
        _end(reading, End.TAKEN_BACK, by)
    else:
        raise WaitsForSecond


def _begin(case: Case, signed: Signed, why: list[str], by: User) -> SecondReading:
    reading = SecondReading(
        case=case, revision=review.revision_of(case), why=why, by=by
    )
    vault.add(reading, case.patient, sealed=_to_data(signed))
    audit.record(
        "second_reading.asked", by=by, subject=reading, patient=case.patient, why=why
    )
    return reading


def _to_data(signed: Signed) -> dict:
    choices = asdict(signed.choices)
    day = choices["return_on"]
    choices["return_on"] = day and day.isoformat()
    verdict, reasons = asdict(signed.verdict), dict(signed.reasons)
    return {"verdict": verdict, "choices": choices, "reasons": reasons}


def _held(reading: SecondReading) -> SecondReading:
    """The reading as it is now, its case held.

    Raises:
        ReadingOver: it has ended.
        review.CaseIsWithdrawn, review.CaseChanged: it leads to nothing any more.
    """
    case = reading.case
    review.lock(case)
    review.refuse_withdrawn(case)
    present = SecondReading.objects.open().told().filter(pk=reading.pk).first()
    if present is None:
        raise ReadingOver
    present.case = case
    if is_overtaken(present):
        raise review.CaseChanged
    return present


def _whose(reading: SecondReading, by: User) -> dict[str, Any]:
    """What every event of a reading names."""
    return {"by": by, "subject": reading, "patient": reading.case.patient}


@audit.recorded
def give_opinion(*, reading: SecondReading, view: View, by: User) -> SecondReading:
    """Say what one thinks before having seen the first opinion.

    With the same outcomes the decision of the first reader is recorded at once.

    Raises:
        OwnReading: nobody reads second for themselves.
        ReadingOver: somebody else has read.
        review.CaseIsWithdrawn, review.CaseChanged: nothing is changed.
    """
    reading = _held(reading)
    if reading.by_id == by.pk:
        raise OwnReading
    if (before := opinion_of(reading, Kind.BLIND)) is not None:
        if before.by_id != by.pk:
            raise ReadingOver
        return reading
    _write(reading, Kind.BLIND, view, by)
    audit.record("second_reading.given", **_whose(reading, by))
    if view.outcomes == first_of(reading).verdict.outcomes:
        _release(reading, by)
    return reading


@audit.recorded
def compare(
    *, reading: SecondReading, agrees: bool, words: str, by: User
) -> SecondReading:
    """Having seen both: agree with the first opinion, or stand by one's own.

    A disagreement goes to the medical director.

    Raises:
        OwnReading: only the second reader compares.
        ReadingOver, review.CaseIsWithdrawn, review.CaseChanged: nothing is changed.
    """
    reading = _held(reading)
    blind = opinion_of(reading, Kind.BLIND)
    if blind is None or blind.by_id != by.pk:
        raise OwnReading
    if is_disputed(reading):
        raise ReadingOver
    kind = Kind.AGREES if agrees else Kind.DIFFERS
    outcomes = view_of(blind, reading.case).outcomes
    if agrees:
        outcomes = first_of(reading).verdict.outcomes
    _write(reading, kind, View(outcomes, words), by)
    if agrees:
        _release(reading, by)
    else:
        audit.record("second_reading.passed_on", **_whose(reading, by))
    return reading


def _write(reading: SecondReading, kind: str, view: View, by: User) -> None:
    opinion = Opinion(reading=reading, kind=kind, by=by)
    vault.add(opinion, reading.case.patient, sealed=asdict(view))


def _release(reading: SecondReading, by: User) -> None:
    """Both agree: the first reader's decision is recorded and reaches the patient."""
    case, signed = reading.case, first_of(reading)
    try:
        decision = _sign(case, signed, reading.revision, reading.by)
    except NotReasoned:  # a finding was opened again since
        raise review.CaseChanged from None
    _end(reading, End.AGREED, by, decision)


def _settle(reading: SecondReading, signed: Signed, seen: str, by: User) -> Decision:
    decision = _sign(reading.case, signed, seen, by)
    _end(reading, End.SETTLED, by, decision)
    return decision


def _end(
    reading: SecondReading, kind: str, by: User, decision: Decision | None = None
) -> None:
    ReadingEnd.objects.create(reading=reading, kind=kind, decision=decision, by=by)
    audit.record(
        {
            End.AGREED: "second_reading.agreed",
            End.SETTLED: "second_reading.settled",
            End.TAKEN_BACK: "second_reading.taken_back",
            End.OVERTAKEN: "second_reading.overtaken",
        }[End(kind)],
        **_whose(reading, by),
    )


@audit.recorded
def take_back(*, reading: SecondReading, by: User) -> None:
    """The first reader decides anew, or somebody clears one that was overtaken.

    Raises:
        OwnReading: it is a colleague's, and it stands.
        ReadingOver: it has ended.
    """
    review.lock(reading.case)
    case = reading.case
    present = case.second_readings.open().filter(pk=reading.pk).first()
    if present is None:
        raise ReadingOver
    present.case = case
    if is_overtaken(present):
        _end(present, End.OVERTAKEN, by)
    elif present.by_id == by.pk:
        _end(present, End.TAKEN_BACK, by)
    else:
        raise OwnReading


@audit.recorded
def read_reading(*, reading: SecondReading, by: User) -> None:
    """Note that somebody saw the opinions of others."""
    audit.record("second_reading.read", **_whose(reading, by))
