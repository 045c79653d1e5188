"""Treatments and medicines of a case, as its page shows them."""

from collections import Counter
from typing import Any

from intake.domain.answer import State
from intake.domain.medicines.table import load_classes
from intake.domain.questionnaire.facts import Fact
from intake.domain.questionnaire.histories import medicines, trials
from intake.domain.questionnaire.items import in_language
from intake.domain.treatments.maudsley import (
    Course,
    Maudsley,
    severity_from_phq9,
    stage,
)
from intake.domain.treatments.resistance import (
    Resistance,
    summarise,
    used_augmentation,
)
from intake.domain.treatments.trials import Trial
from intake.domain.treatments.words import in_words
from intake.questionnaires.filled import Filled
from intake.web.ui.answer_words import answer_words

LANGUAGE = "en"
SEDATING = ("BZD", "OPI", "SED", "OXB", "ALC")


def treatments_shown(now: Filled, facts: dict[str, Fact]) -> dict[str, Any]:
    """Every trial with its outcome and reason, the count and the stage."""
    found = trials(now.definition, now.sheet)
    summary = summarise(found.values())
    return {
        "trials": [
            {
                "name": trial.agent.label if trial.agent else trial.name,
                "drug_class": trial.agent.drug_class if trial.agent else "",
                "dose": trial.dose,
                "weeks": trial.weeks_at_highest,
                "outcome": str(judgement.outcome),
                "counts": judgement.outcome == "failed_adequate",
                "why": in_words(judgement),
            }
            for trial, judgement in zip(found.values(), summary.judgements, strict=True)
        ],
        "definite": summary.definite,
        "maximum": summary.maximum,
        "status": _value(facts, "trd") or "not_confirmed",
        "notes": [in_words(note) for note in summary.notes],
        "stage": _stage(list(found.values()), summary, facts),
    }


def _stage(
    found: list[Trial], summary: Resistance, facts: dict[str, Fact]
) -> Maudsley | None:
    phq9, ect = _value(facts, "phq9"), _value(facts, "ect")
    course = Course(
        episode_months=_value(facts, "episode_months"),
        severity=None if phq9 is None else severity_from_phq9(phq9),
        augmentation=used_augmentation(found),
        ect=None if ect is None else ect == "yes",
        severity_is_provisional=True,
    )
    return stage(course, summary.definite, summary.maximum)


def _value(facts: dict[str, Fact], name: str) -> Any:
    fact = facts.get(name)
    known = fact is not None and fact.answer.state is State.ANSWERED
    return fact.answer.value if known else None


def medicines_shown(now: Filled) -> dict[str, Any]:
    """Every medicine as written, with its classes; how many are sedating."""
    page = _medicine_page(now)
    if page is None:
        return {"rows": [], "state": "open", "sedating": 0}
    matched = medicines(now.definition, now.sheet)
    words = load_classes()
    rows = []
    counted: Counter[str] = Counter()
    for row in now.sheet.rows(page.link_id).rows:
        match = matched[row.id]
        counted["sedating"] += bool(match.classes & set(SEDATING))
        rows.append(
            {
                "written": " · ".join(
                    text
                    for item in page.questions
                    if (
                        text := answer_words(
                            item, row.answers.get(item.link_id), LANGUAGE
                        )
                    )
                ),
                "recognised": [medicine.generic for medicine in match.rows],
                "classes": sorted(match.classes),
                "class_words": [
                    words[code].name
                    for code in sorted(match.classes)
                    if code in words and not words[code].signal
                ],
                "left_over": " ".join(match.left_over),
                "is_unknown": "UNKNOWN" in match.classes,
            }
        )
    state = now.sheet.rows(page.link_id).state
    return {"rows": rows, "state": str(state), "sedating": counted["sedating"]}


def _medicine_page(now: Filled):
    rules = now.definition.facts.values()
    rule = next((rule for rule in rules if rule.calculate == "medicine_classes"), None)
    return rule and now.definition.page_of(rule.reads["list"])


def page_title(now: Filled, link_id: str) -> str:
    return in_language(now.definition.page_of(link_id).title, LANGUAGE)
