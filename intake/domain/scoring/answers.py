"""Reading the answers to an instrument: a value on its scale, or none."""

from collections.abc import Iterable, Mapping

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


def total_given(answers: Answers, name: str, most: int, items: Iterable[str]) -> bool:
    """Whether a total stands there in place of the items.

    Raises:
        OffScale: The total is not a whole number from 0 to ``most``, or items have
            answers beside it.
    """
    if points(answers, name, most) is None:
        return False
    for item in items:
        if answers.get(item, NOT_ASKED).state is State.ANSWERED:
            raise OffScale(item, f"{item} has an answer, but {name} is there as well.")
    return True


def self_harm(answers: Answers, item: str, most: int) -> str:
    """What an item about thoughts of death says: ``none follow_up unknown``.

    Neither 0 nor a low total clears risk; without a value it is never guessed.

    Raises:
        OffScale: The value is not a whole number from 0 to ``most``.
    """
    value = points(answers, item, most)
    if value is None:
        return "unknown"
    return "follow_up" if value else "none"
