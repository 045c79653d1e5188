"""Rows of the treatment and medicine lists."""

import pytest

from intake.domain.questionnaire.histories import medicines, trials
from intake.domain.treatments.agents import load_agents
from intake.domain.treatments.resistance import used_augmentation
from intake.domain.treatments.trials import judge

from .builders import define, group, rows, screening, sheet, yes_no
from .test_facts import FAILED


def trial(**row):
    lists = {"treatments": rows(FAILED | row, state="open")}
    return trials(screening(), sheet(lists))["r1"]


def test_a_row_is_read_as_a_trial():
    found = trial(tx_weeks_total=20, tx_lost_later="no")

    assert found.agent.code == "sertraline"
    assert (found.dose, found.weeks_at_highest, found.weeks_total) == (100, 8, 20)
    assert (found.adherence, found.improvement, found.lost_later) == ("good", 20, False)
    assert (found.stop_reason, found.ongoing) == ("no_benefit", False)
    assert (found.indication, found.episode) == ("depression", "current")
    assert found.added_to is False


@pytest.mark.parametrize(
    ("benefit", "percent"),
    [
        ("none", 0),
        ("little", 20),
        ("some", 40),
        ("half", 50),
        ("most", 80),
        ("unsure", None),
        (None, None),
    ],
)
def test_a_benefit_is_read_in_percent(benefit, percent):
    assert trial(tx_benefit=benefit).improvement == percent


@pytest.mark.parametrize(
    ("stopped", "reason", "ongoing"),
    [
        ("side_effects", "side_effects", False),
        ("both", "both", False),
        ("other", "other", False),
        ("still_taking", None, True),
        ("unsure", None, None),
    ],
)
def test_why_it_ended_says_also_whether_it_did(stopped, reason, ongoing):
    found = trial(tx_stopped=stopped)

    assert (found.stop_reason, found.ongoing) == (reason, ongoing)


@pytest.mark.parametrize(
    ("answer", "indication", "episode"),
    [
        ("yes", "depression", "current"),
        ("no", "other", "other"),
        ("unsure", None, None),
        ("declined", None, None),
        (None, None, None),
    ],
)
def test_what_it_was_for_has_no_default(answer, indication, episode):
    found = trial(tx_for_depression=answer, tx_this_episode=answer)

    assert (found.indication, found.episode) == (indication, episode)


@pytest.mark.parametrize(
    ("drug", "name", "code"),
    [
        pytest.param("fluoxetine", None, "fluoxetine", id="picked"),
        pytest.param("other", "Lexapro", "escitalopram", id="written"),
        pytest.param("other", "blue pill", None, id="written, not in the table"),
        pytest.param("unknown", None, None, id="not remembered"),
        pytest.param(None, None, None, id="left empty"),
    ],
)
def test_an_agent_is_found_by_code_or_by_name(drug, name, code):
    found = trial(tx_drug=drug, tx_name=name)

    assert (found.agent and found.agent.code) == code
    assert found.name == (name or "")


@pytest.mark.parametrize(
    ("at_highest", "total", "kept"),
    [(8, 20, 20), (8, 8, 8), (8, 7, None), (None, 7, 7), (8, None, None)],
)
def test_a_whole_shorter_than_its_part_is_unknown(at_highest, total, kept):
    assert trial(tx_weeks=at_highest, tx_weeks_total=total).weeks_total == kept


@pytest.mark.parametrize(
    ("written", "started"),
    [
        ("2019", "2019"),
        ("2019-05", "2019-05"),
        pytest.param("2019-05-17", "2019-05", id="a day is more than is kept"),
        ("unsure", None),
        ("declined", None),
        (None, None),
    ],
)
def test_a_start_is_read_to_the_month(written, started):
    assert trial(tx_started=written).started == started


@pytest.mark.parametrize("started", ["1999", "2024-05", None])
def test_when_it_was_started_does_not_change_the_judgement(started):
    assert judge(trial(tx_started=started)) == judge(trial())


def test_each_row_of_medicines_is_recognised_by_itself():
    lists = {"medicines": rows({"rx_name": "Xanax"}, {"rx_name": "declined"})}

    found = medicines(screening(), sheet(lists))

    assert {row: sorted(match.classes) for row, match in found.items()} == {
        "r1": ["BZD"],
        "r2": ["UNKNOWN"],
    }


def test_a_questionnaire_without_lists_has_no_histories():
    definition = define(group("a", yes_no("q1")))

    assert trials(definition, sheet()) == medicines(definition, sheet()) == {}


def test_the_rows_of_a_hidden_list_do_not_count():
    data = screening().to_data()
    for item in data["items"]:
        if item["link_id"] == "treatments":
            item["enable_when"] = {"item": "dx_mdd", "value": "yes"}
    definition = define(*data["items"], facts=data["facts"])

    lists = {"treatments": rows(FAILED)}

    assert list(trials(definition, sheet(lists, dx_mdd="yes"))) == ["r1"]
    assert trials(definition, sheet(lists, dx_mdd="no")) == {}


def ticked(*codes, **lists):
    return trials(screening(), sheet(lists, tx_added=list(codes)))


def test_an_agent_that_was_only_ticked_is_a_trial_of_which_nothing_is_known():
    [found] = ticked("lithium").values()

    assert found.agent.code == "lithium"
    assert (found.dose, found.weeks_at_highest, found.indication) == (None, None, None)
    assert used_augmentation([found]) is None


def test_an_agent_that_was_ticked_and_told_of_is_one_trial():
    told = rows({"tx_drug": "lithium", "tx_weeks": 8, "tx_for_depression": "yes"})

    assert list(ticked("lithium", treatments=told)) == ["r1"]


@pytest.mark.parametrize("codes", [["none"], []])
def test_nothing_ticked_adds_no_trial(codes):
    assert ticked(*codes) == {}


def test_a_row_ticked_has_the_same_id_each_time():
    assert list(ticked("lithium")) == list(ticked("aripiprazole", "lithium"))[1:]


def test_every_agent_to_be_ticked_may_be_added_to_another():
    options = screening().item("tx_added").options

    agents = [load_agents().find(option.code) for option in options]

    assert all(agent.is_augmentation for agent in agents[:-1])
    assert agents[-1] is None
