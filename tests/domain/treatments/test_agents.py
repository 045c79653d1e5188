"""The shipped table of agents, and finding an agent in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.medicines.csv_rows import TableError
from intake.domain.medicines.names import fold
from intake.domain.medicines.table import load_medicines
from intake.domain.treatments.agents import (
    Agents,
    CountsAs,
    load_agents,
    read_agents,
    related_drugs,
)

HEADER = (
    "generic,brands,class,min_mg_per_day,strict_mg_per_day,min_weeks,counts_as,basis\n"
)


def table(tmp_path, *rows):
    path = tmp_path / "agents.csv"
    path.write_text(HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return Agents(read_agents(path))


def test_every_row_of_the_shipped_table_is_read():
    assert len(load_agents()) == 109


@pytest.mark.parametrize("agent", list(load_agents()), ids=lambda agent: agent.code)
def test_an_agent_is_found_by_its_code_and_each_of_its_names(agent):
    for name in (agent.code, *agent.names):
        assert load_agents().find(name) is agent
    assert load_agents()[agent.code] is agent


@given(st.sampled_from(list(load_agents())), st.sampled_from([str.upper, str.title]))
def test_the_way_a_name_is_written_makes_no_difference(agent, change):
    for name in agent.names:
        assert load_agents().find(change(name).replace("-", " ")) is agent


@pytest.mark.parametrize(
    ("written", "code"),
    [
        pytest.param("venlafaxine XR", "venlafaxine_extended_release", id="XR"),
        pytest.param("venlafaxine ER", "venlafaxine_extended_release", id="ER is XR"),
        pytest.param("paroxetine CR", "paroxetine_controlled_release", id="CR"),
        pytest.param("bupropion XL", "bupropion", id="a brand of the plain row"),
        pytest.param("quetiapine xr", "quetiapine_extended_release", id="augmentation"),
    ],
)
def test_a_release_mark_may_follow_the_generic_name(written, code):
    assert load_agents().find(written).code == code


def test_a_misspelt_name_is_suggested_and_not_found():
    assert load_agents().find("sertralina") is None
    assert load_agents().suggest("sertralina")[0].generic == "sertraline"
    assert load_agents().suggest("Prozak")[0].generic == "fluoxetine"
    assert load_agents().suggest("zzz") == ()


def test_an_unknown_code_is_an_error():
    with pytest.raises(KeyError):
        load_agents()["zorblax"]


@pytest.mark.parametrize(
    ("code", "drug"),
    [
        ("venlafaxine_extended_release", "venlafaxine"),
        ("bupropion_hydrobromide", "bupropion"),
        ("perphenazine_amitriptyline", "amitriptyline"),
        ("chlordiazepoxide_amitriptyline", "amitriptyline"),
        ("olanzapine_fluoxetine", "fluoxetine"),
        ("dextromethorphan_bupropion", "dextromethorphan-bupropion"),
    ],
)
def test_forms_and_combinations_of_a_drug_are_one_drug(code, drug):
    assert load_agents()[code].drug == drug


def test_olanzapine_fluoxetine_has_two_roles_and_the_minimum_of_fluoxetine():
    agent = load_agents()["olanzapine_fluoxetine"]

    assert (agent.is_antidepressant, agent.is_augmentation) == (True, True)
    assert agent.min_mg == load_agents()["fluoxetine"].min_mg == 20


def test_every_antidepressant_needs_weeks_and_augmentation_four():
    weeks = {
        counts_as: {
            agent.min_weeks for agent in load_agents() if agent.counts_as == counts_as
        }
        for counts_as in CountsAs
    }

    assert weeks[CountsAs.ANTIDEPRESSANT] == weeks[CountsAs.BOTH] == {6}
    assert weeks[CountsAs.AUGMENTATION] == {4}


def test_the_strict_minimum_is_never_below_the_usual_one():
    for agent in load_agents():
        assert (agent.strict_mg is None) == (agent.min_mg is None), agent.code
        if agent.min_mg is not None:
            assert agent.strict_mg >= agent.min_mg, agent.code


def test_every_agent_is_also_in_the_table_of_medicines():
    medicines = {fold(name) for row in load_medicines() for name in row.names}

    missing = [
        agent.generic
        for agent in load_agents()
        if not medicines & {*map(fold, agent.names), fold(agent.drug)}
    ]

    assert missing == []


def test_the_basis_keeps_its_marks():
    assert load_agents()["phenelzine"].is_recalled
    assert not load_agents()["citalopram"].is_recalled


def test_related_drugs_are_drugs_of_the_table():
    drugs = {agent.drug for agent in load_agents()}

    assert {drug for pair in related_drugs() for drug in pair} <= drugs
    assert ("citalopram", "escitalopram") in related_drugs()


def test_the_picker_offers_every_agent_once_by_name():
    groups = load_agents().options()

    offered = [agent for group in groups for agent in group.agents]

    assert sorted(agent.code for agent in offered) == sorted(
        agent.code for agent in load_agents()
    )
    for group in groups:
        names = [fold(agent.generic) for agent in group.agents]
        assert names == sorted(names)
    assert [group.heading for group in groups] == [
        "antidepressants",
        "added_to_antidepressants",
        "ketamine",
        "other_treatments",
    ]


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("sertraline", "sertraline (Zoloft, Altruline, Lustral)"),
        ("fluoxetine_weekly", "fluoxetine, weekly (Prozac Weekly)"),
        ("melatonin", "melatonin"),
    ],
)
def test_a_label_has_the_generic_and_the_brands(code, label):
    assert load_agents()[code].label == label


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        pytest.param(
            "x,,SSRI,lots,,6,antidepressant,R", "line 2: could not", id="dose in words"
        ),
        pytest.param("x,,SSRI,5,5,6,sometimes,R", "sometimes", id="unknown role"),
        pytest.param("x,,SSRI,5,5,,antidepressant,R", "minimum weeks", id="no weeks"),
        pytest.param("x,,SSRI,5,5,6,antidepressant,", "filled in", id="no basis"),
    ],
)
def test_a_doubtful_row_is_refused(tmp_path, row, complaint):
    with pytest.raises(TableError, match=complaint):
        table(tmp_path, row)


def test_two_agents_of_one_name_are_refused(tmp_path):
    with pytest.raises(TableError, match="zoloft names both sertraline and zorblax"):
        table(
            tmp_path,
            "sertraline,Zoloft,SSRI,50,50,6,antidepressant,R",
            "zorblax,ZOLOFT,SSRI,50,50,6,antidepressant,R",
        )
