"""Tiers, routes, unknown facts and old readings."""

from copy import deepcopy
from datetime import date

import pytest

from intake.domain.answer import NOT_APPLICABLE, UNSURE, answered
from intake.domain.eligibility.evaluation import evaluate
from intake.domain.eligibility.protocol import load_data, read_protocol
from intake.domain.safety import Level

from .person import BASE, PROTOCOL, TODAY, evaluated, finding, ids


def with_severities(**changes):
    """The shipped protocol with other severities, by criterion and route."""
    data = deepcopy(load_data())
    for row in data["criteria"]:
        row["severity"] |= changes.get(row["id"].replace("-", "_"), {})
    return read_protocol(data)


ONE_ROUTE_CLOSED = with_severities(ORG_06={"in": "CAU"})


def test_a_contraindication_on_one_of_two_routes_needs_clearance_and_names_the_other():
    evaluation = evaluated(ONE_ROUTE_CLOSED, bladder_ketamine="yes")

    assert evaluation.routes == {"iv_im": "CI", "in": "CAU"}
    assert evaluation.tier == "needs_clearance"
    assert evaluation.open_routes == ("in",)


def test_a_contraindication_on_the_only_route_asked_for_closes_it():
    evaluation = evaluated(ONE_ROUTE_CLOSED, bladder_ketamine="yes", routes=["iv_im"])

    assert evaluation.tier == "contraindication_found"
    assert evaluation.open_routes == ()


def test_a_contraindication_on_a_route_nobody_asked_for_does_not_count():
    evaluation = evaluated(ONE_ROUTE_CLOSED, bladder_ketamine="yes", routes=["in"])

    assert evaluation.routes["iv_im"] == "CI"
    assert evaluation.tier == "no_barrier_found"
    assert evaluation.open_routes == ("in",)


def test_each_route_may_be_closed_by_a_contraindication_of_its_own():
    protocol = with_severities(ORG_06={"in": "CAU"}, NEU_05={"iv_im": "CAU"})

    evaluation = evaluated(protocol, bladder_ketamine="yes", dementia="yes")

    assert evaluation.tier == "contraindication_found"


@pytest.mark.parametrize(
    "routes", [pytest.param(r, id=str(r)) for r in ([], None, "unsure", "declined")]
)
def test_without_a_wish_every_route_counts(routes):
    evaluation = evaluated(routes=routes, stay="no")

    assert evaluation.requested == ("iv_im", "in")
    assert evaluation.tier == "needs_clearance"


def test_an_unknown_answer_that_concerns_only_another_route_does_not_hold_the_case():
    evaluation = evaluated(routes=["iv_im"], nasal="unsure")

    assert finding(evaluation, "UNK:nasal").severity == {"iv_im": None, "in": "INF"}
    assert evaluation.tier == "no_barrier_found"


@pytest.mark.parametrize(
    ("reversible", "lasting", "for_now"),
    [
        pytest.param({"pregnant": "yes"}, {}, True, id="one that may pass"),
        pytest.param({}, {"aneurysm": "yes"}, False, id="one that lasts"),
        pytest.param({"pregnant": "yes"}, {"avm": "yes"}, False, id="one of each"),
        pytest.param({}, {}, False, id="none"),
        pytest.param({}, {"kidney": "yes"}, False, id="only a clearance"),
    ],
)
def test_for_now_means_that_every_contraindication_may_pass(
    reversible, lasting, for_now
):
    assert evaluated(**reversible, **lasting).is_for_now is for_now


def test_a_lasting_contraindication_on_another_route_does_not_count_for_now():
    protocol = with_severities(ORG_06={"iv_im": "none"})
    changes = {"bladder_ketamine": "yes", "med": ["XAN"]}

    assert evaluated(protocol, routes=["iv_im"], **changes).is_for_now
    assert not evaluated(protocol, routes=["in"], **changes).is_for_now


@pytest.mark.parametrize(
    ("name", "severity"),
    [
        pytest.param("aneurysm", ("MORE", "MORE"), id="contraindication"),
        pytest.param("escort", ("MORE", "MORE"), id="clearance"),
        pytest.param("stay", ("INF", "MORE"), id="clearance on one route only"),
        pytest.param("htn", ("INF", "INF"), id="caution"),
        pytest.param("drives", ("INF", "INF"), id="information"),
        pytest.param("nasal", (None, "INF"), id="caution on one route only"),
        pytest.param("seizure_controlled", ("INF", "INF"), id="used by a cross-check"),
        pytest.param("auditc_pos", ("INF", "INF"), id="cut of AUDIT-C"),
        pytest.param("med", ("MORE", "MORE"), id="list"),
        pytest.param("medical_emergency", ("MORE", "MORE"), id="emergency"),
        pytest.param("self_harm_now", ("MORE", "MORE"), id="self-harm"),
        pytest.param("harm_others_now", ("MORE", "MORE"), id="harm to others"),
        pytest.param("command_voices", ("MORE", "MORE"), id="voices"),
    ],
)
@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ("unsure", "fact_unsure"),
        ("declined", "fact_declined"),
        (None, "fact_missing"),
    ],
)
def test_an_unknown_fact_weighs_what_it_could_have_meant(name, severity, answer, code):
    found = finding(evaluated(**{name: answer}), f"UNK:{name}")

    assert tuple(found.severity.values()) == severity
    assert found.facts == {name: answer}
    assert found.why.code == code
    assert found.is_unknown
    assert found.sources


