"""The rule sets that ship: one TOML file a payer, each an example to be checked."""

import tomllib
from functools import cache
from pathlib import Path

from .ruleset import RuleSet, read_rule_set

FOLDER = Path(__file__).parent.parent.parent / "content" / "payers"


@cache
def load_rule_sets() -> dict[str, RuleSet]:
    """Every shipped rule set by its code, by name."""
    found = [_load(path) for path in FOLDER.glob("*.toml")]
    return {rules.code: rules for rules in sorted(found, key=lambda rules: rules.name)}


def _load(path: Path) -> RuleSet:
    with path.open("rb") as file:
        return read_rule_set(tomllib.load(file), path.name)
