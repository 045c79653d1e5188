"""Publishing of questionnaires: an immutable version for every new wording."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Max, QuerySet
from django.utils import timezone

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.domain.instruments import sealed_instruments
from intake.domain.questionnaire import risk
from intake.domain.questionnaire.definition import (
    Definition,
    DefinitionError,
    Problem,
    canonical_hash,
    read_definition,
)
from intake.domain.questionnaire.validation import ensure_publishable

from . import taking
from .actions import ask_drafts
from .models import Proposal, Questionnaire, Version
from .taking import Unheard

PROPOSALS_WAIT = timedelta(days=7)


class AlreadyPublished(Exception):
    """The same wording is a version already, which does not change any more."""


@audit.recorded
def propose_questionnaire(data: Mapping[str, Any], by: User) -> Proposal:
    """Keep an uploaded wording for a while, so that somebody can look at it.

    The same wording again is the proposal there is.

    Raises:
        DefinitionError: it cannot be read or may not be published.
    """
    stored = publishable(data).to_data()
    Proposal.objects.exclude(pk__in=proposals()).delete()
    if proposal := proposals().filter(data=stored).first():
        return proposal
    proposal = Proposal.objects.create(data=stored, by=by)
    audit.record("questionnaire.proposed", by=by, subject=proposal)
    return proposal


def proposals() -> QuerySet[Proposal]:
    """Wordings that wait to be published, newest first; old ones are gone."""
    since = timezone.now() - PROPOSALS_WAIT
    return Proposal.objects.filter(at__gte=since).order_by("-at")


@audit.recorded
def publish_questionnaire(
    data: Mapping[str, Any],
    by: User | None = None,
    safety_items: Collection[str] = (),
    asks_cases: bool = False,
) -> Version:
    """Publish a definition and open it; the same wording again is the version there is.

    Args:
        data: The plain data, authored or stored.
        by: Who publishes; None for the system, which asks nobody to be on call.
        safety_items: New or changed questions about safety that people who are filling
            in an older version are asked too, from this moment.
        asks_cases: Those whose case is not decided yet are to be asked them as well;
            that is done where cases are known.

    Raises:
        DefinitionError: it cannot be read or may not be published; all problems are
            listed, each with its place.
        Unheard: it asks about danger, and nobody would hear the answer.
        AlreadyPublished: the wording exists with other ``safety_items``.
    """
    definition = publishable(data)
    _check_safety_items(definition, safety_items)
    if by is not None:
        _ensure_heard(definition)
    questionnaire = _held(definition.code)
    version = _same_wording(questionnaire, definition)
    wanted = (list(safety_items), asks_cases and bool(safety_items))
    if version is None:
        version = _store(questionnaire, definition, *wanted, by=by)
    elif safety_items and (version.safety_items, version.asks_cases) != wanted:
        raise AlreadyPublished
    _open(questionnaire, version)
    ask_drafts(version, by)
    return version


@audit.recorded
def load_questionnaire(data: Mapping[str, Any]) -> Version:
    """Store a wording that ships with the software.

    It is opened for new patients unless the clinic chose otherwise: a version that a
    person published stays, and a questionnaire that is closed stays closed.

    Raises:
        DefinitionError: it may not be published.
    """
    definition = publishable(data)
    questionnaire = _held(definition.code)
    version = _same_wording(questionnaire, definition)
    is_first = not questionnaire.versions.exists()
    active = questionnaire.active_version
    if version is None:
        version = _store(questionnaire, definition, [], False, by=None)
    if is_first or (active is not None and active.published_by_id is None):
        _open(questionnaire, version)
    return version


@audit.recorded
def retire_questionnaire(*, questionnaire: Questionnaire, by: User) -> Questionnaire:
    """Close it: nobody begins it any more, and who has begun finishes on their version.

    Closing what is closed has no effect.
    """
    questionnaire = _held(questionnaire.code)
    if questionnaire.active_version_id is not None:
        _open(questionnaire, None)
        audit.record("questionnaire.retired", by=by, subject=questionnaire)
    return questionnaire


@audit.recorded
def reopen_questionnaire(*, version: Version, by: User) -> Version:
    """Make a version the one on which new patients begin.

    Raises:
        Unheard: it asks about danger, and nobody would hear the answer.
    """
    questionnaire = _held(version.questionnaire.code)
    _ensure_heard(version.definition)
    if questionnaire.active_version_id != version.pk:
        _open(questionnaire, version)
        audit.record("questionnaire.reopened", by=by, subject=version)
    return version


def publishable(data: Mapping[str, Any]) -> Definition:
    """Read a definition that has no problem, with every instrument as it is sealed.

    Raises:
        DefinitionError: it has some; all are listed.
    """
    sealed = sealed_instruments()
    definition = read_definition(data, sealed)
    ensure_publishable(definition, sealed)
    return definition


def same_wording(definition: Definition) -> Version | None:
    """The version that has these very words already."""
    questionnaire = Questionnaire.objects.filter(code=definition.code).first()
    return questionnaire and _same_wording(questionnaire, definition)


def _check_safety_items(definition: Definition, names: Collection[str]) -> None:
    sentence = "it is not a question about safety of this version."
    wrong = [name for name in names if not risk.is_safety_item(definition, name)]
    if wrong:
        raise DefinitionError([Problem(name, sentence, name) for name in wrong])


def _ensure_heard(definition: Definition) -> None:
    if risk.safety_items(definition) and (missing := taking.publishing_gaps()):
        raise Unheard(missing)


def _held(code: str) -> Questionnaire:
    """The questionnaire; whoever else wants to publish it waits."""
    Questionnaire.objects.get_or_create(code=code)
    held = Questionnaire.objects.select_for_update(of=("self",))
    return held.select_related("active_version").get(code=code)


def _same_wording(
    questionnaire: Questionnaire, definition: Definition
) -> Version | None:
    digest = canonical_hash(definition.to_data())
    return questionnaire.versions.filter(digest=digest).first()


def _store(
    questionnaire: Questionnaire,
    definition: Definition,
    safety_items: list[str],
    asks_cases: bool,
    by: User | None,
) -> Version:
    stored = definition.to_data()
    highest = questionnaire.versions.aggregate(Max("number"))["number__max"] or 0
    version = Version.objects.create(
        questionnaire=questionnaire,
        number=highest + 1,
        data=stored,
        digest=canonical_hash(stored),
        safety_items=safety_items,
        asks_cases=asks_cases,
        published_by=by,
    )
    asked = len(safety_items)
    audit.record("questionnaire.published", by=by, subject=version, asked_again=asked)
    return version


def _open(questionnaire: Questionnaire, version: Version | None) -> None:
    if questionnaire.active_version != version:
        questionnaire.active_version = version
        questionnaire.save(update_fields=["active_version"])
