"""Scoring plain data, as it stands in a file, and the plain form of the result."""

from collections.abc import Mapping
from typing import Any

from intake.domain.answer import State, from_plain

from . import BESIDE, DETAILS, INSTRUMENTS, phq9
from .answers import points
from .score import OffScale, Score

SEX = "sex"
MALE = ("male", "m")
NOT_MALE = ("female", "f", "other", "unknown")


def report(instrument: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """Score one set of answers: points, ``yes``/``no``, ``declined`` or null by item.

    What may stand beside the items: the difficulty item of PHQ-9, the date of the last
    attempt for ASQ, for AUDIT-C the sex recorded for care (``male`` or ``M``;
    everything else takes the lower cut), for PHQ-2 and GAD-2 ids of their own in place
    of those of the longer forms, and for MDQ, DAST-10, QIDS and WSAS the total in place
    of the items (``qids_total``).

    Raises:
        KeyError: There is no such instrument.
        OffScale: An item that the instrument does not have, a value that the item does
            not have, or answers that contradict each other.
    """
    _refuse_unknown(instrument, data)
    sex = _sex(data.get(SEX))
    answers = {item: from_plain(value) for item, value in data.items() if item != SEX}
    points(answers, phq9.DIFFICULTY, 3)
    plain = _plain(INSTRUMENTS[instrument].score(answers, sex=sex))
    if instrument in DETAILS:
        plain |= DETAILS[instrument](answers)
    return plain


def _refuse_unknown(instrument: str, data: Mapping[str, Any]) -> None:
    items, beside = INSTRUMENTS[instrument].ITEMS, BESIDE.get(instrument, ())
    for item in data:
        if item not in items and item not in beside:
            raise OffScale(item, f"{instrument} has no item {item!r}.")
    if instrument in ("phq2", "gad2"):
        for item, own in zip(items, beside, strict=True):
            if item in data and own in data:
                raise OffScale(own, f"{own} is {item}, which is there as well.")


def _sex(value: Any) -> str | None:
    said = from_plain(value)
    if said.state is not State.ANSWERED:
        return None
    sex = str(said.value).lower()
    if sex not in (*MALE, *NOT_MALE):
        raise OffScale(SEX, f"{SEX} is male, female, other or null, not {value!r}.")
    return "male" if sex in MALE else "other"


def _plain(score: Score) -> dict[str, Any]:
    has_range = score.low is not None and score.high is not None
    return {
        "instrument": score.instrument,
        "total": score.total,
        "band": score.band,
        "range": [score.low, score.high] if has_range else None,
        "positive": score.positive,
        "prorated": score.prorated,
        "missing": list(score.missing),
        "safety": score.safety,
    }
