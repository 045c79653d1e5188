"""Answers that were sent, each with the one that was sent before it was changed."""

from collections.abc import Sequence

from intake.questionnaires.filled import Filled
from intake.review.asked import differs

from .answers_shown import Beside, all_rows


def sent_rows(
    sent: Sequence[Filled], language: str, beside: Beside | None = None
) -> list[dict]:
    """The answers of the last sending, as ``all_rows`` gives them.

    A row whose answer was another before has it in ``before``, that of a list as a
    whole its former entries.
    """
    *earlier, now = sent
    sections = all_rows(now, language, beside)
    for before in reversed(earlier):
        former = _answers(all_rows(before, language))
        for row in _first_of_each(sections):
            if "before" not in row and differs(row["id"], before, now):
                row["before"] = former.get(row["id"], "")
    return sections


def _first_of_each(sections: list[dict]) -> list[dict]:
    """One row for each question, and for each list the one about all of it."""
    rows: dict[str, dict] = {}
    for section in sections:
        for row in section["rows"]:
            rows.setdefault(row["id"], row)
    return list(rows.values())


def _answers(sections: list[dict]) -> dict[str, str]:
    """What was said to each question, inactive ones left out; lists line by line."""
    found: dict[str, list[str]] = {}
    for section in sections:
        for row in section["rows"]:
            if not row["inactive"]:
                found.setdefault(row["id"], []).append(row["answer"])
    return {name: "\n".join(words) for name, words in found.items()}
