"""How well a fact of a treatment history is known: on whose word it stands.

People forget trials, and a dose or a date from memory is often wrong; a list of a
pharmacy knows what was dispensed, a record what was prescribed and how it went.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any

from .agents import load_agents
from .trials import Trial


class Status(StrEnum):
    """Where a fact comes from, the weakest first."""

    PATIENT_REPORTED = "patient_reported"
    STAFF_ENTERED = "staff_entered"
    PHARMACY_LIST = "pharmacy_list"
    RECORD_VERIFIED = "record_verified"

    @property
    def is_checked(self) -> bool:
        """Somebody held it against a source outside the patient's memory."""
        return self in (Status.PHARMACY_LIST, Status.RECORD_VERIFIED)


@dataclass(frozen=True)
class Evidence:
    """A status with who stated it and when.

    Attributes:
        status: Where the fact comes from.
        who: The name of the member of staff; empty where the patient wrote it.
        on: The day, in the time zone of the clinic; ``None`` when it is not stored.
        source: What was looked at, in words; empty where nothing was.
    """

    status: Status
    who: str = ""
    on: date | None = None
    source: str = ""


def as_facts(trial: Trial) -> dict[str, Any]:
    """A trial as plain data by the names of its facts, the agent by its code.

    An agent that is not in the table stands there under the name that was written.
    """
    facts = {each.name: getattr(trial, each.name) for each in fields(trial)}
    facts["agent"] = trial.agent.code if trial.agent else facts["name"]
    del facts["name"]
    return facts


def restated(trial: Trial, stated: Mapping[str, Any]) -> Trial:
    """The trial with other facts in place of some.

    Args:
        trial: As it was told.
        stated: Facts as :func:`as_facts` gives them; ``None`` is not known.
    """
    values = {name: stated[name] for name in stated if name != "agent"}
    if "agent" in stated:
        name = stated["agent"] or ""
        values["agent"] = load_agents().find(name)
        values["name"] = "" if values["agent"] else name
    return plausible(replace(trial, **values))


def trial_of(facts: Mapping[str, Any]) -> Trial:
    """The trial of which only these facts are known; nothing is taken for granted."""
    unknown = Trial(indication=None, episode=None, added_to=None)
    return restated(unknown, facts)


def plausible(trial: Trial) -> Trial:
    """Without a whole time that is shorter than the time at the highest dose."""
    at_highest, total = trial.weeks_at_highest, trial.weeks_total
    if total is not None and at_highest is not None and total < at_highest:
        return replace(trial, weeks_total=None)
    return trial
