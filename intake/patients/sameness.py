"""Two records of one person: seen, said by somebody, and taken back.

Nothing is moved. A link says that two records are of the same person and which of
them goes on; what was in either stays under its own key, and taking the link back
leaves both as they were.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from django.db.models import Count, Q

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.sealing import Index

from . import indexes, vault
from .identity import identity_of
from .likeness import NAME, PHONE
from .models import Patient, Sameness

PURPOSE = "same person"
MOST = 50  # pairs on one page
CROWD = 6  # records that share one value: a shared phone, not one person
INDEXES = {"surname_birth_index": NAME, "phone_index": PHONE}

_SAYS = Sameness.Says


class NotTwo(Exception):
    """The two records are one, or not both to be seen by this person."""


class IsLinked(Exception):
    """One of the two is linked already, in a way that forbids this link."""


class SaidAlready(Exception):
    """Somebody said something else of this pair in the meantime."""


@dataclass(frozen=True)
class Pair:
    """Two records, and what they share: codes of :mod:`.likeness`."""

    first: Patient
    second: Patient
    shared: tuple[str, ...]


@dataclass(frozen=True)
class Linked:
    """The records of one person: the one that goes on, and the others."""

    kept: Patient
    others: tuple[Patient, ...]

    def besides(self, patient: Patient) -> tuple[Patient, ...]:
        return tuple(one for one in (self.kept, *self.others) if one != patient)


def suspected(by: User) -> list[Pair]:
    """Pairs that share much and of which nobody has said anything; at most ``MOST``.

    Those that share the name and the date of birth come first. An e-mail address
    stands on one record alone, so none is shared. While the key of look-ups is being
    changed, pairs are missing of which one record still has its index by the older key.
    """
    visible = Patient.objects.visible_to(by).select_related("identity", "site")
    shared: dict[frozenset, list[str]] = defaultdict(list)
    people: dict = {}
    for field, what in INDEXES.items():
        for group in _alike_by(field, visible):
            people |= {one.pk: one for one in group}
            for first, second in combinations(group, 2):
                shared[frozenset((first.pk, second.pk))].append(what)
    said = _said_of(people)
    pairs = [
        Pair(*(people[pk] for pk in sorted(ids)), tuple(what))
        for ids, what in shared.items()
        if ids not in said
    ]
    pairs.sort(key=lambda pair: (NAME not in pair.shared, -len(pair.shared)))
    return pairs[:MOST]


def _alike_by(field: str, visible) -> Iterable[list[Patient]]:
    """Groups of records with the same value, no larger than a person would make."""
    known = visible.exclude(**{field: None})
    values = known.order_by().values(field).annotate(times=Count("pk"))
    several = values.filter(times__gt=1, times__lte=CROWD).values_list(field, flat=True)
    groups: dict[bytes, list[Patient]] = defaultdict(list)
    chosen = list(several[: 4 * MOST])
    for one in known.filter(**{f"{field}__in": chosen}).order_by("-created_at"):
        groups[bytes(getattr(one, field))].append(one)
    return groups.values()


def _said_of(people: Iterable) -> set[frozenset]:
    """The pairs of which the last word still stands."""
    ids = list(people)
    rows = Sameness.objects.filter(first__in=ids, second__in=ids).last_words()
    return {
        frozenset((row.first_id, row.second_id))
        for row in rows
        if row.says != _SAYS.OPEN
    }


def like(patient: Patient, by: User) -> list[Pair]:
    """The records of which somebody should say whether they are this person's."""
    rule = Q()
    for field, index in _found_by(patient).items():
        rule |= Q(**{f"{field}__in": index.all})
    if not rule:
        return []
    visible = Patient.objects.visible_to(by).select_related("identity", "site")
    found = list(visible.filter(rule).exclude(pk=patient.pk)[:CROWD])
    said = _said_of([patient.pk, *(one.pk for one in found)]) if found else set()
    return [
        Pair(patient, one, shared_by(patient, one))
        for one in found
        if frozenset((patient.pk, one.pk)) not in said
    ]


def shared_by(first: Patient, second: Patient) -> tuple[str, ...]:
    """What two records have in common."""
    found_by = _found_by(first)
    return tuple(
        what
        for field, what in INDEXES.items()
        if field in found_by
        and (stored := getattr(second, field)) is not None
        and found_by[field].has(stored)
    )


