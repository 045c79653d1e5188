"""The language of conditions: truth tables, states, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.answer import (
    DECLINED,
    NOT_APPLICABLE,
    NOT_ASKED,
    SKIPPED,
    UNSURE,
    answered,
)
from intake.domain.predicate import (
    All,
    Any_,
    Comparison,
    Not,
    PredicateError,
    Truth,
    read_predicate,
)

MET, NOT_MET, UNKNOWN = Truth.MET, Truth.NOT_MET, Truth.UNKNOWN
KNOWN = {
    "t": answered("yes"),
    "f": answered("no"),
    "u": UNSURE,
    "age": answered(17),
    "med": answered(["BZD", "OPI"]),
    "declined": DECLINED,
    "na": NOT_APPLICABLE,
    "skipped": SKIPPED,
    "not_asked": NOT_ASKED,
}
PART = {
    MET: {"fact": "t", "value": "yes"},
    NOT_MET: {"fact": "f", "value": "yes"},
    UNKNOWN: {"fact": "u", "value": "yes"},
}


def judge(data):
    return read_predicate(data).judge(KNOWN)


@pytest.mark.parametrize(
    ("one", "other", "both", "either"),
    [
        pytest.param(MET, MET, MET, MET, id="met and met"),
        pytest.param(MET, NOT_MET, NOT_MET, MET, id="met and not met"),
        pytest.param(MET, UNKNOWN, UNKNOWN, MET, id="met and unknown"),
        pytest.param(NOT_MET, NOT_MET, NOT_MET, NOT_MET, id="not met twice"),
        pytest.param(NOT_MET, UNKNOWN, NOT_MET, UNKNOWN, id="not met and unknown"),
        pytest.param(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, id="unknown twice"),
    ],
)
def test_all_and_any_follow_the_tables_of_kleene(one, other, both, either):
    for parts in ([PART[one], PART[other]], [PART[other], PART[one]]):
        assert judge({"all": parts}) is both
        assert judge({"any": parts}) is either


@pytest.mark.parametrize(
    ("part", "reverse"), [(MET, NOT_MET), (NOT_MET, MET), (UNKNOWN, UNKNOWN)]
)
def test_the_reverse_of_unknown_is_unknown(part, reverse):
    assert judge({"not": PART[part]}) is reverse


@pytest.mark.parametrize(
    ("op", "below", "at", "above"),
    [
        pytest.param("=", NOT_MET, MET, NOT_MET, id="equal"),
        pytest.param("!=", MET, NOT_MET, MET, id="not equal"),
        pytest.param("<", NOT_MET, NOT_MET, MET, id="less"),
        pytest.param("<=", NOT_MET, MET, MET, id="less or equal"),
        pytest.param(">", MET, NOT_MET, NOT_MET, id="more"),
        pytest.param(">=", MET, MET, NOT_MET, id="more or equal"),
    ],
)
def test_a_number_is_compared_below_at_and_above_it(op, below, at, above):
    judged = [judge({"fact": "age", "op": op, "value": v}) for v in (16, 17, 18)]

    assert judged == [below, at, above]


def test_a_list_contains_what_is_in_it():
    assert judge({"fact": "med", "op": "contains", "value": "OPI"}) is MET
    assert judge({"fact": "med", "op": "contains", "value": "MAOI"}) is NOT_MET


@pytest.mark.parametrize("name", ["u", "declined", "skipped", "not_asked", "absent"])
@pytest.mark.parametrize(
    "comparison",
    [
        pytest.param({"value": "yes"}, id="equal"),
        pytest.param({"op": ">", "value": 1}, id="more"),
        pytest.param({"op": "<=", "value": 1}, id="less or equal"),
        pytest.param({"op": "contains", "value": "OPI"}, id="contains"),
        pytest.param({"op": "in", "value": ["yes", "no"]}, id="in"),
    ],
)
def test_an_unknown_answer_is_neither_yes_nor_no(name, comparison):
    assert judge({"fact": name, **comparison}) is UNKNOWN
    assert judge({"not": {"fact": name, **comparison}}) is UNKNOWN


@pytest.mark.parametrize("name", ["u", "declined", "skipped", "not_asked", "absent"])
def test_not_equal_is_met_unless_known_to_be_equal(name):
    assert judge({"fact": name, "op": "!=", "value": "yes"}) is MET
    assert judge({"fact": "t", "op": "!=", "value": "yes"}) is NOT_MET
    assert judge({"fact": "f", "op": "!=", "value": "yes"}) is MET


@pytest.mark.parametrize(
    "comparison",
    [
        pytest.param({"value": "yes"}, id="equal"),
        pytest.param({"op": "<", "value": 1}, id="less"),
        pytest.param({"op": "contains", "value": "OPI"}, id="contains"),
        pytest.param({"op": "in", "value": ["yes", "no"]}, id="in"),
        pytest.param({"op": "exists"}, id="exists"),
    ],
)
def test_nothing_is_true_of_what_does_not_apply(comparison):
    assert judge({"fact": "na", **comparison}) is NOT_MET


def test_what_does_not_apply_is_not_equal_to_anything():
    assert judge({"fact": "na", "op": "!=", "value": "yes"}) is MET


@pytest.mark.parametrize(
    ("name", "present"),
    [
        ("t", True),
        ("f", True),
        ("u", False),
        ("declined", False),
        ("na", False),
        ("skipped", False),
        ("not_asked", False),
        ("absent", False),
    ],
)
def test_only_a_given_value_exists_and_that_is_never_unknown(name, present):
    assert judge({"fact": name, "op": "exists"}) is Truth.of(present)
    assert judge({"fact": name, "op": "exists", "value": True}) is Truth.of(present)
    assert judge({"fact": name, "op": "exists", "value": False}) is Truth.of(
        not present
    )


@pytest.mark.parametrize("state", ["unsure", "declined", "na"])
@pytest.mark.parametrize("name", list(KNOWN))
def test_a_named_state_is_compared_with_the_state_and_never_unknown(state, name):
    is_it = (name, state) in {("u", "unsure"), ("declined", "declined"), ("na", "na")}

    assert judge({"fact": name, "value": state}) is Truth.of(is_it)
    assert judge({"fact": name, "op": "!=", "value": state}) is Truth.of(not is_it)


@pytest.mark.parametrize(
    ("name", "truth"),
    [("t", MET), ("f", NOT_MET), ("u", MET), ("declined", UNKNOWN), ("na", NOT_MET)],
)
def test_one_of_several_may_name_a_state(name, truth):
    assert judge({"fact": name, "op": "in", "value": ["yes", "unsure"]}) is truth


def test_a_condition_tells_every_comparison_in_the_order_written():
    predicate = read_predicate(
        {
            "all": [
                {"fact": "a", "op": "exists"},
                {
                    "any": [
                        {"item": "b", "value": 1},
                        {"not": {"fact": "c", "value": 2}},
                    ]
                },
            ]
        }
    )

    assert [part.name for part in predicate.comparisons()] == ["a", "b", "c"]


def test_a_condition_is_read_into_its_parts():
    yes = Comparison("a", "=", "yes")
    plain = {"fact": "a", "value": "yes"}

    assert read_predicate(plain) == yes
    assert read_predicate({"all": [plain]}) == All((yes,))
    assert read_predicate({"any": [plain]}) == Any_((yes,))
    assert read_predicate({"not": plain}) == Not(yes)


values = st.sampled_from(["yes", "no", "unsure", "declined", "na", 3, True])
names = st.sampled_from([*KNOWN, "absent"])
comparisons = st.one_of(
    st.builds(Comparison, names, st.sampled_from(["=", "!="]), values),
    st.builds(Comparison, names, st.just("exists"), st.sampled_from([None, True])),
    st.builds(
        Comparison,
        names,
        st.just("in"),
        st.lists(values, min_size=1, max_size=3).map(tuple),
    ),
)
predicates = st.recursive(
    comparisons,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: All(tuple(parts))),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: Any_(tuple(parts))),
    ),
    max_leaves=8,
)


@given(predicates)
def test_a_condition_survives_being_stored(predicate):
    assert read_predicate(predicate.to_data()) == predicate


@given(predicates)
def test_twice_reversed_is_the_same(predicate):
    assert Not(Not(predicate)).judge(KNOWN) is predicate.judge(KNOWN)


@given(st.lists(predicates, min_size=1, max_size=4))
def test_reversing_all_is_any_of_the_reverses(parts):
    reverses = Any_(tuple(Not(part) for part in parts))

    assert Not(All(tuple(parts))).judge(KNOWN) is reverses.judge(KNOWN)


ANSWERS = st.sampled_from([answered("yes"), answered("no"), UNSURE, DECLINED, SKIPPED])
without_two_valued = st.recursive(
    st.builds(Comparison, st.sampled_from("abc"), st.just("="), st.just("yes")),
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: All(tuple(parts))),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: Any_(tuple(parts))),
    ),
    max_leaves=8,
)


@given(
    without_two_valued,
    st.fixed_dictionaries(dict.fromkeys("abc", ANSWERS)),
    st.sampled_from("abc"),
    st.sampled_from([answered("yes"), answered("no")]),
)
def test_learning_an_answer_never_overturns_what_was_settled(
    predicate, known, name, answer
):
    before = predicate.judge(known | {name: UNSURE})
    after = predicate.judge(known | {name: answer})

    assert before in (UNKNOWN, after)


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        pytest.param("yes", "expected a table, found 'yes'", id="not a table"),
        pytest.param(None, "expected a table, found None", id="nothing"),
        pytest.param({}, "a condition is all, any, not", id="empty"),
        pytest.param({"all": []}, "'all' needs a list", id="all of nothing"),
        pytest.param({"any": {}}, "'any' needs a list", id="any of no list"),
        pytest.param({"not": []}, "expected a table", id="not of a list"),
        pytest.param({"all": [{"any": []}]}, "'any' needs a list", id="deep inside"),
        pytest.param(
            {"all": [{"fact": "a", "value": 1}], "fact": "b"},
            "a condition is all, any, not",
            id="two things at once",
        ),
        pytest.param({"value": 1}, "a condition is all, any, not", id="no name"),
        pytest.param({"fact": 7, "value": 1}, "found {'fact': 7", id="name no text"),
        pytest.param(
            {"fact": "a", "item": "b", "value": 1},
            "a condition is all, any, not",
            id="two names",
        ),
        pytest.param(
            {"fact": "a", "value": 1, "unless": 2}, "'unless': 2", id="unknown key"
        ),
        pytest.param(
            {"fact": "a", "op": "~", "value": 1},
            "unknown operator '~' on a",
            id="operator",
        ),
        pytest.param({"fact": "a"}, "None does not fit = on a", id="no value"),
        pytest.param(
            {"fact": "a", "op": "exists", "value": "yes"},
            "'yes' does not fit exists on a",
            id="exists takes true or false",
        ),
        pytest.param(
            {"fact": "a", "op": "in", "value": "yes"},
            "'yes' does not fit in on a",
            id="in takes a list",
        ),
        pytest.param(
            {"fact": "a", "op": "in", "value": []},
            "[] does not fit in on a",
            id="in takes a list with members",
        ),
        pytest.param(
            {"fact": "a", "op": ">", "value": "unsure"},
            "'unsure' does not fit > on a",
            id="a state has no size",
        ),
    ],
)
def test_what_is_no_condition_is_refused_with_its_place(data, complaint):
    with pytest.raises(PredicateError) as refused:
        read_predicate(data, where="item 12")

    assert str(refused.value).startswith("item 12: ")
    assert complaint in str(refused.value)
