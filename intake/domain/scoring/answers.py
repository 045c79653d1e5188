"""Reading the answers to an instrument: a value on its scale, or none."""

from collections.abc import Mapping

from intake.domain.answer import NOT_ASKED, Answer, State

from .score import OffScale

Answers = Mapping[str, Answer]


def points(answers: Answers, item: str, most: int | None) -> int | None:
    """The points of an item, or None when it has no value, whatever the reason.

    Raises:
        OffScale: The value is not a whole number from 0 to ``most`` (None: no limit).
    """
    answer = answers.get(item, NOT_ASKED)
    if answer.state is not State.ANSWERED:
        return None
    value = answer.value
    if not isinstance(value, int) or isinstance(value, bool):
        raise OffScale(item, f"{item} takes a whole number, not {value!r}.")
    if value < 0 or (most is not None and value > most):
        limit = "or more" if most is None else f"to {most}"
        raise OffScale(item, f"{item} takes a whole number, 0 {limit}, not {value!r}.")
    return value


def yes_no(answers: Answers, item: str) -> bool | None:
    """Whether an item was answered yes; None when it has no value.

    Raises:
        OffScale: The value is neither ``"yes"`` nor ``"no"``.
    """
    answer = answers.get(item, NOT_ASKED)
    if answer.state is not State.ANSWERED:
        return None
    if answer.value not in ("yes", "no"):
        raise OffScale(item, f"{item} takes yes or no, not {answer.value!r}.")
    return bool(answer.value == "yes")
