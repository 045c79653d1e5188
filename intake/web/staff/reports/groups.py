"""By whom and where: the groups that the figures of a report are told for."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.utils.translation import gettext as _

from intake.accounts.models import User
from intake.review.models import Case

T = TypeVar("T")
ALL = "all"
NOBODY = "nobody"


@dataclass(frozen=True)
class Group(Generic[T]):
    """Everything, a person's, or a site's; ``key`` names it in an address."""

    key: str
    name: str
    members: tuple[T, ...]


def groups(
    found: Iterable[T],
    person_of: Callable[[T], User | None],
    case_of: Callable[[T], Case],
) -> list[Group[T]]:
    """All, then by person, then by site where there are several of them; by name."""
    known = list(found)
    people = _by(known, lambda one: _person(person_of(one)))
    sites = _by(known, lambda one: _site(case_of(one)))
    whole = [Group(ALL, _("All"), tuple(known))] if known else []
    return [*whole, *people, *(sites if len(sites) > 1 else [])]


def _by(found: list[T], key_of: Callable[[T], tuple[str, str]]) -> list[Group[T]]:
    parts: dict[tuple[str, str], list[T]] = {}
    for one in found:
        parts.setdefault(key_of(one), []).append(one)
    named = [Group(key, name, tuple(part)) for (key, name), part in parts.items()]
    return sorted(named, key=lambda group: (group.name.casefold(), group.key))


def _person(person: User | None) -> tuple[str, str]:
    if person is None:
        return NOBODY, _("Nobody has it")
    return f"person-{person.pk}", person.name


def _site(case: Case) -> tuple[str, str]:
    site = case.patient.site
    return (f"site-{site.pk}", site.name) if site else ("site-0", _("No site"))


def members_of(found: list[Group[T]], key: str) -> tuple[T, ...]:
    """Those of one group; none where there is no such group."""
    return next((group.members for group in found if group.key == key), ())


def decided_by(one) -> User:
    return one.decision.decided_by


def assigned_to(one) -> User | None:
    return one.case.assignee


def case_of(one) -> Case:
    return one.case
