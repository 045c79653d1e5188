"""The list of what stands on the page of a case, with counts, to jump to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Section:
    """One part of the page; ``count`` is None where a number says nothing."""

    id: str
    title: Promise
    count: Callable[[Mapping[str, Any]], int | None]
    is_shown: Callable[[Mapping[str, Any]], bool] = lambda _context: True


def _length(name: str) -> Callable[[Mapping[str, Any]], int]:
    return lambda context: len(context[name])


def _none(_context: Mapping[str, Any]) -> None:
    return None


def _conditions(context: Mapping[str, Any]) -> int:
    return sum(len(section["there"]) for section in context["conditions"])


def _there(name: str) -> Callable[[Mapping[str, Any]], bool]:
    return lambda context: bool(context[name])


SECTIONS = (
    Section("person", _("Patient"), _none),
    Section("since", _("Since last time"), _none),
    Section("glance", _("At a glance"), _none),
    Section("changes", _("Sent again"), _length("amendments"), _there("amendments")),
    Section(
        "own-words",
        _("In own words"),
        _length("own_questions"),
        _there("own_questions"),
    ),
    Section("findings", _("Findings"), _length("findings")),
    Section("trail", _("Changed answers"), _length("trail"), _there("trail")),
    Section("scores", _("Scores"), _length("scores")),
    Section("treatments", _("Treatments"), lambda c: len(c["treatments"]["trials"])),
    Section("medicines", _("Medicines"), lambda c: len(c["medicines"]["rows"])),
    Section("conditions", _("Conditions"), _conditions),
    Section("completeness", _("Completeness"), _none),
    Section("payers", _("Payers"), _length("sheets")),
    Section("answers", _("All answers"), _none),
    Section("activity", _("Activity"), _length("activity")),
    Section("decisions", _("Decisions"), _length("decisions")),
)


def contents(context: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What is there to jump to: ``{id, title, count}`` in the order of the page."""
    return [
        {"id": section.id, "title": section.title, "count": section.count(context)}
        for section in SECTIONS
        if section.is_shown(context)
    ]
