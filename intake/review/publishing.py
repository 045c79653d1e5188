"""Publishing of protocols: an immutable version for every new wording."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Max

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.domain.eligibility.declaration import Unknown
from intake.domain.eligibility.protocol import read_protocol
from intake.domain.questionnaire.definition import Definition, canonical_hash
from intake.domain.questionnaire.validation import supplies

from .models import Protocol, ProtocolVersion


class UnsuppliedFacts(ValueError):
    """The protocol looks at facts that no published question gives."""


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
    asked = {
        name
        for name, fact in rules.facts.items()
        if fact.unknown is not Unknown.STAFF_ONLY
    }
    if unsupplied := asked - set(supplies(supplied_by)):
        raise UnsuppliedFacts(", ".join(sorted(unsupplied)))
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
