"""The worked examples of the clinical pages are what the code gives."""

import pytest

from intake.domain.answer import from_plain
from intake.domain.eligibility.evaluation import evaluate
from intake.domain.eligibility.facts import check_facts
from intake.domain.eligibility.protocol import load_data, read_protocol
from intake.domain.medicines.matching import match
from intake.domain.safety import NOW_FACTS, level
from intake.domain.scoring import INSTRUMENTS, asq, cssrs
from intake.domain.scoring.report import report
from intake.domain.treatments.cases import read_cases
from intake.domain.treatments.maudsley import stage
from intake.domain.treatments.trials import judge
from tests.architecture.documents import DOCS, name, table_after, text
from tests.domain.eligibility.person import BASE, TODAY

PAGES = sorted((DOCS / "clinical").glob("*.md"))
PROTOCOL = read_protocol(load_data())
NOTHING = "–"
TRUTH = {True: "yes", False: "no", None: "depends"}


def examples(kind):
    """The rows of every table of examples of a kind, with the page they stand on."""
    marker = f"examples: {kind}"
    return [
        pytest.param(row, id=f"{name(page)} {number}")
        for page in PAGES
        if f"<!-- {marker} -->" in text(page)
        for number, row in enumerate(table_after(marker, text(page)), start=1)
    ]


def scored():
    return [
        pytest.param(code, *parameters.values, id=f"{code} {parameters.id}")
        for code in INSTRUMENTS
        for parameters in examples(code)
    ]


def value(word):
    """What a cell stands for in plain data."""
    if word == NOTHING:
        return None
    if word in ("true", "false"):
        return word == "true"
    return float(word) if "." in word else int(word) if word.isdigit() else word


def settings(cell):
    """Words like ``name=value``, of a cell."""
    pairs = (word.split("=") for word in cell.split())
    return {name: value(given) for name, given in pairs}


def answers(cell, items):
    return dict(zip(items, map(value, cell.split()), strict=True))


def words(code):
    return NOTHING if code is None else str(code).replace("_", " ")


def possible(range_):
    if range_ is None:
        return NOTHING
    low, high = range_
    return f"{low}" if low == high else f"{low} to {high}"


def shown(result):
    """The result of an instrument as the cells of its row."""
    unknown = result["positive"] is None and result["instrument"] in ("drug1",)
    no_gate = result["missing"] == ["pcptsd5_event"]
    return {
        "total": words(result["total"]),
        "possible": possible(result["range"]),
        "band": words(result["band"]),
        "result": words(result["band"]),
        "estimate": words(result["prorated"]),
        "safety": words(result["safety"]),
        "positive": NOTHING if unknown or no_gate else TRUTH[result["positive"]],
        "graded as": words(result.get("asq")),
        "triage": words(result["band"]),
        **{name: TRUTH[result.get(name)] for name in ("clusters", "zone", "attention")},
    }


@pytest.mark.parametrize(("code", "row"), scored())
def test_an_instrument_scores_as_its_page_says(code, row):
    given = next(cell for head, cell in row.items() if head != "id")
    beside = {asq.WHEN: row.get("last attempt"), "sex": row.get("sex")}
    extra = {key: value(cell) for key, cell in beside.items() if cell}

    result = shown(report(code, answers(given, INSTRUMENTS[code].ITEMS) | extra))

    assert {head: result[head] for head in row if head in result} == {
        head: cell for head, cell in row.items() if head in result
    }


@pytest.mark.parametrize("row", examples("asq"))
def test_an_asq_is_graded_as_its_page_says(row):
    graded = from_plain(row["graded as"].replace(" ", "_"))
    known = {"item9": from_plain(0), "asq": graded}

    assert words(level(known)) == row["level with item 9 at 0"]


@pytest.mark.parametrize("row", examples("cssrs"))
def test_a_cssrs_is_graded_as_its_page_says(row):
    plain = answers(row["items 1 to 6, 6r"], cssrs.ITEMS)
    given = {item: from_plain(said) for item, said in plain.items()}

    assert words(cssrs.fact(given)) == row["value"]
    assert words(cssrs.triage(given)) == row["triage"]


@pytest.mark.parametrize("row", examples("level"))
def test_a_level_is_as_the_page_says(row):
    facts = dict.fromkeys(NOW_FACTS, "no")
    facts |= {fact: value(row[fact]) for fact in ("item9", "asq")}
    facts |= settings(row["more"])
    known = {fact: from_plain(said) for fact, said in facts.items() if said is not None}

    assert words(level(known)) == row["level"]


@pytest.mark.parametrize("row", examples("trial"))
def test_a_trial_is_judged_as_the_page_says(row):
    facts = {
        "agent": row["agent"],
        "dose": value(row["dose"]),
        "weeks_at_highest": value(row["weeks"]),
        "adherence": row["adherence"],
        "improvement": value(row["improvement"]),
    }
    (case,) = read_cases([facts | settings(row["more"])])
    (trial,) = case.trials

    assert words(judge(trial).outcome) == row["outcome"]
    assert trial.agent is not None


@pytest.mark.parametrize("row", examples("stage"))
def test_a_stage_is_as_the_page_says(row):
    case = {
        "trials": [],
        "episode_months": value(row["months"]),
        "severity": row["severity"],
        "augmentation": row["augmentation"],
        "ect": row["ect"],
    }
    (read,) = read_cases(case)

    found = stage(read.course, int(row["failed"]))

    assert (words(found.total), words(found.band)) == (row["total"], row["band"])


@pytest.mark.parametrize("row", examples("medicine"))
def test_a_medicine_has_the_classes_that_the_page_says(row):
    assert match(row["written"]).classes == set(row["classes"].split())


@pytest.mark.parametrize("row", examples("tier"))
def test_an_evaluation_is_as_the_page_says(row):
    changes = settings(row["changes"])
    for fact in ("med", "routes"):
        if fact in changes:
            changes[fact] = [changes[fact]]
    result = evaluate(PROTOCOL, check_facts(PROTOCOL, BASE | changes), TODAY)

    found = {**result.routes, "tier": result.tier}

    assert found == {head: row[head] for head in ("iv_im", "in", "tier")}
