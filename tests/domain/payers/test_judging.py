"""A payer's rule set held against a history."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.answer import SKIPPED, UNSURE
from intake.domain.payers.counting import years_before
from intake.domain.payers.history import Measured
from intake.domain.payers.judging import Verdict, judge
from intake.domain.payers.shipped import load_rule_sets
from intake.domain.payers.words import SENTENCES, in_words
from tests.domain.treatments.strategies import names_of_facts

from .histories import failed, histories, history, phq9

RULE_SETS = load_rule_sets()
codes = st.sampled_from(sorted(RULE_SETS))
TWO = (failed("sertraline"), failed("bupropion"))


def standing(code, name, known):
    found = judge(RULE_SETS[code], known).standings
    return next(each for each in found if each.requirement.id == name)


def verdict(code, name, known):
    return str(standing(code, name, known).verdict)


def met(code, known):
    return {each.requirement.id for each in judge(RULE_SETS[code], known).those("met")}


class TestTrials:
    def test_two_failed_drugs_of_two_classes_are_cited_by_their_places(self):
        found = standing("cigna", "trials", history(failed("lithium"), *TWO))

        assert found.verdict is Verdict.MET
        assert found.trials == (2, 3)
        assert in_words(found) == "Counted: 2 (sertraline), 3 (bupropion)."

    def test_two_drugs_of_one_class_are_not_two_classes(self):
        known = history(failed("sertraline"), failed("fluoxetine"))

        assert verdict("cigna", "trials", known) == "missing"
        assert verdict("qualchoice", "trials", known) == "met"

    def test_one_drug_twice_counts_once(self):
        known = history(failed("sertraline"), failed("Zoloft"))

        assert verdict("qualchoice", "trials", known) == "missing"

    def test_a_combination_is_of_the_class_of_its_antidepressant(self):
        known = history(failed("amitriptyline"), failed("perphenazine-amitriptyline"))
        other = history(failed("bupropion"), failed("dextromethorphan-bupropion"))

        assert verdict("cigna", "trials", known) == "missing"
        assert verdict("cigna", "trials", other) == "missing"

    @pytest.mark.parametrize(
        ("code", "weeks", "expected"),
        [
            ("qualchoice", 3, "missing"),
            ("qualchoice", 4, "met"),
            ("cigna", 5, "missing"),
            ("cigna", 6, "met"),
            ("carefirst", 7, "missing"),
            ("carefirst", 8, "met"),
        ],
    )
    def test_the_weeks_are_those_of_the_payer(self, code, weeks, expected):
        short = {"weeks_at_highest": weeks, "weeks_total": weeks}

        known = history(failed("sertraline", **short), failed("bupropion"))

        assert verdict(code, "trials", known) == expected

    @pytest.mark.parametrize(
        ("code", "improvement", "expected"),
        [
            ("cigna", 25, "met"),
            ("cigna", 26, "missing"),
            ("western_health", 49, "met"),
            ("western_health", 50, "missing"),
        ],
    )
    def test_how_little_it_may_have_helped_is_that_of_the_payer(
        self, code, improvement, expected
    ):
        known = history(failed("sertraline", improvement=improvement), TWO[1])

        assert verdict(code, "trials", known) == expected

    def test_an_earlier_episode_counts_only_where_the_payer_lets_it(self):
        known = history(failed("sertraline", episode="other"), TWO[1])

        assert verdict("cigna", "trials", known) == "missing"
        assert verdict("western_health", "trials", known) == "met"

    def test_a_missing_figure_may_count_and_is_never_met(self):
        found = standing(
            "cigna",
            "trials",
            history(TWO[0], failed("bupropion", dose=None)),
        )

        assert found.verdict is Verdict.UNKNOWN
        assert (found.trials, found.open_trials) == ((1,), (2,))
        assert "May count when more is known: 2 (bupropion)" in in_words(found)

    def test_a_list_that_was_not_confirmed_may_lack_trials(self):
        known = history(TWO[0], confirmed=False)

        found = standing("cigna", "trials", known)

        assert found.verdict is Verdict.UNKNOWN
        assert "has not said that the list" in in_words(found)

    def test_no_trials_at_all_are_missing(self):
        found = standing("cigna", "trials", history())

        assert found.verdict is Verdict.MISSING
        assert in_words(found) == (
            "Counted: none; asked for: 2. Classes: 0; asked for: 2."
        )


class TestLookingBack:
    """Five years before 22 November 2026."""

    @pytest.mark.parametrize(
        ("facts", "expected"),
        [
            pytest.param({"started": "2021-12"}, "met", id="begun within"),
            pytest.param({"started": "2021-10"}, "met", id="ended within"),
            pytest.param({"started": "2019"}, "missing", id="over before"),
            pytest.param({"started": "2021"}, "unknown", id="a year that may be both"),
            pytest.param({"started": None}, "unknown", id="no date"),
            pytest.param(
                {"started": "2019", "weeks_total": None}, "unknown", id="no end"
            ),
            pytest.param({"started": "2015", "ongoing": True}, "met", id="still taken"),
        ],
    )
    def test_what_ended_earlier_does_not_count(self, facts, expected):
        elsewhere = {"episode": "other"} | facts

        known = history(failed("sertraline", **elsewhere), TWO[1])

        assert verdict("carefirst", "trials", known) == expected

    def test_a_trial_of_an_episode_that_began_within_does_without_a_date(self):
        undated = failed("sertraline", started=None)

        known = history(undated, TWO[1], episode_months=60)
        longer = history(undated, TWO[1], episode_months=61)

        assert verdict("carefirst", "trials", known) == "met"
        assert verdict("carefirst", "trials", longer) == "unknown"


def test_five_years_before_a_leap_day_is_the_day_before_march():
    assert years_before(date(2028, 2, 29), 5) == date(2023, 2, 28)


class TestAugmentation:
    def test_two_added_medicines_count_and_an_antidepressant_alone_does_not(self):
        known = history(*TWO, failed("lithium"), failed("aripiprazole"))

        assert standing("qualchoice", "augmentations", known).trials == (3, 4)
        assert verdict("qualchoice", "augmentations", history(*TWO)) == "missing"

    def test_a_second_antidepressant_counts_when_it_was_added(self):
        known = history(failed("lithium"), failed("mirtazapine", added_to=True))

        assert verdict("qualchoice", "augmentations", known) == "met"

    @pytest.mark.parametrize(
        ("facts", "expected"),
        [
            ({"weeks_at_highest": 3, "weeks_total": 3}, "missing"),
            ({"weeks_at_highest": 3, "weeks_total": None}, "unknown"),
            ({"indication": "other"}, "missing"),
            ({"indication": None}, "unknown"),
            ({"improvement": 80}, "missing"),
            ({"improvement": None}, "unknown"),
        ],
    )
    def test_too_short_or_for_something_else_does_not_count(self, facts, expected):
        known = history(failed("lithium"), failed("aripiprazole", **facts))

        assert verdict("qualchoice", "augmentations", known) == expected

    def test_talk_therapy_may_stand_in_for_it(self):
        with_therapy = history(*TWO)
        without = history(*TWO, psychotherapy="no")
        added = history(*TWO, failed("lithium"), psychotherapy="no")

        name = "augmentation_or_therapy"

        assert verdict("carefirst", name, with_therapy) == "met"
        assert verdict("carefirst", name, without) == "missing"
        assert standing("carefirst", name, added).trials == (3,)


class TestTakingNow:
    @pytest.mark.parametrize(
        ("trial", "expected"),
        [
            pytest.param(failed("sertraline", ongoing=True), "met", id="still taken"),
            pytest.param(failed("sertraline"), "missing", id="stopped"),
            pytest.param(failed("sertraline", ongoing=None), "unknown", id="not said"),
            pytest.param(failed("Emsam", ongoing=True), "missing", id="a patch"),
            pytest.param(failed("lithium", ongoing=True), "missing", id="not one"),
            pytest.param(
                failed("x", weeks_at_highest=1, weeks_total=1, ongoing=True),
                "missing",
                id="for one week",
            ),
        ],
    )
    def test_only_an_antidepressant_by_mouth_counts(self, trial, expected):
        assert verdict("qualchoice", "taking", history(trial)) == expected


class TestScores:
    @pytest.mark.parametrize(
        ("scores", "expected", "sentence"),
        [
            pytest.param(
                [phq9(16, date(2026, 10, 25))],
                "met",
                "PHQ-9 16 on 25 October 2026; 28 days old.",
                id="just high and recent enough",
            ),
            pytest.param(
                [phq9(16, date(2026, 10, 24))],
                "missing",
                "PHQ-9 16 on 24 October 2026; 29 days old, asked for: at most 4 weeks.",
                id="a day too old",
            ),
            pytest.param(
                [phq9(15)],
                "missing",
                "PHQ-9 15 on 15 November 2026; asked for: at least 16.",
                id="one point too low",
            ),
            pytest.param(
                [phq9(20, date(2026, 11, 1)), phq9(9, date(2026, 11, 20))],
                "missing",
                "PHQ-9 9 on 20 November 2026; asked for: at least 16.",
                id="the latest counts",
            ),
            pytest.param(
                [phq9(20, date(2026, 11, 23))],
                "missing",
                "No score of PHQ-9 is recorded.",
                id="after the day",
            ),
            pytest.param(
                [phq9(None, highest=20)],
                "unknown",
                "PHQ-9 on 15 November 2026 was not completed, so that it has no total.",
                id="not completed",
            ),
            pytest.param(
                [phq9(None, highest=12)],
                "missing",
                "PHQ-9 without a total on 15 November 2026; asked for: at least 16.",
                id="not completed, and too low whatever is missing",
            ),
            pytest.param([], "missing", "No score of PHQ-9 is recorded.", id="none"),
        ],
    )
    def test_the_latest_must_be_high_and_recent_enough(
        self, scores, expected, sentence
    ):
        found = standing("qualchoice", "score", history(scores=scores))

        assert str(found.verdict) == expected
        assert in_words(found) == sentence

    def test_any_of_the_instruments_is_enough(self):
        known = history(scores=[Measured("qids", date(2020, 1, 1), 4)])

        assert verdict("carefirst", "scale", known) == "met"


class TestAnswers:
    @pytest.mark.parametrize(
        ("facts", "expected"),
        [({"age": 18}, "met"), ({"age": 65}, "met"), ({"age": 66}, "missing")],
    )
    def test_the_answers_decide(self, facts, expected):
        assert verdict("qualchoice", "age", history(**facts)) == expected

    def test_a_requirement_that_something_is_absent_says_that_it_is(self):
        found = standing("carefirst", "substances", history(sud_active="no"))

        assert found.verdict is Verdict.MET
        assert in_words(found) == (
            "By the answers: present problem with alcohol or drugs: no."
        )

    @pytest.mark.parametrize("state", [SKIPPED, UNSURE])
    def test_an_answer_that_is_not_there_is_named(self, state):
        known = history()

        found = standing(
            "qualchoice", "age", replace(known, facts=known.facts | {"age": state})
        )

        assert found.verdict is Verdict.UNKNOWN
        assert in_words(found) == "Not known: age."

    def test_what_only_the_clinician_can_state_is_never_met(self):
        assert verdict("western_health", "psychiatrist", history(*TWO)) == "unknown"


@given(histories, codes)
def test_every_standing_has_its_words(known, code):
    for found in judge(RULE_SETS[code], known).standings:
        assert found.why in SENTENCES
        assert "{" not in in_words(found)


@given(st.data(), histories.filter(lambda known: known.tried), codes)
def test_removing_a_trial_never_makes_a_requirement_met(data, known, code):
    removed = data.draw(st.sampled_from(known.tried))

    less = replace(known, tried=tuple(t for t in known.tried if t is not removed))

    assert met(code, less) <= met(code, known)


@given(st.data(), histories.filter(lambda known: known.tried), codes)
def test_a_trial_of_which_less_is_known_never_makes_a_requirement_met(
    data, known, code
):
    place = data.draw(st.integers(0, len(known.tried) - 1))
    name = data.draw(names_of_facts)
    tried = known.tried[place]
    vaguer = replace(tried, trial=replace(tried.trial, **{name: None}))

    less = replace(
        known, tried=(*known.tried[:place], vaguer, *known.tried[place + 1 :])
    )

    assert met(code, less) <= met(code, known)


@given(st.data(), histories, codes)
def test_an_unknown_answer_never_makes_a_requirement_met(data, known, code):
    name = data.draw(st.sampled_from(sorted(known.facts)))

    less = replace(known, facts=known.facts | {name: SKIPPED})

    assert met(code, less) <= met(code, known)


@given(histories, codes)
def test_nothing_is_missing_that_an_unconfirmed_list_may_still_hold(known, code):
    found = judge(RULE_SETS[code], replace(known, is_confirmed=False))

    assert not [s for s in found.those("missing") if s.why.startswith("trials.")]


@given(st.data(), histories, codes)
def test_the_order_of_trials_does_not_matter(data, known, code):
    shuffled = replace(known, tried=tuple(data.draw(st.permutations(known.tried))))

    assert met(code, shuffled) == met(code, known)
