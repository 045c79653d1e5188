"""Evaluating open cases again under the active version of the protocol.

Somebody starts it, the worker goes through the cases one by one, each in a transaction
of its own. A worker that stops loses nothing: what was not done still waits.
"""

import logging
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from django.db import InterfaceError, OperationalError
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.domain.eligibility.difference import Difference, difference
from intake.domain.eligibility.finding import Severity
from intake.domain.safety import Level
from intake.patients import actions as patients
from intake.patients import vault
from intake.review import evaluation
from intake.review.actions import TIERS, evaluate_case, lock, urgency
from intake.review.models import Case, Decision, Evaluation
from intake.review.protocols import Protocol, ProtocolVersion

from .models import Rerun, Turn

log = logging.getLogger(__name__)

BATCH = 5  # cases in one round of the worker; messages wait behind them
State = Turn.State


def cases_by_version() -> QuerySet[Case]:
    """Open cases, each with ``ran``: the version of the protocol of its latest run."""
    runs = Evaluation.objects.filter(case=OuterRef("pk")).order_by("-at", "-pk")
    return Case.objects.waiting().annotate(ran=Subquery(runs.values("protocol")[:1]))


@audit.recorded
def start(*, kind: str, by: User) -> Rerun:
    """Let the worker evaluate every open case whose latest run had another version.

    A trial writes down what would change and touches no case. One that is on its way
    under the same version is given back instead of another.
    """
    version = evaluation.active_protocol()
    Protocol.objects.select_for_update().get(pk=version.protocol_id)
    mine = Rerun.objects.filter(kind=kind, version=version)
    if going := mine.filter(turns__state=State.WAITING).first():
        return going
    rerun = Rerun.objects.create(kind=kind, version=version, by=by)
    cases = cases_by_version().exclude(ran=version.pk).order_by("-urgency", "pk")
    ids = cases.values_list("pk", flat=True)
    turns = Turn.objects.bulk_create(Turn(rerun=rerun, case_id=one) for one in ids)
    audit.record(
        "protocol.tried" if rerun.is_trial else "protocol.rerun",
        by=by,
        subject=rerun,
        version=version.number,
        cases=len(turns),
    )
    return rerun


def work(most: int = BATCH) -> int:
    """Take cases that wait, each by itself; one that fails is named, the others go on.

    Returns:
        How many were taken.
    """
    for done in range(most):
        if not _take_one():
            return done
    return most


@audit.recorded
def _take_one() -> bool:
    waiting = Turn.objects.waiting().select_for_update(skip_locked=True, of=("self",))
    related = waiting.select_related(
        "rerun__version", "case__patient__identity", "case__response__version"
    )
    turn = related.order_by("pk").first()
    if turn is None:
        return False
    try:
        with audit.unit():
            turn.state = _take(turn)
    except (OperationalError, InterfaceError):
        raise  # the database is away, or chose us to end a deadlock: it waits again
    except Exception as problem:  # noqa: BLE001 - one case never stops the others
        turn = Turn.objects.get(pk=turn.pk)
        turn.state, turn.problem = State.FAILED, type(problem).__name__
        log.warning("case not evaluated again", extra={"turn": turn.pk})
    turn.at = timezone.now()
    turn.save()
    return True


def _take(turn: Turn) -> str:
    """Evaluate one case, unless it is closed or has such a run; what became of it."""
    case, version = turn.case, turn.rerun.version
    case.response.patient = case.patient
    # In the order in which a sent response takes them: the patient, then the case.
    patients.hold(case.patient)
    lock(case)
    before = evaluation.latest(case)
    has_run = before.protocol_id == version.pk
    is_over = evaluation.active_protocol().pk != version.pk
    if case.is_closed or has_run or is_over:
        return State.LEFT
    turn.before = before
    report = _run(turn, Level(before.safety))
    _note(turn, difference(evaluation.opened(before), report))
    return State.DONE


def _run(turn: Turn, at_least: Level) -> Mapping[str, Any]:
    """The report of the run; only one that counts is stored."""
    case = turn.case
    if turn.rerun.is_trial:
        return evaluation.assess(case, at_least).report
    turn.after = evaluate_case(case=case, by=None, at_least=at_least)
    audit.record(
        "case.rerun",
        subject=case,
        patient=case.patient,
        version=turn.rerun.version.number,
    )
    return evaluation.opened(turn.after)


def _note(turn: Turn, found: Difference) -> None:
    turn.is_changed = bool(found)
    if not turn.is_changed:
        return
    turn.is_stricter = is_stricter(found)
    turn.sealed = vault.close(turn.case.patient, _purpose(turn), asdict(found))
    if turn.is_stricter and not turn.rerun.is_trial:
        _rise(turn.case)


def is_stricter(found: Difference) -> bool:
    """A graver tier or level, or a graver status of any route."""
    return (
        _rose(found.tier, TIERS.index)
        or _rose(found.safety, lambda level: Level(level).urgency)
        or any(_rose(pair, _gravity) for pair in found.routes.values())
    )


def _rose(pair: tuple[str, str] | None, weight: Callable[[str], int]) -> bool:
    return pair is not None and weight(pair[1]) > weight(pair[0])


def _gravity(status: str) -> int:
    known = {str(severity): -severity.rank for severity in Severity}
    return known.get(status, -len(known))


def _rise(case: Case) -> None:
    """First among its equals until it is evaluated again."""
    case.urgency = urgency(case.tier, case.safety, came_back=True)
    case.save(update_fields=["urgency"])


def changes_of(turn: Turn) -> Difference | None:
    """How the run differs from the one before; None where it does not."""
    if turn.sealed is None:
        return None
    stored = vault.open_value(turn.case.patient, _purpose(turn), turn.sealed)
    return Difference(**stored)


def latest_rerun(case: Case) -> Turn | None:
    """The run under another version that changed something, until somebody decides."""
    decided = Decision.objects.filter(
        case=OuterRef("case"), decided_at__gt=OuterRef("at")
    )
    turns = Turn.objects.filter(case=case, is_changed=True, after__isnull=False)
    related = turns.filter(~Exists(decided)).select_related(
        "rerun__version__protocol", "before__protocol__protocol"
    )
    turn = related.order_by("-at").first()
    if turn is not None:
        turn.case = case
    return turn


def open_by_version() -> dict[int, int]:
    """How many open cases rest on each version of the protocol, by its key."""
    return dict(Counter(cases_by_version().values_list("ran", flat=True)))


def versions() -> QuerySet[ProtocolVersion]:
    """Every version of the protocol, the newest first, without its text."""
    mine = ProtocolVersion.objects.filter(protocol__code=evaluation.PROTOCOL)
    return mine.select_related("protocol", "published_by").order_by("-number")


def _purpose(turn: Turn) -> str:
    return f"rerun {turn.rerun_id} {turn.case_id}"
