"""A person without barriers, and what changes in them."""

import json
from datetime import date
from pathlib import Path

from intake.domain.eligibility.evaluation import evaluate
from intake.domain.eligibility.facts import check_facts
from intake.domain.eligibility.protocol import load_data, read_protocol

HERE = Path(__file__).parent
VIGNETTES = json.loads((HERE / "vignettes.json").read_text(encoding="utf-8"))
CRITERIA = json.loads((HERE / "criteria.json").read_text(encoding="utf-8"))
BASE = VIGNETTES["base"]

PROTOCOL = read_protocol(load_data())
TODAY = date(2026, 6, 1)


def evaluated(protocol=PROTOCOL, on=TODAY, without=(), **changes):
    """The evaluation of the person without barriers, changed."""
    base = {name: value for name, value in BASE.items() if name not in without}
    return evaluate(protocol, check_facts(protocol, base | changes), on)


def ids(evaluation):
    return [finding.id for finding in evaluation.findings]


def finding(evaluation, id_):
    return next(found for found in evaluation.findings if found.id == id_)
