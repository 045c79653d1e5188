"""An evaluation as plain data, with its reasons in English."""

from typing import Any

from .criterion import plain_citation
from .evaluation import Evaluation
from .finding import Cause, Finding

SENTENCES = {
    "criterion_met": "{title}. Answers: {causes}.",
    "fact_unsure": "Not known: {label} (not sure).",
    "fact_declined": "Not known: {label} (prefers not to say).",
    "fact_missing": "Not known: {label} (no answer).",
}
WORDS = {
    None: "no answer",
    True: "yes",
    False: "no",
    "unsure": "not sure",
    "declined": "prefers not to say",
    "na": "does not apply",
}


def as_report(evaluation: Evaluation) -> dict[str, Any]:
    """The evaluation as data that can be written as JSON."""
    return {
        "protocol": evaluation.protocol,
        "version": evaluation.version,
        "tier": evaluation.tier,
        "safety": str(evaluation.safety),
        "routes": dict(evaluation.routes),
        "findings": [_as_report(finding) for finding in evaluation.findings],
    }


def _as_report(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.id,
        "severity": {
            route: severity and str(severity)
            for route, severity in finding.severity.items()
        },
        "why": why(finding),
        "facts": finding.facts,
        "sources": [plain_citation(citation) for citation in finding.sources],
    }


def why(finding: Finding) -> str:
    """The reason for a finding, in English, for staff."""
    causes = "; ".join(_words(cause) for cause in finding.causes)
    return SENTENCES[finding.why.code].format(**finding.why.values, causes=causes)


def _words(cause: Cause) -> str:
    if isinstance(cause.value, list):
        return f"{cause.label}: {', '.join(cause.value)}"
    if isinstance(cause.value, int | float) and not isinstance(cause.value, bool):
        return f"{cause.label}: {cause.value} {cause.unit}".rstrip()
    word = WORDS.get(cause.value) or cause.value.replace("_", " ")
    return f"{cause.label}: {word}"
