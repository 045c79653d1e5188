"""What a person said to one item, or what is known of one fact.

The states are kept apart because each means something else to a clinician. Only an
answered value takes part in a score or satisfies a rule; none of the others is a 'no'.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """How far a value is known."""

    ANSWERED = "answered"
    UNSURE = "unsure"
    DECLINED = "declined"
    NOT_APPLICABLE = "na"
    SKIPPED = "skipped"
    NOT_ASKED = "not_asked"


# States that a person chooses like an option; their codes are the posted values.
CHOSEN_STATES = (State.UNSURE, State.DECLINED, State.NOT_APPLICABLE)


@dataclass(frozen=True)
class Answer:
    """A state, and a value when the state is *answered*.

    Values are plain data: ``"yes"``/``"no"`` or an option's code (str), several codes
    (list of str), int, float, ISO date (``2024``, ``2024-05`` or ``2024-05-17``), free
    text, or for a quantity ``{"si": float, "given": {unit: float, ...}}``.
    """

    state: State
    value: Any = None

    @property
    def is_known(self) -> bool:
        """A value was given, or the question does not apply."""
        return self.state in (State.ANSWERED, State.NOT_APPLICABLE)


def answered(value: Any) -> Answer:
    """The answer that gives this value."""
    return Answer(State.ANSWERED, value)


UNSURE = Answer(State.UNSURE)
DECLINED = Answer(State.DECLINED)
NOT_APPLICABLE = Answer(State.NOT_APPLICABLE)
SKIPPED = Answer(State.SKIPPED)
NOT_ASKED = Answer(State.NOT_ASKED)


def from_plain(value: Any) -> Answer:
    """Read a value of a file: null, a state's code, or the value itself."""
    if value is None:
        return SKIPPED
    if isinstance(value, str) and value in CHOSEN_STATES:
        return Answer(State(value))
    return answered(value)


def to_data(answer: Answer) -> dict[str, Any]:
    """The form in which an answer is stored: ``{"value": …}`` or ``{"state": …}``."""
    if answer.state is State.ANSWERED:
        return {"value": answer.value}
    return {"state": str(answer.state)}


def from_data(data: Mapping[str, Any]) -> Answer:
    """The reverse of :func:`to_data`."""
    if "value" in data:
        return answered(data["value"])
    return Answer(State(data["state"]))
