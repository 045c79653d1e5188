"""A questionnaire of 700 questions and 100 conditions costs as a small one does."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.cases import fill, make_response
from tests.factories.questionnaires import publish

pytestmark = pytest.mark.django_db

ON_A_PAGE = 7


def questionnaire(pages):
    """Pages of seven questions, each shown for an answer to the page before it."""
    return [_page(number) for number in range(pages)]


def _page(number):
    page = {
        "link_id": f"page{number}",
        "type": "group",
        "text": f"Page {number}",
        "why": "To know.",
        "items": [
            {"link_id": f"q{number}_{n}", "type": "boolean", "text": "Is it so?"}
            for n in range(ON_A_PAGE)
        ],
    }
    condition = {"fact": f"q{number - 1}_0", "op": "=", "value": "yes"}
    return page | ({"enable_when": condition} if number else {})


def queries_of(visit, pages):
    """How many queries the first page takes to open, to save, and to change."""
    publish(items=questionnaire(pages))
    visitor = visit(make_response())
    answers = {f"q0_{n}": "yes" for n in range(ON_A_PAGE)}
    visitor.send("page0", answers)
    counts = []
    for work in (
        lambda: visitor.open("page1"),
        lambda: visitor.send("page1", {"q1_0": "yes"}, revision=0),
        lambda: visitor.get(visitor.url("check")),
    ):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            reply = work()
        assert reply.status in (200, 302)
        counts.append(len(queries))
    return counts


def test_it_takes_as_many_queries_as_a_small_one(visit):
    small, large = queries_of(visit, 3), queries_of(visit, 101)

    assert large == small


def test_its_last_page_opens_and_saves(visit):
    publish(items=questionnaire(101))
    response = make_response()
    visitor = visit(response)
    fill(response, {f"q{number}_0": "yes" for number in range(100)})

    assert visitor.open("page100").status == 200
    assert visitor.send("page100", {"q100_6": "no"}).leads_to == visitor.url("check")
