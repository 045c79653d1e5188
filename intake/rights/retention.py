"""Erasing what was kept for as long as the clinic's rules say, at night.

A record falls under one rule, by how far it came. Its time begins with the last thing
that happened in it. What is open, held, asked about, or may concern somebody in danger
waits.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from intake.accounts import codes
from intake.accounts.models import User
from intake.accounts.roles import REVIEWERS_OF_ACCESS
from intake.audit import actions as audit
from intake.audit import apart
from intake.messaging import actions as messaging
from intake.patients.identity import email_of, identity_of
from intake.patients.models import Patient
from intake.practice.models import Organisation
from intake.questionnaires.models import Response
from intake.review.models import Case, Decision, RouteOutcome
from intake.safety.models import Alert

from .erasing import OnHold, SafetyComesFirst, Why, erase
from .models import ErasureRequest, Hold, Notice, RetentionPolicy, RetentionRun
from .requests import record_number

BATCH = 20  # records in one round of the worker
HOUR = 3  # at the clinic, from which on a night's work is done
GRACE = timedelta(days=7)  # before records are kept for a shorter time
NOTICE = timedelta(days=14)  # between telling the owner of a draft and erasing it
ACCEPTED = (Decision.Outcome.ELIGIBLE, Decision.Outcome.CONDITIONAL)


CLEARED = ("message_days", "code_days")  # no records
DAYS = (
    "draft_days",
    "withdrawn_days",
    "declined_days",
    "accepted_days",
    "alert_days",
    *CLEARED,
)


class Rule(StrEnum):
    DRAFT = "draft"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"
    ACCEPTED = "accepted"


WORDS = {
    Rule.DRAFT: _("Begun and never sent"),
    Rule.WITHDRAWN: _("Withdrawn before a decision"),
    Rule.DECLINED: _("Decided: not now, or not suitable"),
    Rule.ACCEPTED: _("Decided: eligible, also on conditions"),
}


@audit.recorded
def save_policy(
    *, policy: RetentionPolicy, by: User, at: datetime | None = None
) -> RetentionPolicy:
    """Keep records for other times: longer at once, shorter after some days.

    Until then those who look over privacy can say no: they are told.

    Args:
        policy: The days that are wanted.

    Returns:
        What is stored, with what waits.
    """
    at = at or timezone.now()
    stored, known = RetentionPolicy.current(at), RetentionPolicy.wanted()
    changed = {
        name: getattr(policy, name)
        for name in DAYS
        if getattr(policy, name) != getattr(known, name)
    }
    shorter = {name for name in changed if _is_shorter(name, stored, policy)}
    for name, days in changed.items():
        stored.waiting.pop(name, None)
        if name in shorter:
            stored.waiting[name] = {"days": days, "from": (at + GRACE).isoformat()}
        else:
            setattr(stored, name, days)
    stored.save()
    audit.record(
        "retention.changed",
        by=by,
        subject=stored,
        days=changed,
        waiting=sorted(shorter),
    )
    if shorter:
        _tell_those_who_look_over(at + GRACE)
    return stored


@audit.recorded
def take_back(*, by: User, at: datetime | None = None) -> None:
    """What was made shorter and does not hold yet never will."""
    stored = RetentionPolicy.current(at)
    if not stored.waiting:
        return
    names, stored.waiting = sorted(stored.waiting), {}
    stored.save()
    audit.record("retention.taken_back", by=by, subject=stored, rules=names)


def _is_shorter(name: str, stored: RetentionPolicy, wanted: RetentionPolicy) -> bool:
    """Whether a change lets more records go, which cannot be undone."""
    before, after = getattr(stored, name), getattr(wanted, name)
    if name in CLEARED:
        return False
    if name == "alert_days":  # a reason to wait: without a number there is none
        return before is not None and (after is None or after < before)
    return after is not None and (before is None or after < before)


def _tell_those_who_look_over(begins: datetime) -> None:
    people = User.objects.staff().filter(is_active=True).exclude(email="")
    on = Organisation.current().today(begins)
    for person in people.filter(roles__overlap=list(REVIEWERS_OF_ACCESS)):
        messaging.send_later(
            to=person.email,
            template="kept_shorter",
            language=settings.LANGUAGE_CODE,
            context={"on": date_format(on, "j F Y")},
        )


# What is due --------------------------------------------------------------------------


def days_of(policy: RetentionPolicy, rule: Rule) -> int | None:
    return getattr(policy, f"{rule}_days")


def due(policy: RetentionPolicy, rule: Rule, now: datetime) -> QuerySet[Patient]:
    """The records whose time is over, the oldest first; none where there is no rule.

    The owner of a draft who can be written to was told before.
    """
    days = days_of(policy, rule)
    if days is None:
        return Patient.objects.none()
    over = _over(rule, now - timedelta(days=days))
    if policy.alert_days is not None:
        since = now - timedelta(days=policy.alert_days)
        over = over.exclude(_with(Alert, closed_at__gt=since))
    if rule is Rule.DRAFT:
        over = over.filter(~_can_be_told() | _was_told(now))
    return over


def to_be_told(policy: RetentionPolicy, now: datetime) -> QuerySet[Patient]:
    """Owners of drafts who hear now until when they are kept."""
    if policy.draft_days is None:
        return Patient.objects.none()
    before = now + NOTICE - timedelta(days=policy.draft_days)
    told = _with(Notice, at__gt=OuterRef("last_at"))
    return _over(Rule.DRAFT, before).filter(_can_be_told()).exclude(told)


def _over(rule: Rule, before: datetime) -> QuerySet[Patient]:
    """Quiet records under a rule in which nothing happened since."""
    cases, accepted = (
        _with(Case),
        Exists(
            RouteOutcome.objects.filter(
                decision__case__patient=OuterRef("pk"), outcome__in=ACCEPTED
            )
        ),
    )
    decided = Exists(Decision.objects.filter(case__patient=OuterRef("pk")))
    under = {
        Rule.DRAFT: ~cases,
        Rule.WITHDRAWN: cases & ~decided,
        Rule.DECLINED: decided & ~accepted,
        Rule.ACCEPTED: accepted,
    }
    return _quiet().filter(under[rule], last_at__lt=before).order_by("last_at", "pk")


def _quiet() -> QuerySet[Patient]:
    """Records that nothing waits in, with the time of the last thing that happened."""
    today = Organisation.current().today()
    waits = (
        _with(Case, stage__in=_WAITING)
        | _with(Alert, closed_at=None)
        | _with(Response, screen_due_at__isnull=False)
        | _with(ErasureRequest, end=None)
        | _with(Hold, end=None, until__gte=today)
    )
    people = Patient.objects.filter(erased_at=None, is_practice=False).exclude(waits)
    return people.select_related("identity", "user").annotate(
        last_at=Greatest(
            F("created_at"),
            F("user__last_login"),
            _latest(Response, "saved_at"),
            _latest(Response, "completed_at"),
            _latest(Case, "received_at"),
            _latest(Decision, "decided_at", "case__patient"),
            _latest(Alert, "closed_at"),
        )
    )


_WAITING = [stage for stage in Case.Stage if stage not in ("decided", "withdrawn")]


def _with(model, **rule) -> Exists:
    return Exists(model.objects.filter(patient=OuterRef("pk"), **rule))


def _latest(model, field: str, path: str = "patient") -> Subquery:
    known = model.objects.filter(**{path: OuterRef("pk"), f"{field}__isnull": False})
    return Subquery(known.order_by(f"-{field}").values(field)[:1])


def _can_be_told() -> Q:
    return Q(email_index__isnull=False, email_unproved_since=None)


def _was_told(now: datetime) -> Exists:
    today = Organisation.current().today(now)
    return _with(Notice, at__gt=OuterRef("last_at"), until__lte=today)


# Doing it -----------------------------------------------------------------------------


def run_due(now: datetime | None = None) -> RetentionRun | None:
    """One batch of a night's work; None when there is nothing to do any more."""
    now = now or timezone.now()
    organisation = Organisation.current()
    on = organisation.today(now)
    local = now.astimezone(ZoneInfo(organisation.time_zone))
    if local.hour < HOUR or RetentionRun.objects.filter(on=on, is_last=True).exists():
        return None
    return run(now)


