"""What would change a finding, in words: which fact would have to be another one."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.domain.eligibility.change import holding
from intake.domain.eligibility.declaration import FactDeclaration
from intake.domain.eligibility.finding import UNKNOWN_PREFIX
from intake.domain.eligibility.protocol import Protocol
from intake.domain.medicines.table import load_classes
from intake.domain.predicate import Comparison

BEYOND = {
    ">": gettext_lazy("{label}: {value} or less"),
    ">=": gettext_lazy("{label}: below {value}"),
    "<": gettext_lazy("{label}: {value} or more"),
    "<=": gettext_lazy("{label}: above {value}"),
    "contains": gettext_lazy("{label}: without {value}"),
    "!=": gettext_lazy("{label}: {value}"),
}


def what_would_change(finding: Mapping[str, Any], rules: Protocol) -> list[str]:
    """For each fact that holds a stored finding, what it would have to be.

    A fact that is not known would have to be known; no more can be said of it.
    """
    criterion = rules.by_id.get(finding["id"])
    if criterion is None:
        name = finding["id"].removeprefix(UNKNOWN_PREFIX)
        return [_known(rules.facts[name])] if name in rules.facts else []
    held = holding(criterion.when, finding["facts"])
    return list(dict.fromkeys(_words(part, rules.facts[part.name]) for part in held))


def _words(part: Comparison, fact: FactDeclaration) -> str:
    label = fact.label[:1].upper() + fact.label[1:]
    if part.op == "exists" and part.value is False:
        return _known(fact)
    if template := BEYOND.get(part.op):
        return str(template).format(label=label, value=_value(part, fact))
    return _("{label}: another answer").format(label=label)


def _known(fact: FactDeclaration) -> str:
    label = fact.label[:1].upper() + fact.label[1:]
    if fact.valid_days is None:
        return _("{label}: a clear answer").format(label=label)
    words = _("{label}: a reading of the last {n} days")
    return words.format(label=label, n=fact.valid_days)


def _value(part: Comparison, fact: FactDeclaration) -> str:
    if part.op == "contains":
        return _class_name(part.value)
    named = {"yes": _("yes"), "no": _("no")}.get(str(part.value), str(part.value))
    return f"{named} {fact.unit}".strip()


def _class_name(code: str) -> str:
    found = load_classes().get(code)
    return found.name if found else code
