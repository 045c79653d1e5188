"""Items that are worked out: from what counts, where they stand, and never posted."""

from datetime import date

import pytest

from intake.domain.answer import NOT_APPLICABLE, SKIPPED, answered
from intake.domain.instruments import sealed_instruments
from intake.domain.questionnaire.answers import Sheet
from intake.domain.questionnaire.branching import active, missing, pages_open
from intake.domain.questionnaire.definition import read_definition
from intake.domain.questionnaire.dependence import all_dependants, dependants
from intake.domain.questionnaire.facts import derive
from intake.domain.questionnaire.measures import quantity
from intake.domain.questionnaire.validation import problems

from .builders import ANYBODY, TODAY, ask, define, group, many, sheet, when, yes_no

SIZE = {"height": "height", "weight": "weight"}
TALL, HEAVY = quantity("height", {"cm": 200}), quantity("weight", {"kg": 160})
LIGHT = quantity("weight", {"kg": 80})


def measure(dimension):
    return ask(dimension, "quantity", dimension=dimension, states=["unsure"])


def calculated(link_id, kind, calculate, condition=None, **settings):
    item = ask(link_id, kind, condition, calculate=calculate, **settings)
    return {name: value for name, value in item.items() if name != "text"} | {
        name: value for name, value in settings.items() if name == "text"
    }


def index(**settings):
    return calculated("index", "decimal", "bmi", reads=SIZE, **settings)


BODY = define(
    group("body", measure("height"), measure("weight"), index()),
    group("sleep", yes_no("snores", when("index", 35, ">=")), yes_no("tired")),
)


def now(definition, given):
    return active(definition, given)


class TestWorkingOut:
    def test_it_is_worked_out_from_the_answers(self):
        found = now(BODY, sheet(height=TALL, weight=HEAVY)).answers["index"]

        assert found == answered(40.0)

    def test_what_is_stored_under_its_name_is_never_used(self):
        found = now(BODY, sheet(height=TALL, weight=HEAVY, index=20.0))

        assert found.answers["index"] == answered(40.0)

    @pytest.mark.parametrize(
        ("given", "expected"),
        [
            pytest.param({"height": TALL}, "not_asked", id="not reached yet"),
            pytest.param({"height": TALL, "weight": "unsure"}, "unsure", id="not sure"),
            pytest.param({"height": TALL, "weight": None}, "skipped", id="left empty"),
        ],
    )
    def test_what_is_not_known_stays_unknown_for_its_reason(self, given, expected):
        assert now(BODY, sheet(**given)).answers["index"].state == expected

    @pytest.mark.parametrize(
        ("weight", "is_shown"), [(HEAVY, True), (LIGHT, False), ("unsure", False)]
    )
    def test_conditions_look_at_it_like_at_any_answer(self, weight, is_shown):
        found = now(BODY, sheet(height=TALL, weight=weight))

        assert ("snores" in found.shown) is is_shown

    def test_an_answer_that_a_branch_hides_does_not_count_in_it(self):
        definition = define(
            group("first", yes_no("knows")),
            group(
                "body",
                measure("height"),
                measure("weight"),
                enable_when=when("knows", "yes"),
            ),
            group("rest", index(), yes_no("end")),
        )

        found = now(definition, sheet(knows="no", height=TALL, weight=HEAVY))

        assert found.answers["index"] == NOT_APPLICABLE

    def test_one_that_is_hidden_itself_does_not_apply(self):
        definition = define(
            group("first", yes_no("wanted"), measure("height"), measure("weight")),
            group("rest", index(condition=when("wanted", "yes")), yes_no("end")),
        )

        found = now(definition, sheet(wanted="no", height=TALL, weight=HEAVY))

        assert found.answers["index"] == NOT_APPLICABLE

    def test_the_age_comes_from_the_record_and_the_day(self):
        definition = define(
            group("a", calculated("years", "integer", "age"), yes_no("q"))
        )
        known = Sheet(person=ANYBODY, on=TODAY)

        assert now(definition, known).answers["years"] == answered(42)
        assert now(definition, Sheet()).answers["years"] == SKIPPED
        earlier = Sheet(person=ANYBODY, on=date(2026, 3, 14))
        assert now(definition, earlier).answers["years"] == answered(41)

    def test_scores_are_worked_out_and_a_positive_screen_is_a_yes(self):
        read = {"instrument": "gad7"}
        definition = scored(
            calculated("worry", "integer", "score", reads=read),
            calculated("least", "integer", "lowest", reads=read),
        )
        answers = {f"gad7_{n}": 2 for n in range(1, 8)}

        full = now(definition, sheet(**answers)).answers
        partly = now(definition, sheet(**(answers | {"gad7_1": "declined"}))).answers

        assert (full["worry"], full["least"]) == (answered(14), answered(14))
        assert partly["worry"].state == "declined"
        assert partly["least"] == answered(12)

    @pytest.mark.parametrize(("points", "said"), [(4, "yes"), (0, "no")])
    def test_a_screen_is_positive_by_the_sex_on_record(self, points, said):
        definition = scored(
            calculated("risky", "boolean", "positive", reads={"instrument": "auditc"}),
            instrument="auditc",
        )
        given = {f"auditc_{n}": points for n in (1, 2, 3)}
        answers = sheet(**given).answers

        found = now(definition, Sheet(answers, person=ANYBODY))

        assert found.answers["risky"] == answered(said)

    def test_facts_may_be_found_from_it(self):
        definition = define(
            group("body", measure("height"), measure("weight"), index()),
            facts={"bmi": "index"},
        )

        found = derive(definition, sheet(height=TALL, weight=HEAVY), ANYBODY, TODAY)

        assert found["bmi"].answer == answered(40.0)