def run(now: datetime, most: int = BATCH) -> RetentionRun:
    """Erase what is due, each record by itself; then note what was done."""
    policy = RetentionPolicy.current(now)
    tell = partial(_tell, policy=policy, now=now)
    told = sum(
        apart.each(tell, to_be_told(policy, now)[:most], failed="owner not told")
    )
    erased: dict[str, list[str]] = {}
    for rule in Rule:
        room = most - sum(map(len, erased.values()))
        people = due(policy, rule, now)[:room]
        numbers = apart.each(partial(_erase, now=now), people, failed="not erased")
        if numbers := [number for number in numbers if number]:
            erased[rule] = numbers
    return _note(policy, erased, told, now, most)


@audit.recorded
def _note(
    policy: RetentionPolicy, erased: dict, told: int, now: datetime, most: int
) -> RetentionRun:
    count = sum(map(len, erased.values()))
    cleared = {
        "messages": messaging.empty_given_up(now - timedelta(days=policy.message_days)),
        "codes": codes.forget_older(now - timedelta(days=policy.code_days)),
        "told": told,
    }
    found = RetentionRun.objects.create(
        on=Organisation.current().today(now),
        erased=erased,
        cleared=cleared,
        is_last=count < most and told < most,
        at=now,
    )
    counts = {rule: len(numbers) for rule, numbers in erased.items()}
    audit.record("retention.run", subject=found, erased=counts, cleared=cleared)
    return found


def _erase(patient: Patient, now: datetime) -> str:
    number = record_number(patient)
    try:
        erase(patient=patient, why=Why.KEPT_LONG_ENOUGH, by=None, at=now)
    except (OnHold, SafetyComesFirst):  # since a moment ago
        return ""
    return number


@audit.recorded
def _tell(patient: Patient, policy: RetentionPolicy, now: datetime) -> bool:
    """Say until when, in a mail that names nothing."""
    over = patient.last_at + timedelta(days=policy.draft_days or 0)
    until = Organisation.current().today(max(over, now + NOTICE))
    notice = Notice.objects.create(patient=patient, until=until, at=now)
    identity = identity_of(patient)
    messaging.send_later(
        to=email_of(patient),
        template="kept_until",
        language=identity.language if identity else "en",
        context={"until": date_format(until, "j F Y")},
    )
    audit.record("retention.told", subject=notice, patient=patient)
    return True
