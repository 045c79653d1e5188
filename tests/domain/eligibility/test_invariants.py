"""What must hold for every person, whatever they answered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.eligibility.declaration import Kind
from intake.domain.eligibility.report import as_report

from .person import BASE, CRITERIA, PROTOCOL, evaluated, ids

TIERS = [tier.code for tier in PROTOCOL.tiers]
STATES = ["unsure", "declined", None]
PAIR = {"bp_sys", "bp_dia"}
RANGES = {
    "bp_sys": st.integers(80, 200),
    "bp_dia": st.integers(40, 79) | st.just(115),
    "bmi": st.floats(10, 60),
    "drug_days": st.integers(0, 9),
}
KINDS = {
    Kind.YES_NO: lambda fact: st.sampled_from(["yes", "no"]),
    Kind.FLAG: lambda fact: st.booleans(),
    Kind.CODE: lambda fact: st.sampled_from(fact.codes),
    Kind.SET: lambda fact: st.lists(
        st.sampled_from(fact.codes), max_size=4, unique=True
    ),
    Kind.INTEGER: lambda fact: st.integers(fact.least, fact.most),
}


def answers(fact):
    known = RANGES[fact.name] if fact.name in RANGES else KINDS[fact.kind](fact)
    return known | st.sampled_from(STATES)


def possible(person):
    systolic = person.get("bp_sys", BASE["bp_sys"])
    diastolic = person.get("bp_dia", BASE["bp_dia"])
    both = isinstance(systolic, int) and isinstance(diastolic, int)
    return not both or systolic > diastolic


# Up to a dozen answers that differ from those of the person without barriers.
persons = (
    st.sets(st.sampled_from(sorted(BASE)), max_size=12)
    .flatmap(
        lambda names: st.fixed_dictionaries(
            {name: answers(PROTOCOL.facts[name]) for name in sorted(names)}
        )
    )
    .filter(possible)
)

# Seen by staff alone; computed from another; a wish, which does not reassure.
NOT_REASSURING = {"capacity_concern", "auditc_min", "routes"}
REASSURING = sorted(set(BASE) - NOT_REASSURING)
# Graded by the level of safety, which is the trace that they leave.
GRADED = {"item9", "asq"}


@given(persons, st.sampled_from(REASSURING), st.sampled_from(STATES))
def test_an_unknown_in_place_of_a_reassuring_answer_never_looks_better(
    person, name, state
):
    names = PAIR if name in PAIR else {name}
    if name == "auditc_pos":  # beside an unknown total it is not listed again
        names, person = {name}, person | {"auditc": BASE["auditc"]}
    before = evaluated(**person | {name: BASE[name] for name in names})

    after = evaluated(**person | dict.fromkeys(names, state))

    assert TIERS.index(after.tier) <= TIERS.index(before.tier)
    assert after.safety >= before.safety
    assert name in GRADED or set(ids(after)) - set(ids(before))


@pytest.mark.parametrize("name", REASSURING)
@pytest.mark.parametrize("state", STATES)
def test_nobody_is_without_barrier_while_an_answer_is_unknown(name, state):
    names = PAIR if name in PAIR else {name}

    assert evaluated(**dict.fromkeys(names, state)).tier != "no_barrier_found"


CONTRAINDICATIONS = [
    (row["id"], case)
    for row in CRITERIA
    if "CI" in row["severity"].values()
    for case in row["applies"]
]


@given(persons, st.sampled_from(CONTRAINDICATIONS))
def test_a_contraindication_more_never_looks_better(person, contraindication):
    id_, case = contraindication
    if "med" in case:
        taken = person.get("med", BASE["med"])
        case = {"med": [*(taken if isinstance(taken, list) else []), *case["med"]]}
    if PAIR & set(case):
        person = person | {name: BASE[name] for name in PAIR}
    before = evaluated(**person)

    after = evaluated(**person | case)

    assert id_ in ids(after)
    assert TIERS.index(after.tier) <= TIERS.index(before.tier)


@given(persons, st.randoms(use_true_random=False))
def test_the_order_of_the_answers_does_not_matter(person, chance):
    names = list(BASE | person)
    chance.shuffle(names)
    shuffled = {}
    for name in names:
        value = (BASE | person)[name]
        is_list = isinstance(value, list)
        shuffled[name] = chance.sample(value, len(value)) if is_list else value

    in_order, out_of_order = evaluated(**person), evaluated(without=BASE, **shuffled)

    assert as_report(out_of_order) == as_report(in_order)


@given(persons)
def test_findings_come_worst_first_and_then_as_the_protocol_lists_them(person):
    places = [criterion.id for criterion in PROTOCOL.criteria]
    places += [f"UNK:{name}" for name in PROTOCOL.facts]
    order = ["CI", "CLR", "MORE", "CAU", "INF", None]

    findings = evaluated(**person).findings

    ranks = [
        (min(map(order.index, found.severity.values())), places.index(found.id))
        for found in findings
    ]
    assert ranks == sorted(set(ranks))


@given(persons)
def test_the_status_of_a_route_is_its_worst_finding(person):
    evaluation = evaluated(**person)

    for route, status in evaluation.routes.items():
        found = {finding.severity[route] for finding in evaluation.findings}
        worse = [s for s in ("CI", "CLR", "MORE", "CAU", "INF") if s in found]
        assert status == (worse[0] if worse else "ok")
