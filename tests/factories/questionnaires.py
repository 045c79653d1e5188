"""Questionnaires for tests: parts of the shipped one, and one of every kind of item."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from intake.domain.instruments import sealed_instruments
from intake.domain.questionnaire.definition import read_definition
from intake.operations.content import read_toml
from intake.questionnaires.models import Version
from intake.questionnaires.publishing import publish_questionnaire

RISK = ("wanted", "mood", "screen", "screen_when", "screen_now", "today")
BODY = ("wanted", "right_now", "heart_now", "blood_pressure", "blood_pressure_more")
LISTS = ("wanted", "medicines", "diagnosis")


def publish_part(*groups: str) -> Version:
    """Publish some groups of the screening with the rules that they are enough for.

    New responses start on it, as on a version that the clinic has published.
    """
    return _publish(_part(groups))


@cache
def _part(groups: tuple[str, ...]) -> dict[str, Any]:
    shipped = read_toml("questionnaires", "screening.toml")
    part = shipped | {
        "items": [item for item in shipped["items"] if item["link_id"] in groups],
        "facts": {},
        "urgent": [],
        "above": [],
        "screen": [],
        "watched": [],
    }
    missing = _names(shipped) - _names(part)
    for block in ("urgent", "above"):
        part[block] = [row for row in shipped[block] if not missing & _texts(row)]
    part["facts"] = {
        name: rule
        for name, rule in shipped["facts"].items()
        if not missing & _texts(rule)
    }
    for block in ("screen", "watched"):
        part[block] = [name for name in shipped[block] if name not in missing]
    return part


def publish(**blocks: Any) -> Version:
    """Publish items of one's own as the screening."""
    return _publish({"code": "screening", "title": "Questions"} | blocks)


def _publish(data: dict[str, Any]) -> Version:
    return publish_questionnaire(data)


def _names(data: dict[str, Any]) -> set[str]:
    """Link ids, and the codes of instruments that are placed whole or in part."""
    bare = {"code": "x", "title": "x", "items": data["items"]}
    items = list(read_definition(bare, sealed_instruments()).walk())
    codes = {item.instrument for item in items if item.instrument}
    return {item.link_id for item in items} | codes


def _texts(data: Any) -> set[str]:
    return set(_walk(data))


def _walk(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from _walk(value)
    elif isinstance(data, list):
        for value in data:
            yield from _walk(value)