def test_a_fact_left_out_is_unknown():
    evaluation = evaluated(without=["aneurysm"])

    assert ids(evaluation) == ["UNK:aneurysm"]
    assert evaluation.tier == "more_information_needed"


def test_nothing_known_at_all_is_missing_information_not_a_clean_bill():
    evaluation = evaluate(PROTOCOL, {}, TODAY)

    assert evaluation.tier == "more_information_needed"
    assert evaluation.safety is Level.UNKNOWN
    assert {"IND-05", "IND-08", "VAS-07", "AGE-03", "UNK:med"} <= set(ids(evaluation))


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        pytest.param({"age": None}, ["AGE-03"], id="age"),
        pytest.param({"age": "declined"}, ["AGE-03"], id="age declined"),
        pytest.param({"trd": "unsure"}, ["IND-08"], id="treatments"),
        pytest.param({"phq9": "declined"}, ["IND-05"], id="PHQ-9"),
        pytest.param(
            {"bp_sys": "unsure", "bp_dia": "unsure"}, ["VAS-07"], id="blood pressure"
        ),
        pytest.param({"capacity_concern": None}, [], id="seen by staff alone"),
        pytest.param({"auditc_min": None}, [], id="computed"),
        pytest.param({"auditc": None}, ["UNK:auditc"], id="AUDIT-C"),
        pytest.param(
            {"auditc": None, "auditc_min": None, "auditc_pos": None},
            ["UNK:auditc"],
            id="everything of AUDIT-C",
        ),
        pytest.param({"auditc_pos": None}, ["UNK:auditc_pos"], id="only its cut"),
        pytest.param({"pregnant": "na"}, [], id="cannot be pregnant"),
        pytest.param({"pregnant": "unsure"}, ["REP-02"], id="might be pregnant"),
        pytest.param({"pregnant": "declined"}, ["UNK:pregnant"], id="does not say"),
        pytest.param({"pregnant": None}, ["UNK:pregnant"], id="no answer"),
        pytest.param({"breastfeeding": "na"}, [], id="breastfeeding"),
        pytest.param({"planning_pregnancy": "na"}, [], id="planning"),
        pytest.param({"preeclampsia": "na"}, [], id="pre-eclampsia"),
    ],
)
def test_an_unknown_with_a_rule_of_its_own_is_not_listed_twice(changes, found):
    assert ids(evaluated(**changes)) == found


def test_at_least_eight_points_count_whatever_the_missing_answer_is():
    evaluation = evaluated(auditc=None, auditc_min=8, auditc_pos=True)

    assert ids(evaluation) == ["SUB-07", "UNK:auditc"]
    assert finding(evaluation, "SUB-07").facts == {"auditc_min": 8, "sud_active": "no"}
    assert evaluation.tier == "needs_clearance"


def test_what_a_branch_made_irrelevant_is_not_unknown():
    facts = {name: answered(value) for name, value in BASE.items()}
    facts["ketamine_nonresponse"] = facts["command_voices"] = NOT_APPLICABLE

    evaluation = evaluate(PROTOCOL, facts, TODAY)

    assert (ids(evaluation), evaluation.tier) == ([], "no_barrier_found")


def test_names_that_are_no_facts_of_the_protocol_are_left_to_others():
    facts = {name: answered(value) for name, value in BASE.items()}

    evaluation = evaluate(PROTOCOL, facts | {"shoe_size": UNSURE}, TODAY)

    assert ids(evaluation) == []


@pytest.mark.parametrize(
    ("taken_on", "counts"),
    [
        pytest.param("2026-06-01", True, id="today"),
        pytest.param("2026-05-02", True, id="30 days ago"),
        pytest.param("2026-05-01", False, id="31 days ago"),
        pytest.param("2026-06-02", False, id="tomorrow"),
        pytest.param("unsure", False, id="day not known"),
        pytest.param(None, False, id="no day given"),
    ],
)
def test_a_reading_counts_for_thirty_days(taken_on, counts):
    evaluation = evaluated(on=date(2026, 6, 1), bp_sys=190, bp_date=taken_on)

    assert ids(evaluation) == (["VAS-04"] if counts else ["VAS-07"])
    assert evaluation.same_day_task is counts


