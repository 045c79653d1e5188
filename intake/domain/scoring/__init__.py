"""Scoring of the instruments: one module each, with ITEMS and score()."""

from collections.abc import Mapping
from typing import Protocol

from intake.domain.answer import Answer

from . import asq, auditc, drug1, gad2, gad7, pcptsd5, peg, phq2, phq9
from .score import OffScale, Score

__all__ = ["BESIDE", "INSTRUMENTS", "Instrument", "OffScale", "Score"]


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
}

# What may stand beside the items in a set of answers.
BESIDE: dict[str, tuple[str, ...]] = {
    "phq9": (phq9.DIFFICULTY,),
    "phq2": phq2.OWN_ITEMS,
    "gad2": gad2.OWN_ITEMS,
    "asq": (asq.WHEN,),
    "auditc": ("sex",),
}
