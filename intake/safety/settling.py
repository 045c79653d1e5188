"""Everything that changes the policy of alerts: clocks, hours, rota, escalation."""

from collections.abc import Collection, Sequence

from django.db.models import Model
from django.utils import timezone

from intake.accounts.models import User
from intake.audit import actions as audit

from .models import ChainStep, RotaStand, RotaTurn, SafetyPolicy


@audit.recorded
def save_policy(
    *, policy: SafetyPolicy, by: User, confirmed: Collection[str] = ()
) -> SafetyPolicy:
    """Store the policy; it holds for every clock that starts from now on.

    Args:
        confirmed: The languages in which somebody who speaks them well has read the
            words. Words that changed without that are shown to nobody, English aside.
    """
    stored = SafetyPolicy.current()
    policy.words_confirmed = _still_confirmed(policy, stored)
    policy.words_confirmed |= dict.fromkeys(confirmed, timezone.now().isoformat())
    names = [field.name for field in SafetyPolicy._meta.concrete_fields]
    changed = [name for name in names if getattr(policy, name) != getattr(stored, name)]
    policy.save()
    audit.record("safety_policy.changed", by=by, subject=policy, fields=changed)
    return policy


def _still_confirmed(policy: SafetyPolicy, stored: SafetyPolicy) -> dict[str, str]:
    return {
        language: at
        for language, at in policy.words_confirmed.items()
        if policy.out_of_hours.get(language) == stored.out_of_hours.get(language)
    }


@audit.recorded
def save_chain(*, people: Sequence[User], by: User) -> None:
    """Whom to turn to when time is up, one after the other."""
    ChainStep.objects.all().delete()
    ChainStep.objects.bulk_create(
        ChainStep(place=place, person=person) for place, person in enumerate(people)
    )
    ids = [str(person.pk) for person in people]
    audit.record("safety_policy.chain_changed", by=by, people=ids)


@audit.recorded
def add_turns(*, turns: Sequence[RotaTurn], by: User) -> None:
    """Put somebody on the rota; a turn that is there already stays as it is."""
    RotaTurn.objects.bulk_create(turns, ignore_conflicts=True)
    audit.record("rota.turn_added", by=by, count=len(turns))


@audit.recorded
def add_stand(*, stand: RotaStand, by: User) -> RotaStand:
    """Let somebody stand in for whom the rota names."""
    stand.save()
    audit.record("rota.stand_added", by=by, subject=stand)
    return stand


@audit.recorded
def remove(*, row: RotaTurn | RotaStand, by: User) -> None:
    """Take a turn, or somebody who stands in, off the rota."""
    audit.record("rota.removed", by=by, subject=row)
    _delete(row)


def _delete(row: Model) -> None:
    type(row)._default_manager.filter(pk=row.pk).delete()
