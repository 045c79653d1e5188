"""Files of facts: one person's, or a list of them."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, NoReturn

from intake.domain.answer import Answer

from .declaration import read_date
from .evaluation import evaluate
from .facts import FactsError, check_facts
from .problem import Problem
from .protocol import Protocol
from .report import as_report

DAY = "on"


def evaluate_text(protocol: Protocol, text: str | bytes, today: date) -> Any:
    """Evaluate a JSON text: an object of facts, or a list of such objects.

    An object may hold the day of its evaluation as ``on`` (ISO date), else ``today``
    counts. Nothing is evaluated unless everything can be.

    Returns:
        The report of the object, or a list of reports.

    Raises:
        FactsError: The text is not such a document; every problem is listed.
    """
    data = _read(text)
    people = data if isinstance(data, list) else [data]
    ready: list[tuple[dict[str, Answer], date]] = []
    problems: list[Problem] = []
    for number, person in enumerate(people, start=1):
        where = f"{number}: " if isinstance(data, list) else ""
        try:
            ready.append(_check(protocol, person, today, where))
        except FactsError as refused:
            problems.extend(refused.problems)
    if problems:
        raise FactsError(problems)
    reports = [as_report(evaluate(protocol, facts, on)) for facts, on in ready]
    return reports if isinstance(data, list) else reports[0]


def _check(
    protocol: Protocol, person: Any, today: date, where: str
) -> tuple[dict[str, Answer], date]:
    if not isinstance(person, Mapping) or DAY not in person:
        return check_facts(protocol, person, where), today
    facts = {name: value for name, value in person.items() if name != DAY}
    day = read_date(person[DAY])
    if day is None:
        sentence = f"{person[DAY]!r} is not a date like 2026-05-17."
        raise FactsError([Problem(where + DAY, sentence)])
    return check_facts(protocol, facts, where), day


def _read(text: str | bytes) -> Any:
    """Read JSON strictly: no NaN, and no name twice in one object."""
    try:
        if isinstance(text, bytes):
            text = text.decode("utf-8-sig")
        return json.loads(
            text, object_pairs_hook=_no_name_twice, parse_constant=_no_constant
        )
    except (ValueError, RecursionError) as error:
        raise FactsError([Problem("input", f"is not plain JSON: {error}.")]) from None


def _no_name_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice} stands twice in one object")
    return found


def _no_constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is not a number")
