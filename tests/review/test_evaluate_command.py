"""manage.py evaluate: what it prints and where, and its exit codes."""

import io
import json

import pytest

from intake.review.management.commands.evaluate import Command

FACTS = {"aneurysm": "yes", "bp_sys": 190, "bp_dia": 100, "bp_date": "2026-01-01"}


@pytest.fixture
def evaluate(monkeypatch):
    """Run the command as manage.py does; gives its exit code and what it printed."""

    def run(file, typed=b""):
        command = Command(stdout=io.StringIO(), stderr=io.StringIO(), no_color=True)
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(typed)))
        code = 0
        try:
            command.run_from_argv(["manage.py", "evaluate", str(file)])
        except SystemExit as ended:
            code = ended.code
        return code, command.stdout.getvalue(), command.stderr.getvalue()

    return run


@pytest.fixture
def facts_file(tmp_path):
    def write(data):
        file = tmp_path / "facts.json"
        file.write_text(json.dumps(data), encoding="utf-8")
        return file

    return write


def test_a_file_is_evaluated(evaluate, facts_file):
    code, printed, complaint = evaluate(facts_file(FACTS | {"on": "2026-01-15"}))

    report = json.loads(printed)
    assert (code, complaint) == (0, "")
    assert (report["protocol"], report["tier"]) == (
        "ketamine",
        "contraindication_found",
    )
    assert [found["id"] for found in report["findings"][:2]] == ["VAS-01", "VAS-04"]


def test_standard_input_is_evaluated(evaluate):
    code, printed, _ = evaluate("-", typed=json.dumps([FACTS, {}]).encode())

    assert code == 0
    assert [report["safety"] for report in json.loads(printed)] == ["unknown"] * 2


def test_without_a_day_in_the_file_today_counts(evaluate, facts_file):
    _, printed, _ = evaluate(facts_file(FACTS | {"bp_date": "2020-01-01"}))

    found = [finding["id"] for finding in json.loads(printed)["findings"]]
    assert "VAS-07" in found
    assert "VAS-04" not in found


def test_refused_facts_are_named_and_nothing_is_evaluated(evaluate, facts_file):
    code, printed, complaint = evaluate(facts_file([FACTS, {"age": -1, "shoe": 43}]))

    assert code == 2
    assert json.loads(printed) == {"error": "-1 is below 0.", "item": "2: age"}
    assert "2: age: -1 is below 0." in complaint
    assert "2: shoe: is no fact of this protocol." in complaint


def test_what_is_not_json_is_refused(evaluate):
    code, printed, complaint = evaluate("-", typed=b"{'age': 42}")

    assert code == 2
    assert json.loads(printed)["item"] == "input"
    assert "is not plain JSON" in complaint


def test_a_file_that_is_not_there_is_a_failure(evaluate, tmp_path):
    code, printed, complaint = evaluate(tmp_path / "gone.json")

    assert (code, printed) == (1, "")
    assert "gone.json cannot be read: No such file or directory." in complaint
