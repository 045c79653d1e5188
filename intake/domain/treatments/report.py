"""The report on a treatment history as plain data, in English."""

from dataclasses import replace
from typing import Any

from .cases import Case
from .maudsley import Course, Maudsley, stage
from .resistance import Resistance, summarise, used_augmentation
from .words import in_words


def report(case: Case) -> dict[str, Any]:
    """Judge every trial, count the failures and stage the resistance.

    A list that is given counts as confirmed. Augmentation is used when the case or its
    trials say so; that no trial shows it is not yet a 'no', as a list of trials need
    not say what was taken together.
    """
    resistance = summarise(case.trials)
    course = _with_augmentation(case)
    staged = stage(course, resistance.definite, resistance.maximum)
    return {
        "trials": _trials(case, resistance),
        "definite": resistance.definite,
        "max": resistance.maximum,
        "status": str(resistance.status),
        "notes": [in_words(note) for note in resistance.notes],
        "maudsley": staged and _staged(staged),
    }


def _trials(case: Case, resistance: Resistance) -> list[dict[str, Any]]:
    judged = zip(case.trials, resistance.judgements, strict=True)
    return [
        {
            "agent": trial.name or None,
            "outcome": str(judgement.outcome),
            "why": in_words(judgement),
        }
        for trial, judgement in judged
    ]


def _with_augmentation(case: Case) -> Course:
    if used_augmentation(case.trials):
        return replace(case.course, augmentation=True)
    return case.course


def _staged(staged: Maudsley) -> dict[str, Any]:
    return {
        "total": staged.total,
        "range": None if staged.total is None else [staged.total, staged.highest],
        "band": staged.band,
        "parts": dict(staged.parts),
        "missing": list(staged.missing),
    }
