"""The facts that the shipped questionnaire draws from answers."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.answer import State
from intake.domain.questionnaire.answers import Rows
from intake.domain.questionnaire.facts import Person, Source, derive, scores
from intake.domain.questionnaire.measures import quantity
from intake.domain.safety import Level, level

from .builders import (
    ANYBODY,
    TODAY,
    choose,
    define,
    facts,
    group,
    rows,
    said,
    screening,
    sheet,
    when,
    yes_no,
)

NO_SPELLS = dict.fromkeys(
    ("bipolar_told", "high_spells", "high_from_medicine", "bipolar_family"), "no"
)


@pytest.mark.parametrize(
    ("answers", "bipolar", "risk", "mania"),
    [
        pytest.param({}, "no", "no", "no", id="all no"),
        pytest.param({"bipolar_told": "yes"}, "yes", "no", "no", id="B1 yes"),
        pytest.param(
            {"high_spells": "yes", "high_spells_noticed": "yes", "mania_now": "no"},
            "yes",
            "no",
            "no",
            id="B2 and B3 yes",
        ),
        pytest.param(
            {"high_spells": "yes", "high_spells_noticed": "no", "mania_now": "no"},
            "no",
            "yes",
            "no",
            id="B2 yes, B3 no",
        ),
        pytest.param({"high_from_medicine": "yes"}, "yes", "no", "no", id="B5 yes"),
        pytest.param({"bipolar_family": "yes"}, "no", "yes", "no", id="B6 yes"),
        pytest.param(
            {"bipolar_told": "unsure"}, "<unsure>", "no", "no", id="B1 unsure"
        ),
        pytest.param(
            {"high_spells": "yes", "high_spells_noticed": "no", "mania_now": "yes"},
            "no",
            "yes",
            "yes",
            id="B4 yes",
        ),
        pytest.param(
            {"high_spells": "unsure"},
            "<unsure>",
            "<unsure>",
            "<not_asked>",
            id="B2 unsure",
        ),
        pytest.param(
            {"high_spells": "yes", "high_spells_noticed": "unsure", "mania_now": "no"},
            "<unsure>",
            "yes",
            "no",
            id="B3 unsure",
        ),
        pytest.param(
            {"high_spells": "yes", "high_spells_noticed": "no", "mania_now": "unsure"},
            "<unsure>",
            "yes",
            "<unsure>",
            id="B4 unsure",
        ),
        pytest.param(
            {"high_from_medicine": "unsure"}, "<unsure>", "no", "no", id="B5 unsure"
        ),
        pytest.param(
            {"bipolar_told": "yes", "high_from_medicine": "unsure"},
            "yes",
            "no",
            "no",
            id="B1 yes outweighs B5 unsure",
        ),
        pytest.param(
            {"bipolar_told": "declined"}, "<declined>", "no", "no", id="B1 declined"
        ),
        pytest.param(
            {"bipolar_told": "unsure", "bipolar_family": "yes"},
            "<unsure>",
            "yes",
            "no",
            id="B1 unsure, B6 yes",
        ),
        pytest.param(
            {"bipolar_family": "unsure"}, "no", "<unsure>", "no", id="B6 unsure"
        ),
    ],
)
def test_high_times(answers, bipolar, risk, mania):
    found = facts(**NO_SPELLS | answers)

    assert [said(found[n]) for n in ("bipolar", "bipolar_risk", "mania_now")] == [
        bipolar,
        risk,
        mania,
    ]


NO_EXPERIENCES = dict.fromkeys(
    ("schizophrenia", "hears_sees", "plots_messages", "experiences_before"), "no"
)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        pytest.param({}, {}, id="all no"),
        pytest.param(
            {"hears_sees": "yes", "command_voices": "no"},
            {"psychosis_now": "yes"},
            id="Y2 yes",
        ),
        pytest.param(
            {"hears_sees": "yes", "command_voices": "yes"},
            {"psychosis_now": "yes", "command_voices": "yes"},
            id="Y2 and Y5 yes",
        ),
        pytest.param({"plots_messages": "yes"}, {"psychosis_now": "yes"}, id="Y3 yes"),
        pytest.param(
            {"plots_messages": "unsure"}, {"psychosis_now": "<unsure>"}, id="Y3 unsure"
        ),
        pytest.param(
            {"experiences_before": "yes_only_then"},
            {"psychosis_past": "yes"},
            id="Y4 only then",
        ),
        pytest.param(
            {"experiences_before": "yes_other"},
            {"psychosis_past": "yes"},
            id="Y4 other",
        ),
        pytest.param(
            {"experiences_before": "unsure"},
            {"psychosis_past": "<unsure>"},
            id="Y4 unsure",
        ),
        pytest.param({"schizophrenia": "yes"}, {"schizophrenia": "yes"}, id="Y1 yes"),
        pytest.param(
            {"schizophrenia": "unsure"}, {"schizophrenia": "<unsure>"}, id="Y1 unsure"
        ),
        pytest.param(
            {"hears_sees": "declined"},
            {"psychosis_now": "<declined>", "command_voices": "<not_asked>"},
            id="Y2 declined",
        ),
        pytest.param(
            {"hears_sees": "yes", "command_voices": "declined"},
            {"psychosis_now": "yes", "command_voices": "<declined>"},
            id="Y5 declined",
        ),
        pytest.param(
            {"hears_sees": "unsure", "plots_messages": "declined"},
            {"psychosis_now": "<unsure>", "command_voices": "<not_asked>"},
            id="Y2 unsure, Y3 declined",
        ),
    ],
)
def test_unusual_experiences(answers, expected):
    names = ("schizophrenia", "psychosis_now", "psychosis_past", "command_voices")
    found = facts(**NO_EXPERIENCES | answers)

    assert {name: said(found[name]) for name in names} == (
        dict.fromkeys(names, "no") | expected
    )


def test_voices_that_command_are_acute():
    found = facts(**NO_EXPERIENCES | {"hears_sees": "yes", "command_voices": "yes"})

    known = {name: fact.answer for name, fact in found.items()}

    assert level(known, finished=False) is Level.ACUTE


def reading(bp_sys=150, bp_dia=95, bp_date="2026-03-01", **more):
    given = {"bp_sys": bp_sys, "bp_dia": bp_dia, "bp_date": bp_date}
    return {"bp_known": "yes", **given, **more}


@pytest.mark.parametrize(
    ("answers", "pair"),
    [
        pytest.param(reading(), (150, 95), id="recent"),
        pytest.param(reading(bp_date="2026-03-15"), (150, 95), id="today"),
        pytest.param(reading(bp_date="2026-02-13"), (150, 95), id="30 days ago"),
        pytest.param(reading(bp_date="2026-02-12"), None, id="31 days ago"),
        pytest.param(reading(bp_date="2026-03-16"), None, id="tomorrow"),
        pytest.param(reading(bp_date=None), None, id="no date"),
        pytest.param(reading(bp_date="unsure"), None, id="date unsure"),
        pytest.param(reading(bp_sys=None), None, id="lower number alone"),
        pytest.param(reading(bp_dia=None), None, id="upper number alone"),
        pytest.param(reading(bp_known="no"), None, id="no longer known"),
        pytest.param({"bp_known": "unsure"}, None, id="unsure"),
        pytest.param({}, None, id="not asked yet"),
    ],
)
def test_a_reading_counts_when_it_is_whole_and_recent(answers, pair):
    found = facts(**answers)

    known = (found["bp_sys"].answer, found["bp_dia"].answer)
    assert [answer.state is State.ANSWERED for answer in known] == [bool(pair)] * 2
    if pair:
        assert tuple(answer.value for answer in known) == pair


def test_an_older_reading_keeps_its_day_for_showing():
    found = facts(**reading(bp_date="2025-06-01"))

    assert found["bp_sys"].as_of == date(2025, 6, 1)
    assert found["bp_sys"].sources == (
        Source("bp_sys"),
        Source("bp_dia"),
        Source("bp_date"),
    )


@pytest.mark.parametrize(
    "fact", ["breastfeeding", "planning_pregnancy", "preeclampsia"]
)
@pytest.mark.parametrize(
    ("answer", "value"),
    [("na", "no"), ("no", "no"), ("yes", "yes"), ("unsure", "<unsure>")],
)
def test_what_does_not_apply_is_no(fact, answer, value):
    assert said(facts(**{fact: answer})[fact]) == value


@pytest.mark.parametrize(
    ("answer", "value"),
    [
        ("yes", "yes"),
        ("no", "no"),
        ("na", "no"),
        ("unsure", "<unsure>"),
        ("declined", "<declined>"),
        (None, "<skipped>"),
    ],
)
def test_perhaps_pregnant_stays_perhaps(answer, value):
    assert said(facts(pregnant=answer)["pregnant"]) == value


@pytest.mark.parametrize(
    ("born_on", "age"),
    [
        pytest.param(date(2008, 3, 15), 18, id="birthday today"),
        pytest.param(date(2008, 3, 16), 17, id="birthday tomorrow"),
        pytest.param(None, "<skipped>", id="unknown"),
    ],
)
def test_age_is_in_completed_years(born_on, age):
    assert said(facts(person=Person(born_on=born_on))["age"]) == age


@pytest.mark.parametrize(
    ("asked", "offered", "counted"),
    [
        pytest.param(["in"], ("iv_im", "in"), ["in"], id="one of two"),
        pytest.param(["in", "iv_im"], ("iv_im", "in"), ["iv_im", "in"], id="both"),
        pytest.param(["in"], ("iv_im",), ["iv_im"], id="not offered"),
        pytest.param("unsure", ("iv_im", "in"), ["iv_im", "in"], id="unsure"),
        pytest.param("declined", ("in",), ["in"], id="declined"),
        pytest.param(None, ("iv_im", "in"), ["iv_im", "in"], id="left empty"),
    ],
)
def test_the_routes_are_those_asked_for_and_offered_else_all(asked, offered, counted):
    person = Person(routes_offered=offered)

    assert said(facts(person=person, routes=asked)["routes"]) == counted


@pytest.mark.parametrize(
    ("height", "weight", "bmi"),
    [
        pytest.param({"cm": 160}, {"kg": 102.4}, 40.0, id="at a limit"),
        pytest.param({"cm": 170}, {"kg": 101.1}, 34.982698961938, id="not rounded"),
        pytest.param({"ft": 5, "in": 7}, {"lb": 190}, 29.757902, id="feet and pounds"),
    ],
)
def test_body_mass_index(height, weight, bmi):
    found = facts(height=quantity("height", height), weight=quantity("weight", weight))

    assert said(found["bmi"]) == pytest.approx(bmi)


@given(st.integers(90, 250))
def test_nobody_at_a_limit_is_moved_over_it(centimeters):
    kilograms = 40 * centimeters**2 / 10_000
    found = facts(
        height=quantity("height", {"cm": centimeters}),
        weight=quantity("weight", {"kg": kilograms}),
    )

    assert said(found["bmi"]) == 40


@pytest.mark.parametrize(
    ("height", "weight", "state"),
    [
        pytest.param("unsure", quantity("weight", {"kg": 70}), "<unsure>", id="height"),
        pytest.param(quantity("height", {"cm": 170}), None, "<skipped>", id="weight"),
        pytest.param("declined", "unsure", "<unsure>", id="both"),
    ],
)
def test_without_height_or_weight_there_is_no_index(height, weight, state):
    assert said(facts(height=height, weight=weight)["bmi"]) == state


@pytest.mark.parametrize(
    ("before", "helped", "value"),
    [
        pytest.param("yes", "no", "yes", id="had it without benefit"),
        pytest.param("yes", "yes", "no", id="had it with benefit"),
        pytest.param("no", None, "no", id="never had it"),
        pytest.param("yes", "unsure", "<unsure>", id="unsure of the benefit"),
        pytest.param("unsure", None, "<unsure>", id="unsure of having had it"),
        pytest.param("no", "no", "no", id="a hidden answer does not count"),
    ],
)
def test_earlier_ketamine_without_response(before, helped, value):
    found = facts(ketamine_before=before, ketamine_helped=helped)

    assert said(found["ketamine_nonresponse"]) == value


@pytest.mark.parametrize(
    ("items", "sex", "total", "lowest", "positive"),
    [
        pytest.param((0, None, None), "female", 0, 0, False, id="never drinks"),
        pytest.param((0, 4, 4), "male", 0, 0, False, id="hidden amounts do not count"),
        pytest.param((2, 1, 0), "female", 3, 3, True, id="3, a woman"),
        pytest.param((2, 1, 0), "male", 3, 3, False, id="3, a man"),
        pytest.param((2, 1, 0), None, 3, 3, True, id="3, sex not recorded"),
        pytest.param(
            (3, "declined", 2), "male", "<declined>", 5, True, id="one missing, over"
        ),
        pytest.param(
            (2, "declined", 0), "male", "<declined>", 2, "<declined>", id="straddles"
        ),
        pytest.param(
            ("declined", 1, None), "male", "<declined>", 1, "<declined>", id="first"
        ),
        pytest.param((4, 4, None), "male", "<skipped>", 8, True, id="at least 8"),
    ],
)
def test_alcohol(items, sex, total, lowest, positive):
    answers = dict(zip(("auditc_1", "auditc_2", "auditc_3"), items, strict=True))

    found = facts(person=Person(sex=sex), **answers)

    assert [said(found[n]) for n in ("auditc", "auditc_min", "auditc_pos")] == [
        total,
        lowest,
        positive,
    ]


@pytest.mark.parametrize("times", [0, 1, 365, "unsure", "declined", None])
def test_times_of_drug_use_are_the_answer_itself(times):
    found = facts(drug_days=times)["drug_days"]

    assert said(found) in (times, f"<{times}>", "<skipped>")


def mood(**other):
    return {f"phq9_{number}": 1 for number in range(1, 10)} | other


@pytest.mark.parametrize(
    ("answers", "total", "item9"),
    [
        pytest.param(mood(), 9, 1, id="complete"),
        pytest.param(mood(phq9_4=None), "<skipped>", 1, id="one left empty"),
        pytest.param(
            mood(phq9_9="declined"), "<declined>", "<declined>", id="declined"
        ),
        pytest.param({}, "<not_asked>", "<not_asked>", id="not reached"),
    ],
)
def test_mood(answers, total, item9):
    found = facts(**answers)

    assert (said(found["phq9"]), said(found["item9"])) == (total, item9)


FOUR_NO = dict.fromkeys(("asq_1", "asq_2", "asq_3", "asq_4"), "no")


@pytest.mark.parametrize(
    ("answers", "value"),
    [
        pytest.param({}, "negative", id="all no"),
        pytest.param({"asq_1": "yes", "asq_5": "yes"}, "acute", id="thoughts now"),
        pytest.param({"asq_1": "yes", "asq_5": "declined"}, "high", id="now declined"),
        pytest.param({"asq_1": "yes", "asq_5": None}, "high", id="now left empty"),
        pytest.param({"asq_3": "yes", "asq_5": "no"}, "current", id="last week"),
        pytest.param({"asq_2": "declined", "asq_5": "no"}, "declined", id="declined"),
        pytest.param(
            {"asq_4": "yes", "asq_4_when": "last_7_days", "asq_5": "no"},
            "recent_attempt",
            id="attempt last week",
        ),
        pytest.param(
            {"asq_4": "yes", "asq_4_when": "declined", "asq_5": "no"},
            "attempt_3_12_months",
            id="date declined",
        ),
        pytest.param(
            {"asq_4": "yes", "asq_4_when": "longer_ago", "asq_5": "no"},
            "past_attempt",
            id="long ago",
        ),
        pytest.param({"asq_1": None}, "missing", id="one left empty"),
        pytest.param({"asq_5": "yes"}, "negative", id="a hidden answer does not count"),
    ],
)
def test_the_suicide_screen(answers, value):
    assert said(facts(**FOUR_NO | answers)["asq"]) == value


@pytest.mark.parametrize(
    ("answers", "graded"),
    [
        pytest.param({"phq9_9": 2}, Level.LOW, id="item 9 alone"),
        pytest.param({"phq9_9": 3}, Level.SAME_DAY, id="item 9 at 3"),
        pytest.param(FOUR_NO | {"asq_3": "yes"}, Level.SAME_DAY, id="questions 1 to 4"),
        pytest.param(FOUR_NO | {"asq_4": "yes"}, Level.MODERATE, id="an attempt"),
        pytest.param(
            FOUR_NO | {"asq_3": "yes", "asq_5": None}, Level.HIGH, id="5 left empty"
        ),
    ],
)
def test_a_screen_in_progress_is_graded_on_what_was_answered(answers, graded):
    found = facts(finished=False, **answers)

    known = {name: fact.answer for name, fact in found.items()}

    assert level(known, finished=False) is graded


def test_a_screen_that_was_left_counts_what_is_missing():
    answers = FOUR_NO | {"asq_3": "yes"}

    assert said(facts(finished=True, **answers)["asq"]) == "high"


@pytest.mark.parametrize(
    ("a_list", "value"),
    [
        pytest.param(None, "<not_asked>", id="not reached"),
        pytest.param(
            rows({"rx_name": "Zoloft"}, state="open"), "<not_asked>", id="open"
        ),
        pytest.param(Rows("unsure"), "<unsure>", id="unsure"),
        pytest.param(Rows("none"), [], id="none"),
        pytest.param(
            rows({"rx_name": "Xanax"}, {"rx_name": "oxycodone"}),
            ["BZD", "OPI"],
            id="two classes",
        ),
        pytest.param(
            rows({"rx_name": "Xanax"}, {"rx_name": "unsure"}),
            ["BZD", "UNKNOWN"],
            id="a name not known",
        ),
        pytest.param(rows({"rx_name": "blue pill"}), ["UNKNOWN"], id="not recognised"),
        pytest.param(rows({}), ["UNKNOWN"], id="a row without a name"),
    ],
)
def test_medicines_are_known_by_their_classes_once_the_list_is_confirmed(a_list, value):
    lists = {} if a_list is None else {"medicines": a_list}

    assert said(facts(lists)["med"]) == value


FAILED = {
    "tx_started": "2023",
    "tx_drug": "sertraline",
    "tx_for_depression": "yes",
    "tx_this_episode": "yes",
    "tx_added_to": "no",
    "tx_dose": 100,
    "tx_weeks": 8,
    "tx_regular": "good",
    "tx_benefit": "little",
    "tx_stopped": "no_benefit",
}


@pytest.mark.parametrize(
    ("a_list", "value"),
    [
        pytest.param(None, "<not_asked>", id="not reached"),
        pytest.param(rows(FAILED, state="open"), "<not_asked>", id="open"),
        pytest.param(Rows("unsure"), "<unsure>", id="unsure"),
        pytest.param(Rows("none"), "not_met", id="none tried"),
        pytest.param(rows(FAILED), "not_met", id="one failed"),
        pytest.param(
            rows(FAILED, FAILED | {"tx_drug": "fluoxetine", "tx_dose": 40}),
            "met",
            id="two failed",
        ),
        pytest.param(
            rows(FAILED, FAILED | {"tx_drug": "bupropion", "tx_dose": None}),
            "possible",
            id="one failed, one dose unknown",
        ),
    ],
)
def test_resistance_is_known_once_the_list_is_confirmed(a_list, value):
    lists = {} if a_list is None else {"treatments": a_list}

    assert said(facts(lists)["trd"]) == value


def test_a_fact_of_a_list_names_its_rows():
    found = facts({"medicines": rows({"rx_name": "Xanax"})})["med"]

    assert found.sources == (Source("medicines"), Source("medicines", "r1"))


def test_a_fact_names_the_answers_that_caused_it():
    found = facts(**NO_SPELLS | {"bipolar_told": "yes"})["bipolar"]

    assert found.sources == (Source("bipolar_told"),)


def test_an_unsure_fact_names_what_was_unsure():
    found = facts(**NO_SPELLS | {"high_from_medicine": "unsure"})["bipolar"]

    assert found.sources == (Source("high_from_medicine"),)


def test_a_fact_is_as_old_as_its_oldest_answer():
    answers = sheet(
        saved_on={"hears_sees": date(2026, 3, 1), "plots_messages": date(2026, 2, 1)},
        hears_sees="no",
        plots_messages="no",
    )

    found = derive(screening(), answers, ANYBODY, TODAY)

    assert found["psychosis_now"].as_of == date(2026, 2, 1)
    assert found["escort"].as_of is None


def test_codes_may_be_translated_as_well_as_states():
    definition = define(
        group("a", choose("q1", "never", "often", states=["na"])),
        facts={"f": {"item": "q1", "translate": {"often": "yes", "na": "no"}}},
    )

    values = [
        said(derive(definition, sheet(q1=answer), ANYBODY, TODAY)["f"])
        for answer in ("often", "never", "na", None)
    ]

    assert values == ["yes", "never", "no", "<skipped>"]


def test_a_fact_on_a_hidden_item_is_not_a_no():
    definition = define(
        group("a", yes_no("q1", states=["unsure"])),
        group("b", yes_no("q2", when("q1", "yes"))),
        facts={"f": "q2", "g": {"when": when("q2", "yes")}},
    )

    found = derive(definition, sheet(q1="unsure", q2="yes"), ANYBODY, TODAY)

    assert (said(found["f"]), said(found["g"])) == ("<not_asked>", "<not_asked>")


def test_the_instruments_placed_are_scored_on_what_counts():
    answers = sheet(
        pcptsd5_event="no",
        pcptsd5_1="yes",
        **{f"gad7_{number}": 2 for number in range(1, 8)},
    )

    found = scores(screening(), answers, ANYBODY)

    assert set(found) == {"auditc", "drug1", "peg", "gad7", "pcptsd5", "phq9", "asq"}
    assert (found["gad7"].total, found["gad7"].band) == (14, "moderate")
    assert found["pcptsd5"].total == 0
    assert found["phq9"].total is None


plain_answers = st.fixed_dictionaries(
    {},
    optional={
        item.link_id: st.sampled_from(["yes", "no", "unsure", "declined", None])
        for item in screening().walk()
        if item.type == "boolean" and not item.instrument
    },
)


@given(plain_answers, st.data())
def test_an_unknown_never_counts_as_no(answers, data):
    """Turning any 'no' into an unknown answer turns no other fact into a 'no'."""
    said_no = sorted(name for name, answer in answers.items() if answer == "no")
    if not said_no:
        return
    name = data.draw(st.sampled_from(said_no))
    state = data.draw(st.sampled_from(["unsure", "declined", None]))

    before, after = facts(**answers), facts(**answers | {name: state})

    for fact in before:
        if said(before[fact]) != "no":
            assert said(after[fact]) != "no", fact


@given(plain_answers)
def test_the_order_of_answers_does_not_matter(answers):
    backwards = dict(reversed(answers.items()))

    assert facts(**answers) == facts(**backwards)
