"""Brings the list of facts and sources up to what ships.

May run at any time, again and again. What the clinic changed is kept, and told; what is
no longer shipped stays, since codes are for good.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils import timezone

from intake.audit import actions as audit
from intake.education.outcomes import Outcome, Outcomes

from .models import Claim, Record, Source


class Loaded:
    """What became of the facts and of the sources, and what was left as it was."""

    def __init__(self, outcomes: Mapping[str, Outcome]):
        self.counts = Outcomes(outcomes.values())
        self.kept = sorted(
            code for code, outcome in outcomes.items() if outcome is Outcome.KEPT
        )

    def __str__(self):
        kept = f"; left as the clinic has them: {', '.join(self.kept)}"
        return f"{self.counts}{kept if self.kept else ''}"


@audit.recorded
def load_records() -> Loaded:
    """Make or refresh every fact and every source that ships; sources first."""
    loaded = Loaded({**dict(_load(Source)), **dict(_load(Claim))})
    counts = {str(name): number for name, number in loaded.counts.items()}
    left = {"left": loaded.kept} if loaded.kept else {}
    audit.record("portal.facts_loaded", **counts, **left)
    return loaded


def _load(model: type[Record]) -> Iterator[tuple[str, Outcome]]:
    stored = {record.code: record for record in model.objects.all()}
    for code, words in model.shipped().items():
        yield code, _bring_up(stored.get(code) or model(code=code), words)


def _bring_up(record: Record, words: Mapping[str, Any]) -> Outcome:
    """The record as it ships, unless somebody changed it since it was last loaded."""
    new = type(record)(code=record.code, **words).digest
    if record.shipped_digest == new:
        return Outcome.UNCHANGED
    if record.pk and record.digest not in (record.shipped_digest, new):
        return Outcome.KEPT
    outcome = Outcome.UPDATED if record.pk else Outcome.CREATED
    if record.pk and isinstance(record, Claim) and _says_else(record, words):
        record.changed_at = timezone.now()
    for name, value in words.items():
        setattr(record, name, value)
    record.shipped_digest = new
    record.full_clean()
    record.save()
    record.save_revision(clean=False)
    return outcome


def _says_else(claim: Claim, words: Mapping[str, Any]) -> bool:
    """Whether what ships means something else from another day on."""
    return words["changed_on"] not in (None, claim.changed_on)
