"""Scoring of the instruments: one module each, with ITEMS and score()."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from intake.domain.answer import Answer

from . import (
    asq,
    auditc,
    cssrs,
    dast10,
    drug1,
    gad2,
    gad7,
    mdq,
    pcl5,
    pcptsd5,
    peg,
    phq2,
    phq9,
    qids,
    wsas,
)
from .score import OffScale, Score

__all__ = ["BESIDE", "DETAILS", "INSTRUMENTS", "Instrument", "OffScale", "Score"]


class Instrument(Protocol):
    """What each module offers."""

    @property
    def ITEMS(self) -> tuple[str, ...]:  # noqa: N802 - a constant of the module
        """The ids of the items, in their order."""

    def score(self, answers: Mapping[str, Answer], sex: str | None = None) -> Score:
        """Score the answers; see the module for its range and rules."""


INSTRUMENTS: dict[str, Instrument] = {
    "phq9": phq9,
    "phq2": phq2,
    "gad7": gad7,
    "gad2": gad2,
    "pcptsd5": pcptsd5,
    "asq": asq,
    "auditc": auditc,
    "drug1": drug1,
    "peg": peg,
    "pcl5": pcl5,
    "cssrs": cssrs,
    "mdq": mdq,
    "dast10": dast10,
    "qids": qids,
    "wsas": wsas,
}

# What may stand beside the items in a set of answers.
BESIDE: dict[str, tuple[str, ...]] = {
    "phq9": (phq9.DIFFICULTY,),
    "phq2": phq2.OWN_ITEMS,
    "gad2": gad2.OWN_ITEMS,
    "asq": (asq.WHEN,),
    "auditc": ("sex",),
    "mdq": (mdq.TOTAL,),
    "dast10": (dast10.TOTAL,),
    "qids": (qids.TOTAL,),
    "wsas": (wsas.TOTAL,),
}

# What an instrument tells beside its score, as plain data.
DETAILS: dict[str, Callable[[Mapping[str, Answer]], dict[str, Any]]] = {
    "asq": asq.details,
    "pcl5": pcl5.details,
    "cssrs": cssrs.details,
}
