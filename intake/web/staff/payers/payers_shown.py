"""Rule sets of payers held against a case, as the pages show them."""

from collections import Counter
from typing import Any

from intake.domain.eligibility.finding import Basis
from intake.domain.payers.history import History
from intake.domain.payers.judging import (
    Judged,
    Standing,
    Verdict,
    each_trial,
    judge,
)
from intake.domain.payers.ruleset import FailedTrials, RuleSet, Stated
from intake.domain.payers.shipped import load_rule_sets
from intake.domain.payers.words import in_words, trial_in_words

STATED = "stated"


def numbered_rule_sets() -> list[tuple[int, RuleSet]]:
    """Every rule set with its number: no address names a payer."""
    return list(enumerate(load_rule_sets().values(), start=1))


def overview(history: History) -> list[dict[str, Any]]:
    """Each payer with how much of what it asks for is met, missing or not known."""
    return [
        {
            "number": number,
            "rules": rules,
            "is_over": rules.is_over(history.on),
            "counts": _counts(judge(rules, history)),
            "asked": len(rules.requirements),
        }
        for number, rules in numbered_rule_sets()
    ]


def _counts(judged: Judged) -> list[tuple[str, int]]:
    found = Counter(_code(each) for each in judged.standings)
    return [(code, found[code]) for code in (*Verdict, STATED) if found[code]]


def payer_shown(rules: RuleSet, history: History) -> dict[str, Any]:
    """One payer: each requirement with its reason, and how each trial stands."""
    judged = judge(rules, history)
    asked = next((r for r in rules.requirements if isinstance(r, FailedTrials)), None)
    trials = each_trial(asked, history) if asked else ()
    return {
        "rules": rules,
        "is_over": rules.is_over(history.on),
        "is_second_hand": rules.basis is not Basis.V,
        "standings": [_standing(each) for each in judged.standings],
        "trials": [
            {
                "number": each.tried.number,
                "name": each.tried.name,
                "drug_class": each.tried.trial.agent.drug_class
                if each.tried.trial.agent
                else "",
                "verdict": str(each.verdict),
                "why": trial_in_words(each),
            }
            for each in trials
        ],
    }


def _standing(standing: Standing) -> dict[str, Any]:
    return {
        "id": standing.requirement.id,
        "text": standing.requirement.text,
        "basis": str(standing.requirement.basis),
        "verdict": _code(standing),
        "why": in_words(standing),
        "options": [_standing(option) for option in standing.options],
    }


def _code(standing: Standing) -> str:
    """The verdict, or that it is for the clinician to state."""
    is_stated = isinstance(standing.requirement, Stated)
    return STATED if is_stated else str(standing.verdict)