def _found_by(patient: Patient) -> dict[str, Index]:
    """What a record is compared by; nothing where it has none, as of an erased one."""
    if patient.surname_birth_index is None:
        return {}
    return indexes.of("", identity_of(patient))


def links_of(patients: Iterable[Patient]) -> list[Sameness]:
    """The links that stand now and touch one of these records."""
    ids = [one.pk for one in patients]
    rows = Sameness.objects.filter(Q(first__in=ids) | Q(second__in=ids)).last_words()
    return [row for row in rows if row.says == _SAYS.SAME]


def linked(patient: Patient, by: User) -> Linked | None:
    """The records of this person that may be seen, where there are several."""
    found = links_of([patient])
    if not found:
        return None
    kept_id = found[0].kept_id
    if kept_id != patient.pk:
        found = links_of([Patient(pk=kept_id)])
    ids = {pk for row in found for pk in (row.first_id, row.second_id)}
    visible = Patient.objects.visible_to(by).select_related("identity", "site")
    people = visible.filter(pk__in=ids).in_bulk()
    kept = people.pop(kept_id, None)
    if kept is None or not people:
        return None
    others = sorted(people.values(), key=lambda one: one.created_at)
    return Linked(kept, tuple(others))


def words_between(first: Patient, second: Patient) -> Sequence[Sameness]:
    """All that was said of a pair, the latest first."""
    low, high = _ordered(first, second)
    rows = Sameness.objects.filter(first=low, second=high)
    return list(rows.select_related("by", "kept").order_by("-pk"))


def reason_of(said: Sameness, first: Patient, second: Patient) -> str:
    """Why; sealed under the key of the record that stands first."""
    low, _high = _ordered(first, second)
    return vault.open_value(low, PURPOSE, said.sealed)


@dataclass(frozen=True)
class Judgement:
    """What somebody says of two records, why, and which of them goes on.

    ``seen`` is the last word that they knew, its id, or 0.
    """

    says: str
    why: str
    seen: int
    kept: Patient | None = None


@audit.recorded
def judge(
    *, first: Patient, second: Patient, judgement: Judgement, by: User
) -> Sameness:
    """Say that two records are of one person, or of two; or take it back.

    The same by the same person twice has one effect.

    Raises:
        NotTwo: it is one record, or one that this person may not see.
        SaidAlready: somebody said something else meanwhile.
        IsLinked: a record that goes on for others cannot give way to another one,
            and one that gave way cannot go on or give way again.
    """
    low, high = _held(first, second, by)
    last = Sameness.objects.filter(first=low, second=high).order_by("-pk").first()
    if last is not None and last.pk != judgement.seen:
        return _said_before(last, judgement, by)
    if judgement.says == _SAYS.SAME:
        _refuse_chains(low, high, judgement.kept)
    said = Sameness.objects.create(
        first=low,
        second=high,
        says=judgement.says,
        kept=judgement.kept,
        sealed=vault.close(low, PURPOSE, judgement.why),
        by=by,
    )
    for one in (low, high):
        audit.record(
            "patient.judged_same", by=by, subject=said, patient=one, says=judgement.says
        )
    return said


def _said_before(last: Sameness, judgement: Judgement, by: User) -> Sameness:
    kept_id = judgement.kept and judgement.kept.pk
    if (last.says, last.kept_id, last.by_id) != (judgement.says, kept_id, by.pk):
        raise SaidAlready
    return last


def _ordered(first: Patient, second: Patient) -> tuple[Patient, Patient]:
    low, high = sorted((first, second), key=lambda one: one.pk)
    return low, high


def _held(first: Patient, second: Patient, by: User) -> tuple[Patient, Patient]:
    """Both records, in one order, nobody else's to judge until this is done."""
    pair = Patient.objects.filter(pk__in=[first.pk, second.pk]).order_by("pk")
    list(pair.select_for_update(no_key=True).only("pk"))
    seen = Patient.objects.visible_to(by).filter(pk__in=[first.pk, second.pk])
    if first.pk == second.pk or set(seen) != {first, second}:
        raise NotTwo
    return _ordered(first, second)


def _refuse_chains(low: Patient, high: Patient, kept: Patient | None) -> None:
    """One record goes on for all the others of a person: stars, no chains."""
    if kept not in (low, high):
        raise NotTwo
    gives_way = high if kept == low else low
    for row in links_of([low, high]):
        touches_other = gives_way.pk in (row.first_id, row.second_id)
        if touches_other or row.kept_id != kept.pk:
            raise IsLinked
