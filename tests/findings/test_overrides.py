"""Criteria that were set aside: by a word on the finding, or by deciding."""

import pytest

from intake.findings import actions
from intake.findings.actions import Statement
from intake.findings.overrides import set_aside_in
from intake.findings.work import found_in
from intake.review.actions import Verdict, revision_of
from tests.factories.cases import make_case
from tests.factories.decisions import decide, decided

pytestmark = pytest.mark.django_db


@pytest.fixture
def pregnant(site):
    """Somebody against whom a contraindication stands on both routes."""
    return make_case({"pregnant": "yes"}, site=site)


@pytest.mark.parametrize(
    ("iv_im", "nasal", "is_aside"),
    [
        pytest.param("eligible", "not_suitable", True, id="decided for one route"),
        pytest.param("conditional", "not_now", True, id="on conditions"),
        pytest.param("not_suitable", "not_now", False, id="not against it"),
        pytest.param("more_information", "not_now", False, id="asked again"),
    ],
)
def test_a_contraindication_is_set_aside_by_deciding_for_the_route(
    pregnant, clinician, iv_im, nasal, is_aside
):
    decide(pregnant, clinician, iv_im, nasal=nasal)

    stood, aside = set_aside_in(decided(clinician))

    grave = [row for row in stood if row.severity == "CI"]
    assert [row.times for row in grave] == [1]
    assert [row.set_aside for row in grave] == [int(is_aside)]
    assert [one.reason() for one in aside] == ["For good reasons."] * is_aside


def test_what_needs_clearance_is_set_aside_by_going_on_while_it_is_open(
    site, clinician
):
    gone_on = [make_case({"bp_sys": 165, "bp_dia": 105}, site=site) for _ in range(2)]
    waiting = make_case({"bp_sys": 165, "bp_dia": 105}, site=site)
    decide(gone_on[0], clinician, "conditional")
    decide(gone_on[1], clinician, "eligible")
    decide(waiting, clinician, "not_now")

    stood, aside = set_aside_in(decided(clinician))

    (row,) = [row for row in stood if row.severity == "CLR"]
    assert (row.times, row.set_aside) == (3, 2)
    assert {one.case for one in aside} == set(gone_on)


def grave(case):
    return next(one for one in found_in(case) if one.holds(["iv_im"]))


def say(case, by, kind, reason="Seen and weighed."):
    return actions.deal_with(
        case=case,
        grounds=grave(case).works.grounds,
        statement=Statement(kind, reason, "The letter"),
        seen=grave(case).works.latest,
        by=by,
    )


def test_a_finding_set_aside_by_word_has_that_words_reason(pregnant, clinician):
    say(pregnant, clinician, "set_aside")
    decide(pregnant, clinician)

    _stood, aside = set_aside_in(decided(clinician))

    assert [one.reason() for one in aside] == ["Seen and weighed."]


def test_a_finding_that_was_resolved_is_not_set_aside(pregnant, clinician):
    say(pregnant, clinician, "resolved")
    decide(pregnant, clinician)

    stood, aside = set_aside_in(decided(clinician))

    assert [(row.times, row.set_aside) for row in stood] == [(1, 0)]
    assert aside == []


def test_what_was_taken_back_before_the_decision_does_not_speak(pregnant, clinician):
    record = say(pregnant, clinician, "resolved")
    actions.take_back(
        case=pregnant, number=record.pk, reason="Wrong person.", by=clinician
    )
    decide(pregnant, clinician)

    _stood, aside = set_aside_in(decided(clinician))

    assert [one.reason() for one in aside] == ["For good reasons."]


def test_an_open_finding_passed_over_has_the_reason_given_for_it(pregnant, clinician):
    verdict = Verdict(
        {"iv_im": "conditional", "in": "not_now"}, "All in all.", "Hello."
    )
    reasons = {one.works.grounds: "It was a slip." for one in found_in(pregnant)}
    actions.decide(
        case=pregnant,
        verdict=verdict,
        reasons=reasons,
        seen=revision_of(pregnant),
        by=clinician,
    )

    _stood, aside = set_aside_in(decided(clinician))

    assert [one.reason() for one in aside] == ["It was a slip."]


def test_the_number_of_queries_does_not_grow_with_the_decisions(
    site, clinician, django_assert_max_num_queries
):
    decide(make_case(site=site), clinician)
    with django_assert_max_num_queries(20) as first:
        set_aside_in(decided(clinician))
    at_most = len(first)
    for _number in range(2):
        decide(make_case({"pregnant": "yes"}, site=site), clinician)

    with django_assert_max_num_queries(at_most):
        set_aside_in(decided(clinician))
