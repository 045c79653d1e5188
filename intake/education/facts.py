"""The list of facts: what was often heard, what a check came to, what can be said.

It ships with the software. A fact keeps its code for good; one that no longer holds is
``retired``, and one whose meaning changed has a day in ``changed_on``. Whoever reviewed
a page before that has to read it again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .shipped import read_claims

VERDICTS = {
    "supported": _("Holds"),
    "partly supported": _("Holds in part"),
    "misleading": _("Misleading"),
    "unsupported": _("Not enough evidence"),
    "wrong": _("Wrong"),
    "outdated": _("Out of date"),
    "opinion": _("An opinion"),
    "added": _("Often left out"),
}
EVIDENCE = {
    "approved": _("Approved use"),
    "good": _("Some good studies"),
    "early": _("Early studies only"),
    "disagree": _("Studies disagree"),
    "no_benefit": _("No clear benefit shown"),
}
SUBJECTS = {
    "WHAT": _("What it is"),
    "HIST": _("History"),
    "MECH": _("How it may work"),
    "COND": _("What it is used for"),
    "ROUT": _("Ways it is given"),
    "SESS": _("A visit"),
    "CRSE": _("The course of treatment"),
    "ONST": _("How fast, how long"),
    "RISK": _("Risks and side effects"),
    "CONT": _("Who should not have it"),
    "MISU": _("Misuse and addiction"),
    "COMP": _("Other treatments"),
    "REGU": _("Approval and rules"),
    "COST": _("Cost"),
    "QUAL": _("Who it may be for"),
    "CRIS": _("Thoughts of suicide"),
    "G": _("What is often left out"),
}


@dataclass(frozen=True)
class Fact:
    """``heard`` is the claim that was checked; empty for a fact that was left out."""

    code: str
    verdict: str
    plain: str
    sources: tuple[str, ...]
    heard: str = ""
    evidence: str = ""
    retired: str = ""
    changed_on: date | None = None

    @property
    def verdict_label(self):
        return VERDICTS[self.verdict]

    @property
    def evidence_label(self):
        return EVIDENCE.get(self.evidence, "")

    @property
    def subject(self) -> str:
        return self.code.split("-")[0]


@cache
def facts() -> dict[str, Fact]:
    """Every fact by its code, in the order of the list."""
    return {
        code: Fact(code, **{**record, "sources": tuple(record["sources"])})
        for code, record in read_claims().items()
    }


def in_doubt(claims: Iterable[str], reviewed_on: date | None) -> list[Fact]:
    """Facts of a page that no longer hold, or changed after it was reviewed."""
    known = facts()
    named = [known[code] for code in claims if code in known]
    return [fact for fact in named if _is_in_doubt(fact, reviewed_on)]


def stated_on() -> Q:
    """The articles whose facts are in doubt, as a condition on articles."""
    condition = Q(claims__overlap=[f.code for f in facts().values() if f.retired])
    for fact in facts().values():
        if fact.changed_on:
            condition |= Q(
                claims__contains=[fact.code], reviewed_on__lt=fact.changed_on
            )
    return condition


def _is_in_doubt(fact: Fact, reviewed_on: date | None) -> bool:
    if fact.retired:
        return True
    if fact.changed_on is None or reviewed_on is None:
        return False
    return reviewed_on < fact.changed_on
