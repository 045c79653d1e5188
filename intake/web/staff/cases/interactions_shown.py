"""Notes on interactions as the page of a case shows them, for clinicians alone."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.domain.eligibility.criterion import Criterion
from intake.domain.eligibility.protocol import Protocol
from intake.domain.medicines.matching import Match
from intake.domain.medicines.notes import (
    Combined,
    citations,
    is_recalled,
    load_combined,
    notable,
)
from intake.domain.medicines.table import MedicineClass
from intake.practice.models import ROUTES

MARKS = {
    "V": "",
    "V2": gettext_lazy("read in a secondary copy"),
    "R": gettext_lazy("recalled, to be read again"),
    "P": gettext_lazy("a convention of this project"),
}
MEDICINES = "med"  # the fact that holds the classes of all medicines
Severities = Mapping[str, Mapping[str, str]]


def severities_of(rules: Protocol) -> Severities:
    """What the protocol gives each class by route, where a rule is about it alone."""
    found: dict[str, Mapping[str, str]] = {}
    for criterion in rules.criteria:
        named = _classes(criterion)
        if len(named) == 1:
            found.setdefault(named.pop(), _by_route(criterion))
    return found


def _classes(criterion: Criterion) -> set[str]:
    parts = criterion.when.comparisons()
    return {part.value for part in parts if part.name == MEDICINES}


def _by_route(criterion: Criterion) -> dict[str, str]:
    severity = criterion.severity
    return {code: str(severity[code]) for code, _name in ROUTES if severity.get(code)}


def notes_shown(match: Match, severities: Severities) -> list[dict[str, Any]]:
    """A note for each class of a medicine that a clinician should read."""
    return [_note(row, severities) for row in notable(match.classes)]


def _note(row: MedicineClass, severities: Severities) -> dict[str, Any]:
    by_route = {} if row.signal else severities.get(row.code, {})
    return {
        "code": row.code,
        "name": row.name,
        "signal": row.signal,
        "mechanism": row.mechanism,
        "handling": row.handling,
        "routes": [(name, by_route.get(code, "")) for code, name in ROUTES]
        if by_route
        else [],
        "sources": sources_shown(row.source),
        "recalled": is_recalled(row.source),
    }


def sources_shown(source: str) -> list[str]:
    """Every source with how well it is known."""
    shown = []
    for cited in citations(source):
        mark = str(MARKS[cited.mark])
        text = cited.text if cited.text != "rest" else _("the rest")
        both = _("{text} ({mark})").format(text=text, mark=mark) if mark else text
        shown.append(both if text else mark)
    return shown


def combined_shown(
    names: Sequence[str], taken: Sequence[Iterable[str]]
) -> list[dict[str, Any]]:
    """The notes on several medicines at once, each with the medicines it is about."""
    classes = [frozenset(each) for each in taken]
    return [
        _combined(note, [names[place] for place in places])
        for note in load_combined()
        if (places := note.involved(classes))
    ]


def _combined(note: Combined, names: list[str]) -> dict[str, Any]:
    return {
        "code": note.code,
        "count": len(names),
        "names": names,
        "name": note.name[:1].upper() + note.name[1:],
        "mechanism": note.mechanism[:1].upper() + note.mechanism[1:],
        "handling": note.handling,
        "sources": sources_shown(note.source),
        "recalled": is_recalled(note.source),
    }
