"""Everything that changes a case."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import IntegrityError, transaction

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.domain.answer import Answer, to_data
from intake.domain.safety import Level
from intake.patients import vault
from intake.practice.models import Organisation
from intake.questionnaires import actions as questionnaires
from intake.questionnaires.filled import filled
from intake.questionnaires.models import Response
from intake.safety import actions as safety
from intake.safety.models import Alert

from . import asked, evaluation
from .calling import tell
from .models import Case, Decision, Evaluation, Observation, RouteOutcome
from .references import new_reference

TIERS = (
    "no_barrier_found",
    "more_information_needed",
    "needs_clearance",
    "contraindication_found",
    "urgent_safety_review",
)
WEEKDAYS = 5


class IncompleteDecision(ValueError):
    """A route that was asked for has no outcome, or one that was not asked for has."""


class NothingToWithdraw(Exception):
    """The case is withdrawn already."""


class CaseIsWithdrawn(Exception):
    """The patient withdrew: nothing more is observed or decided."""


class CaseChanged(Exception):
    """Something was added to the case since the clinician looked at it."""


@dataclass(frozen=True)
class Verdict:
    """What a clinician decided: an outcome by route, the reasons, and the message."""

    outcomes: dict[str, str] = field(default_factory=dict)
    rationale: str = ""
    message: str = ""


@audit.recorded
def receive_response(*, response: Response, by: User) -> Case:
    """Complete a response, open its case and evaluate it.

    Raises:
        questionnaires.NotComplete, questionnaires.NotOpen: nothing is changed.
    """
    response = questionnaires.complete_response(response=response, by=by)
    organisation = Organisation.current()
    case = _open_case(response, promised(organisation))
    audit.record("case.opened", by=by, subject=case, patient=case.patient)
    evaluate_case(case=case, by=by)
    tell(case=case, template="received")
    return case


def _open_case(response: Response, promised_on: date) -> Case:
    for _attempt in range(5):
        try:
            with transaction.atomic():
                return Case.objects.create(
                    reference=new_reference(),
                    patient=response.patient,
                    response=response,
                    promised_on=promised_on,
                )
        except IntegrityError:  # the reference is taken
            continue
    raise RuntimeError("no free reference was found")


def promised(organisation: Organisation) -> date:
    """The day by which the clinic promises an answer, in working days from today."""
    day, left = organisation.today(), organisation.answer_within_days
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < WEEKDAYS
    return day


@audit.recorded
def evaluate_case(
    *, case: Case, by: User | None, at_least: Level = Level.NONE
) -> Evaluation:
    """Run the active protocol and let the worklist know.

    Args:
        at_least: A level below which the case does not fall.
    """
    audit.record("case.evaluated", by=by, subject=case, patient=case.patient)
    lock(case)
    found = evaluation.run(case, at_least)
    case.tier, case.safety = found.tier, found.safety
    came_back = case.was_asked_again or case.replied_at is not None
    case.urgency = urgency(found.tier, found.safety, came_back=came_back)
    case.save(update_fields=["tier", "safety", "urgency"])
    if evaluation.opened(found)["same_day_task"]:
        _alert_to_task(case, found, by)
    return found


def lock(case: Case) -> None:
    """Wait for whoever is changing the case, then see it as it is now."""
    present = Case.objects.select_for_update().get(pk=case.pk)
    case.stage, case.replied_at = present.stage, present.replied_at
    if case.response_id != present.response_id:
        case.response = present.response
    case.response.patient = case.patient


def _alert_to_task(case: Case, found: Evaluation, by: User | None) -> None:
    """What is due the same day stands among the alerts, unless it has stood there."""
    link_ids = evaluation.behind_same_day_task(found)
    since = asked.since(filled(case.response), link_ids)
    known = Alert.objects.filter(events__source_id__in=since)
    if known.exclude(medical="").exists():
        return
    unclosed = safety.open_alert(case.patient)
    concern = safety.Concern(
        level=Level(unclosed.present_level) if unclosed else Level.NONE,
        medical=Alert.Medical.SAME_DAY,
        link_ids=link_ids,
        source_id=case.response_id,
    )
    safety.note_level(patient=case.patient, concern=concern, by=by)


def urgency(tier: str, safety: str, *, came_back: bool = False) -> int:
    """A number to sort by: the tier first, then the safety level within it.

    Among equals whoever was asked again and has answered comes first: they have waited
    for us, and we for them, before.
    """
    return 2 * (TIERS.index(tier) * 10 + Level(safety).urgency) + came_back


@audit.recorded
def read_case(*, case: Case, by: User) -> None:
    """Note that somebody opened a case; the first clinician moves it on."""
    audit.record("case.read", by=by, subject=case, patient=case.patient)
    stage = Case.Stage.REVIEWING if by.is_clinical else Case.Stage.CHECKING
    begun = {Case.Stage.RECEIVED, Case.Stage.CHECKING} - {stage}
    # Asked of the row, not of what was read: it may have been decided meanwhile.
    if Case.objects.filter(pk=case.pk, stage__in=begun).update(stage=stage):
        case.stage = stage
    if case.replied_at and by.is_clinical:
        _look_at_reply(case)


def _look_at_reply(case: Case) -> None:
    """The case stands where it would without the reply; one that came since stays new.

    The page goes on saying when the reply came that the reader found.
    """
    as_before = urgency(case.tier, case.safety, came_back=case.was_asked_again)
    unread = Case.objects.filter(pk=case.pk, replied_at=case.replied_at)
    unread.update(replied_at=None, urgency=as_before)


@audit.recorded
def observe(*, case: Case, fact: str, answer: Answer, by: User) -> Evaluation:
    """Record a fact that only staff can state, and evaluate again.

    Raises:
        CaseIsWithdrawn: there is nothing to evaluate any more.
    """
    lock(case)
    refuse_withdrawn(case)
    observation = Observation(case=case, fact=fact, by=by)
    vault.add(observation, case.patient, sealed=to_data(answer))
    audit.record(
        "case.observed", by=by, subject=observation, patient=case.patient, fact=fact
    )
    return evaluate_case(case=case, by=by)


def revision_of(case: Case) -> str:
    """What a decision rests on: another evaluation or decision makes another."""
    found = case.evaluations.values_list("pk", flat=True).first()
    decided = case.decisions.current().values_list("pk", flat=True).first()
    return f"{found}.{decided or 0}"


@audit.recorded
def record_decision(*, case: Case, verdict: Verdict, seen: str, by: User) -> Decision:
    """Decide a case, replacing the current decision if there is one.

    Args:
        case: The case.
        verdict: What was decided.
        seen: The revision of the case that the clinician looked at.
        by: The clinician.

    Returns:
        The new decision, or the current one when the same verdict is sent twice.

    Raises:
        CaseIsWithdrawn: the patient does not want to go on.
        CaseChanged: an evaluation or a decision was added in the meantime.
        IncompleteDecision: the outcomes do not match the routes that were asked for.
    """
    lock(case)
    current = case.decisions.current().first()
    changed = seen != revision_of(case)
    if changed and current and _is_repeated(current, verdict, by):
        return current
    audit.record("case.decided", by=by, subject=case, patient=case.patient)
    refuse_withdrawn(case)
    if changed:
        raise CaseChanged
    return _decide(case, verdict, current, by)


def _is_repeated(decision: Decision, verdict: Verdict, by: User) -> bool:
    return decision.decided_by == by and verdict_of(decision) == verdict


def _decide(
    case: Case, verdict: Verdict, current: Decision | None, by: User
) -> Decision:
    found = evaluation.latest(case)
    _check(verdict, evaluation.opened(found)["requested"])
    decision = Decision(case=case, evaluation=found, decided_by=by, replaces=current)
    vault.add(
        decision,
        case.patient,
        sealed_rationale=verdict.rationale,
        sealed_message=verdict.message,
    )
    RouteOutcome.objects.bulk_create(
        RouteOutcome(decision=decision, route=route, outcome=outcome)
        for route, outcome in verdict.outcomes.items()
    )
    case.stage = stage_after(decision)
    case.save(update_fields=["stage"])
    tell(case=case, template="news")
    return decision


def stage_after(decision: Decision) -> str:
    """How far a case is by a decision alone."""
    waits = decision.outcomes.filter(outcome=Decision.Outcome.MORE_INFORMATION)
    return Case.Stage.MORE_INFORMATION if waits.exists() else Case.Stage.DECIDED


def refuse_withdrawn(case: Case) -> None:
    if case.stage == Case.Stage.WITHDRAWN:
        raise CaseIsWithdrawn


def _check(verdict: Verdict, requested: list[str]) -> None:
    if set(verdict.outcomes) != set(requested):
        raise IncompleteDecision(", ".join(requested))
    if not verdict.rationale.strip() or not verdict.message.strip():
        raise IncompleteDecision("rationale and message")


def verdict_of(decision: Decision) -> Verdict:
    """A stored decision, opened."""
    patient = decision.case.patient
    return Verdict(
        outcomes={row.route: row.outcome for row in decision.outcomes.all()},
        rationale=vault.read(decision, patient, "sealed_rationale"),
        message=vault.read(decision, patient, "sealed_message"),
    )


@audit.recorded
def withdraw_case(*, case: Case, by: User) -> Case:
    """The patient does not want to go on; what was sent is kept as the law asks.

    Nothing is asked of them any more.

    Raises:
        NothingToWithdraw: it is withdrawn already.
    """
    audit.record("case.withdrawn", by=by, subject=case, patient=case.patient)
    lock(case)
    if case.stage == Case.Stage.WITHDRAWN:
        raise NothingToWithdraw
    if request := asked.open_request(case):
        questionnaires.take_back(response=request, by=by)
    case.stage = Case.Stage.WITHDRAWN
    case.save(update_fields=["stage"])
    return case
