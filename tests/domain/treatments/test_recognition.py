"""From what a person wrote to an agent: by whole names, and near misses to offer."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.domain.medicines.csv_rows import TableError
from intake.domain.treatments import shelves
from intake.domain.treatments.agents import load_agents
from intake.domain.treatments.doses import GENEROUS, doses_of
from intake.domain.treatments.recognition import MOST_OFFERED, recognise
from intake.domain.treatments.shelves import brands, load_shelves

AGENTS = list(load_agents())


@pytest.mark.parametrize("agent", AGENTS, ids=lambda agent: agent.code)
def test_each_name_of_an_agent_names_it_with_a_strength_or_without(agent):
    for name in agent.names:
        assert recognise(name).agent == agent
        assert recognise(f"{name} 20 mg").agent == agent


@pytest.mark.parametrize(
    ("written", "generic"),
    [
        ("zolof", "sertraline"),
        ("Prosac", "fluoxetine"),
        ("lexipro 10", "escitalopram"),
        ("Sinbalta", "duloxetine"),
        ("welbutrin XL", "bupropion"),
        ("effexer", "venlafaxine"),
        ("trintelix", "vortioxetine"),
        ("amitryptaline", "amitriptyline"),
        ("zyprecksa", "olanzapine"),
        ("abilafy 2mg", "aripiprazole"),
        ("lithum", "lithium"),
        ("spravado", "esketamine"),
    ],
)
def test_a_misspelt_name_offers_the_agent_first_and_takes_none(written, generic):
    found = recognise(written)

    assert found.agent is None
    assert found.near[0].generic == generic


@pytest.mark.parametrize("written", ["", "a blue pill", "zzyzxol", "100 mg", "?"])
def test_what_is_like_no_name_offers_nothing(written):
    assert recognise(written).agent is None
    assert recognise(written).near == ()


def test_two_names_in_one_line_are_both_offered():
    found = recognise("zoloft and abilify")

    assert [agent.generic for agent in found.near] == ["sertraline", "aripiprazole"]


@settings(max_examples=40)
@given(st.text(max_size=60))
def test_whatever_is_written_is_read_and_little_is_offered(text):
    found = recognise(text)

    assert len(found.near) <= MOST_OFFERED
    assert not (found.agent and found.near)


def test_every_agent_stands_on_a_shelf_and_every_shelf_holds_some():
    placed = {agent for shelf in load_shelves() for agent in shelf.agents}

    assert placed == set(AGENTS)
    assert all(shelf.agents for shelf in load_shelves())


def test_what_was_for_sleep_stands_together():
    [sleep] = [shelf for shelf in load_shelves() if shelf.code == "sleep"]

    assert {"trazodone", "zolpidem"} <= {agent.generic for agent in sleep.agents}


def test_every_brand_is_there_in_the_order_of_the_alphabet():
    named = [brand for brand, _agent in brands()]

    assert len(named) == sum(len(agent.brands) for agent in AGENTS)
    assert named == sorted(named, key=str.casefold)


def test_a_shelf_with_a_stranger_is_refused():
    with pytest.raises(TableError, match="nobody"):
        shelves._check([{"code": "x", "agents": ["nobody"]}])


WITH_DOSES = [agent for agent in AGENTS if doses_of(agent)]


@pytest.mark.parametrize("agent", WITH_DOSES, ids=lambda agent: agent.code)
def test_doses_are_possible_and_say_that_they_are_recalled(agent):
    doses = doses_of(agent)

    assert doses.is_recalled
    assert list(doses.strengths) == sorted(set(doses.strengths))
    assert 0 < doses.strengths[-1] <= doses.most < doses.ceiling
    assert (agent.min_mg or 0) <= doses.most
    assert doses.ceiling == doses.most * GENEROUS


def test_the_usual_antidepressants_have_their_doses():
    without = {a.generic for a in AGENTS if a.is_antidepressant and not doses_of(a)}

    assert without <= {
        *("reboxetine", "mianserin", "dosulepin", "lofepramine", "tianeptine"),
        *("perphenazine-amitriptyline", "chlordiazepoxide-amitriptyline"),
    }
