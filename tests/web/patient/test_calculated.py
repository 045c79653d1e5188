"""What the server works out: never taken from the post, shown only if it may be."""

import pytest

from tests.factories.questionnaires import publish
from tests.factories.responses import answer, fresh

pytestmark = pytest.mark.django_db

SIZE = {"height": "height", "weight": "weight"}


def group(link_id, *items):
    return {"link_id": link_id, "type": "group", "text": link_id, "items": [*items]}


def question(link_id, kind="boolean", **settings):
    return {"link_id": link_id, "type": kind, "text": f"Question {link_id}", **settings}


def index(**settings):
    return question("index", "decimal", calculate="bmi", reads=SIZE, **settings)


@pytest.fixture
def visitor(visit, request):
    measures = [
        question(name, "quantity", dimension=name, states=["unsure"])
        for name in ("height", "weight")
    ]
    index_40 = {"item": "index", "op": ">=", "value": 40}
    publish(
        items=[
            group("body", *measures, index(shown=getattr(request, "param", True))),
            group("rest", question("snores", enable_when=index_40), question("end")),
        ]
    )
    return visit()


HEAVY = {"height.cm": "200", "weight.kg": "160"}


def test_it_has_no_input(visitor):
    reply = visitor.open("body")

    assert not reply.has("[name=index]")
    assert "Question index" not in reply.words()


def test_a_posted_value_is_ignored_and_never_stored(visitor):
    visitor.send("body", HEAVY | {"index": "20"})

    assert set(fresh(visitor.response).latest("body").data) == {"height", "weight"}
    assert visitor.open("rest").has("[name=snores]")


def test_conditions_follow_it_when_an_answer_changes(visitor):
    visitor.send("body", HEAVY)
    visitor.send("body", HEAVY | {"weight.kg": "80"})

    reply = visitor.open("rest")

    assert reply.has("[name=end]")
    assert not reply.has("[name=snores]")


def test_a_page_whose_question_rests_on_it_is_asked_again(visitor):
    visitor.send("body", HEAVY)
    visitor.send("rest", {"snores": "yes", "end": "no"})

    visitor.send("body", HEAVY | {"weight.kg": "170"})

    assert fresh(visitor.response).next_page.page.link_id == "rest"


def test_it_is_told_beside_the_answers_with_a_word_on_where_it_comes_from(visitor):
    visitor.send("body", HEAVY)

    reply = visitor.get(visitor.url("check"))

    assert reply.words("[data-item=index]") == "40 (worked out from your answers)"
    assert not reply.has("a[data-change=index]")
    assert reply.has("a[data-change=height]")


def test_what_cannot_be_worked_out_is_not_mentioned(visitor):
    visitor.send("body", {"height.cm": "200", "_state.weight": "unsure"})

    assert not visitor.get(visitor.url("check")).has("[data-item=index]")


@pytest.mark.parametrize("visitor", [False], indirect=True)
def test_one_that_is_not_to_be_shown_is_nowhere_on_the_pages(visitor):
    visitor.send("body", HEAVY)

    for name in ("check", "answers"):
        reply = visitor.get(visitor.url(name))
        assert reply.has("[data-item=height]")
        assert not reply.has("[data-item=index]")


def test_it_costs_no_query(visitor, django_assert_num_queries):
    answer(visitor.response, "body")
    visitor.open("rest")

    with django_assert_num_queries(9):
        visitor.open("rest")
