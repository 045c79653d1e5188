"""The command that scores an instrument from a file, without a database."""

import io
import json
from types import SimpleNamespace

import pytest

from intake.questionnaires.management.commands.score import Command


@pytest.fixture
def score(capsys):
    """Run the command as from a shell: exit code, what was printed, what was said."""

    def run(*args):
        code = 0
        try:
            Command().run_from_argv(["manage.py", "score", *args])
        except SystemExit as ended:
            code = ended.code
        said = capsys.readouterr()
        return code, said.out and json.loads(said.out), said.err

    return run


@pytest.fixture
def file(tmp_path):
    """A file that holds this text."""

    def write(text):
        path = tmp_path / "answers.json"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def test_one_set_of_answers_gives_one_score(score, file):
    code, printed, said = score("peg", file('{"peg_1": 5, "peg_2": 5, "peg_3": 6}'))

    assert (code, printed["total"], printed["range"]) == (0, 5.3, [5.3, 5.3])
    assert said == ""


def test_a_list_of_answers_gives_a_list_of_scores(score, file):
    sets = '[{"drug_days": 0}, {"drug_days": "declined"}, {"drug_days": 2}]'

    code, printed, _ = score("drug1", file(sets))

    assert code == 0
    assert [each["positive"] for each in printed] == [False, None, True]


def test_an_empty_list_gives_an_empty_list(score, file):
    assert score("phq9", file("[]")) == (0, [], "")


def test_a_dash_reads_standard_input(score, monkeypatch):
    content = io.BytesIO(b'{"asq_1": "yes", "asq_5": "declined"}')
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=content))

    code, printed, _ = score("asq", "-")

    assert code == 0
    assert (printed["band"], printed["asq"]) == ("acute_unknown", "high")


@pytest.mark.parametrize(
    ("instrument", "text", "item"),
    [
        pytest.param("phq9", '{"phq9_3": 4}', "phq9_3", id="off the scale"),
        pytest.param("phq9", '{"phq9_0": 1}', "phq9_0", id="unknown item"),
        pytest.param(
            "pcptsd5",
            '{"pcptsd5_event": "no", "pcptsd5_1": "yes"}',
            "pcptsd5_1",
            id="symptoms without an event",
        ),
        pytest.param("phq9", '[{"phq9_1": 1}, {"phq9_1": -1}]', "phq9_1", id="second"),
        pytest.param("phq9", "[[0, 0]]", None, id="not by item"),
        pytest.param("phq9", "3", None, id="a number"),
        pytest.param("phq9", '{"phq9_1": 1', None, id="not JSON"),
        pytest.param("bdi", "{}", None, id="unknown instrument"),
    ],
)
def test_refused_input_names_the_item_and_gives_no_score(
    score, file, instrument, text, item
):
    code, printed, said = score(instrument, file(text))

    assert code == 2
    assert set(printed) == {"error", "item"}
    assert printed["item"] == item
    assert printed["error"] in said


def test_a_file_that_is_not_there_is_a_failure(score, tmp_path):
    code, printed, said = score("phq9", str(tmp_path / "none.json"))

    assert (code, printed) == (1, "")
    assert "cannot be read" in said
