"""The lists behind a history as they were told: which, in which version, by whom."""

from collections.abc import Mapping
from uuid import UUID

from intake.accounts.models import User
from intake.domain.treatments.evidence import Evidence, Status
from intake.questionnaires.filled import Filled
from intake.questionnaires.models import Mode
from intake.questionnaires.stored import Stored

# The calculations that read the lists of a history.
MEDICINES, TRIALS = "medicine_classes", "trials"


def view_of(now: Filled, calculation: str) -> Filled:
    """The version in which the list behind a calculation was answered last."""
    lists = [(view, list_behind(view, calculation)) for view in reversed(now.versions)]
    told = (view for view, link_id in lists if link_id and now.told_in(link_id) is view)
    return next(told, now.versions[0])


def list_behind(view: Filled, calculation: str) -> str | None:
    """The link id of the list that a calculation reads in this version."""
    rules = view.definition.facts.values()
    lists = (rule.reads["list"] for rule in rules if rule.calculate == calculation)
    return next(lists, None)


def evidence_of_rows(view: Filled, link_id: str | None) -> dict[str, Evidence]:
    """On whose word each row of a list stands before anybody checked it."""
    rows = [s for s in view.stored.values() if s.page == link_id and s.row]
    names = _names({row.by_id for row in rows if row.mode != Mode.SELF})
    return {row.row: _evidence(view, row, names) for row in rows}


def _names(people: set[UUID | None]) -> dict[UUID, str]:
    known = User.objects.filter(pk__in=people - {None}) if people else ()
    return {person.pk: person.name for person in known}


def _evidence(view: Filled, stored: Stored, names: Mapping[UUID, str]) -> Evidence:
    on = view.organisation.today(stored.at) if stored.at else stored.on
    if stored.mode == Mode.SELF or stored.by_id is None:
        return Evidence(Status.PATIENT_REPORTED, on=on)
    return Evidence(Status.STAFF_ENTERED, names.get(stored.by_id, ""), on)
