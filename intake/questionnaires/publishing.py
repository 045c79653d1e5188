"""Publishing of questionnaires: an immutable version for every new wording."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Max

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.domain.instruments import sealed_instruments
from intake.domain.questionnaire.definition import canonical_hash, read_definition
from intake.domain.questionnaire.validation import ensure_publishable

from .models import Questionnaire, Version


@audit.recorded
def publish_questionnaire(data: Mapping[str, Any], by: User | None = None) -> Version:
    """Publish a definition; the same wording again is the version there is.

    Raises:
        DefinitionError: it cannot be read or may not be published; all problems are
            listed, each with its place.
    """
    definition = read_definition(data, sealed_instruments())
    ensure_publishable(definition)
    stored = definition.to_data()
    questionnaire, _new = Questionnaire.objects.get_or_create(code=definition.code)
    digest = canonical_hash(stored)
    version = questionnaire.versions.filter(digest=digest).first()
    if version is None:
        highest = questionnaire.versions.aggregate(Max("number"))["number__max"] or 0
        version = Version.objects.create(
            questionnaire=questionnaire,
            number=highest + 1,
            data=stored,
            digest=digest,
            published_by=by,
        )
        audit.record("questionnaire.published", by=by, subject=version)
    if questionnaire.active_version_id != version.pk:
        questionnaire.active_version = version
        questionnaire.save(update_fields=["active_version"])
    return version
