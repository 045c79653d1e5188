"""Publishing of protocols, and of questionnaires that must give what they judge."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Max

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.domain.eligibility.declaration import Unknown
from intake.domain.eligibility.protocol import Protocol as Rules
from intake.domain.eligibility.protocol import read_protocol
from intake.domain.questionnaire.definition import Definition, canonical_hash
from intake.domain.questionnaire.validation import supplies
from intake.questionnaires.models import Proposal, Version
from intake.questionnaires.publishing import publish_questionnaire
from intake.questionnaires.taking import SCREENING

from .asking import ask_cases
from .evaluation import active_protocol
from .protocols import Protocol, ProtocolVersion


class UnsuppliedFacts(ValueError):
    """The protocol looks at facts that no published question gives."""


@audit.recorded
def publish_proposal(
    *,
    proposal: Proposal,
    safety_items: Collection[str],
    asks_cases: bool,
    by: User,
) -> Version:
    """Publish a proposed wording, and open it.

    Whoever must answer its questions about safety is asked them in the same
    transaction: it is published with everybody asked, or not at all.

    Raises:
        UnsuppliedFacts: the active protocol asks for facts that it does not give.
        DefinitionError, Unheard, AlreadyPublished: as ``publish_questionnaire``.
    """
    if missing := unsupplied_facts(proposal.definition):
        raise UnsuppliedFacts(", ".join(missing))
    version = publish_questionnaire(proposal.data, by, safety_items, asks_cases)
    ask_cases(version, by)
    return version


def unsupplied_facts(definition: Definition) -> list[str]:
    """Facts that the active protocol asks of patients and the questionnaire lacks.

    Only the questionnaire that opens a case is judged by it.
    """
    if definition.code != SCREENING:
        return []
    return _unsupplied(active_protocol().rules, definition)


def _unsupplied(rules: Rules, definition: Definition) -> list[str]:
    asked = {
        name
        for name, fact in rules.facts.items()
        if fact.unknown is not Unknown.STAFF_ONLY
    }
    return sorted(asked - supplies(definition))


@audit.recorded
def publish_protocol(
    data: Mapping[str, Any], *, supplied_by: Definition, by: User | None = None
) -> ProtocolVersion:
    """Publish a protocol; the same wording again is the version there is.

    Raises:
        ProtocolError: it cannot be read; every problem is listed with its place.
        UnsuppliedFacts: a fact is asked of patients and no question gives it.
    """
    rules = read_protocol(data, "protocol")
    if missing := _unsupplied(rules, supplied_by):
        raise UnsuppliedFacts(", ".join(missing))
    protocol, _new = Protocol.objects.get_or_create(code=rules.code)
    digest = canonical_hash(data)
    version = protocol.versions.filter(digest=digest).first()
    if version is None:
        highest = protocol.versions.aggregate(Max("number"))["number__max"] or 0
        version = ProtocolVersion.objects.create(
            protocol=protocol,
            number=highest + 1,
            data=data,
            digest=digest,
            published_by=by,
        )
        audit.record("protocol.published", by=by, subject=version)
    if protocol.active_version_id != version.pk:
        protocol.active_version = version
        protocol.save(update_fields=["active_version"])
    return version
