"""The contraindications of a route, by what is known."""

from datetime import date

import pytest

from intake.domain.answer import NOT_APPLICABLE, UNSURE, answered
from intake.domain.eligibility.contraindications import contraindications
from intake.domain.eligibility.finding import Severity
from intake.domain.eligibility.protocol import load_data, read_protocol
from intake.domain.predicate import Truth

ON = date(2026, 11, 22)
PROTOCOL = read_protocol(load_data())


def found(**facts):
    judged = contraindications(PROTOCOL, facts, ON, "in")
    return {criterion.id: truth for criterion, truth in judged}


def test_every_contraindication_of_the_route_is_there_and_nothing_else():
    assert set(found()) == {
        criterion.id
        for criterion in PROTOCOL.criteria
        if criterion.severity["in"] is Severity.CI
    }


def test_nothing_is_absent_that_nobody_asked():
    assert Truth.NOT_MET not in found().values()


@pytest.mark.parametrize(
    ("answer", "truth"),
    [
        (answered("yes"), Truth.MET),
        (answered("no"), Truth.NOT_MET),
        (NOT_APPLICABLE, Truth.NOT_MET),
        (UNSURE, Truth.UNKNOWN),
    ],
)
def test_it_is_present_absent_or_not_known_by_the_answer(answer, truth):
    assert found(aneurysm=answer)["VAS-01"] is truth