def test_a_reading_of_which_no_day_is_asked_counts():
    assert ids(evaluated(bp_sys=190)) == ["VAS-04"]


@pytest.mark.parametrize("missing", ["bp_sys", "bp_dia"])
def test_half_a_pair_is_no_reading(missing):
    evaluation = evaluated(**{"bp_sys": 190, "bp_dia": 115, missing: None})

    assert ids(evaluation) == ["VAS-07"]
    assert finding(evaluation, "VAS-07").facts == {"bp_sys": None, "bp_dia": None}


def test_a_reading_is_told_whole_even_when_one_number_is_too_high():
    found = finding(evaluated(bp_sys=182, bp_dia=96), "VAS-04")

    assert found.facts == {"bp_sys": 182, "bp_dia": 96}


@pytest.mark.parametrize(
    ("changes", "due"),
    [
        pytest.param({"cv_unstable": "yes"}, True, id="unstable heart"),
        pytest.param({"bp_sys": 180}, True, id="systolic 180"),
        pytest.param({"bp_sys": 179}, False, id="systolic 179"),
        pytest.param({"bp_dia": 120}, True, id="diastolic 120"),
        pytest.param({"bp_dia": 119}, False, id="diastolic 119"),
        pytest.param({"cv_unstable": "unsure"}, False, id="not known"),
    ],
)
def test_a_dangerous_heart_or_pressure_is_a_task_for_the_same_day(changes, due):
    assert evaluated(**{"bp_sys": 124, **changes}).same_day_task is due


@pytest.mark.parametrize(
    ("changes", "tier"),
    [
        ({"asq": "acute"}, "urgent_safety_review"),
        ({"asq": "high"}, "urgent_safety_review"),
        ({"asq": "declined"}, "urgent_safety_review"),
        ({"asq": "missing", "item9": 1}, "urgent_safety_review"),
        ({"item9": 3}, "urgent_safety_review"),
        ({"command_voices": "unsure"}, "urgent_safety_review"),
        ({"medical_emergency": "yes"}, "urgent_safety_review"),
        ({"asq": "acute", "aneurysm": "yes"}, "urgent_safety_review"),
        ({"asq": "past_attempt", "aneurysm": "yes"}, "contraindication_found"),
        ({"asq": "past_attempt"}, "needs_clearance"),
        ({"kidney": "yes", "age": None}, "needs_clearance"),
        ({"asq": "missing"}, "more_information_needed"),
        ({"item9": "declined"}, "more_information_needed"),
        ({"medical_emergency": "unsure"}, "more_information_needed"),
        ({"htn": "unsure"}, "more_information_needed"),
        ({"item9": 1}, "no_barrier_found"),
        ({"drives": "yes", "htn": "yes"}, "no_barrier_found"),
    ],
)
def test_the_most_urgent_tier_wins(changes, tier):
    assert evaluated(**changes).tier == tier


def test_a_medical_emergency_leaves_the_level_of_safety_alone():
    assert evaluated(medical_emergency="yes").safety is Level.NONE


def test_a_passive_wish_alone_may_be_graded_less_strictly():
    said = {
        "asq": "current",
        "asq_1": "yes",
        "asq_2": "no",
        "asq_3": "no",
        "asq_4": "no",
    }
    facts = {name: answered(value) for name, value in (BASE | said).items()}

    lenient = evaluate(PROTOCOL, facts, TODAY, strict=False)

    assert evaluate(PROTOCOL, facts, TODAY).tier == "urgent_safety_review"
    assert (lenient.safety, lenient.tier) == (Level.MODERATE, "needs_clearance")


@pytest.mark.parametrize(
    ("before", "now", "level", "tier"),
    [
        pytest.param("high", "negative", "high", "urgent_safety_review", id="before"),
        pytest.param("low", "acute", "acute", "urgent_safety_review", id="now"),
        pytest.param("low", "negative", "low", "no_barrier_found", id="low before"),
    ],
)
def test_the_level_reached_before_never_falls(before, now, level, tier):
    facts = {name: answered(value) for name, value in (BASE | {"asq": now}).items()}

    evaluation = evaluate(PROTOCOL, facts, TODAY, at_least=Level(before))

    assert (evaluation.safety, evaluation.tier) == (Level(level), tier)


def test_an_evaluation_says_by_which_version_and_for_which_day():
    evaluation = evaluated()

    assert (evaluation.protocol, evaluation.version) == ("ketamine", PROTOCOL.version)
    assert evaluation.on == TODAY