def scored(*items, instrument="gad7"):
    return read_definition(
        {
            "code": "c",
            "title": "t",
            "items": [
                group("scale", {"instrument": instrument}),
                group("rest", *items, yes_no("end")),
            ],
        },
        sealed_instruments(),
    )


class TestOnPages:
    def test_nobody_is_asked(self):
        assert [item.link_id for item in BODY.page(1).questions] == ["height", "weight"]
        assert missing(BODY, sheet()) == []

    def test_a_page_on_which_nothing_is_asked_is_not_open(self):
        definition = define(
            group("body", measure("height"), measure("weight")),
            group("worked_out", index()),
        )

        states = pages_open(definition, sheet(), set())

        assert [state.page.link_id for state in states] == ["body"]

    def test_a_question_that_looks_at_one_of_its_own_page_starts_another(self):
        definition = define(
            group(
                "body",
                measure("height"),
                measure("weight"),
                index(),
                yes_no("snores", when("index", 35, ">=")),
            )
        )

        pages = [[q.link_id for q in page.questions] for page in definition.pages]

        assert pages == [["height", "weight"], ["snores"]]

    def test_one_that_is_known_before_the_page_needs_no_other(self):
        definition = define(
            group("body", measure("height"), measure("weight")),
            group(
                "sleep",
                index(),
                yes_no("tired"),
                yes_no("snores", when("index", 35, ">=")),
            ),
        )

        pages = [[q.link_id for q in page.questions] for page in definition.pages]

        assert pages == [["height", "weight"], ["tired", "snores"]]


def test_what_looks_at_it_depends_on_what_it_is_worked_out_from():
    assert dependants(BODY, {"weight"}) == {"snores"}
    assert all_dependants(BODY, {"height"}) == {"height", "snores"}


def test_it_is_stored_with_the_definition_and_read_back():
    definition = define(
        group("body", measure("height"), measure("weight"), index(shown=True, text="I"))
    )

    again = read_definition(definition.to_data(), {})

    assert again == definition
    assert [item.link_id for item in again.calculated] == ["index"]


SOUND = (measure("height"), measure("weight"))


@pytest.mark.parametrize(
    ("items", "said"),
    [
        pytest.param(
            (*SOUND, calculated("index", "decimal", "sum", reads=SIZE)),
            "an item has no calculation 'sum'.",
            id="no such calculation",
        ),
        pytest.param(
            (*SOUND, calculated("index", "decimal", "trials", reads=SIZE)),
            "an item has no calculation 'trials'.",
            id="one of facts only",
        ),
        pytest.param(
            (*SOUND, calculated("index", "integer", "bmi", reads=SIZE)),
            "'bmi' gives no integer.",
            id="another type",
        ),
        pytest.param(
            (*SOUND, calculated("index", "decimal", "bmi", reads={"height": "height"})),
            "the setting 'weight' is missing.",
            id="half of what it needs",
        ),
        pytest.param(
            (
                *SOUND,
                index(),
                calculated("more", "decimal", "bmi", reads={**SIZE, "x": "y"}),
            ),
            "the calculation has no setting 'x'.",
            id="more than it needs",
        ),
        pytest.param(
            (calculated("index", "decimal", "bmi", reads=SIZE),),
            "it names 'height', which does not exist.",
            id="inputs that are not there",
        ),
        pytest.param(
            (index(), *SOUND),
            "it reads 'height', which is asked later.",
            id="inputs that come later",
        ),
        pytest.param(
            (
                *SOUND,
                index(),
                calculated(
                    "more",
                    "decimal",
                    "bmi",
                    reads={"height": "index", "weight": "weight"},
                ),
            ),
            "it reads 'index', which is calculated itself.",
            id="a calculated input",
        ),
        pytest.param(
            (
                yes_no("tall"),
                measure("weight"),
                calculated(
                    "index",
                    "decimal",
                    "bmi",
                    reads={"height": "tall", "weight": "weight"},
                ),
            ),
            "it reads 'tall', which is no height.",
            id="no height",
        ),
        pytest.param(
            (
                yes_no("q"),
                calculated("s", "integer", "score", reads={"instrument": "phq9"}),
            ),
            "the instrument 'phq9' is not placed.",
            id="no such instrument",
        ),
        pytest.param(
            (*SOUND, many("rows", yes_no("r"), index())),
            "nothing is calculated in the rows of a list.",
            id="in a list",
        ),
        pytest.param(
            (*SOUND, index(shown=True)),
            "it is shown and has no text.",
            id="shown without words",
        ),
        pytest.param(
            (*SOUND, index(required=True)),
            "nothing can be required where nothing is answered.",
            id="required",
        ),
        pytest.param(
            (*SOUND, index(states=["unsure"])),
            "there is nothing to be unsure of here.",
            id="with a way out",
        ),
        pytest.param(
            (yes_no("q", shown=True),),
            "only a calculated item has 'reads' or 'shown'.",
            id="shown though asked",
        ),
        pytest.param(
            (*SOUND, index(), yes_no("q", when("index", "much"))),
            "its condition expects 'much' of 'index', which cannot be answered so.",
            id="compared with words",
        ),
        pytest.param(
            (
                *SOUND,
                index(),
                yes_no("q", {"all": [when("index", 40, ">"), when("index", 30, "<")]}),
            ),
            "it can never be shown: no answers meet its condition.",
            id="can never be shown",
        ),
    ],
)
def test_what_cannot_be_worked_out_is_refused(items, said):
    definition = define(group("a", *items))

    assert said in [problem.sentence for problem in problems(definition)]


def test_what_can_be_worked_out_is_not_refused():
    assert problems(BODY) == ()
