"""The list of facts: for readers, and as the reason to read a page again."""

import re
from datetime import date, timedelta

import pytest

from intake.education import facts
from intake.education.due import pages_to_check
from intake.education.facts import EVIDENCE, SUBJECTS, VERDICTS, Fact, in_doubt
from intake.education.shipped import read_claims, read_sources
from intake.practice.models import Organisation
from tests.factories.portal import signed

DAY = date(2026, 11, 22)


def fact(**changes):
    return Fact("RISK-02", "misleading", "They are common.", ("F1",), **changes)


@pytest.fixture
def known(monkeypatch):
    """Call it with facts: the list is then these."""

    def only(*listed):
        by_code = {each.code: each for each in listed}
        monkeypatch.setattr(facts, "facts", lambda: by_code)

    return only


@pytest.mark.parametrize("code", read_claims())
def test_a_fact_that_ships_can_be_shown(code):
    shown = facts.facts()[code]

    assert shown.verdict in VERDICTS
    assert shown.subject in SUBJECTS
    assert shown.evidence in {"", *EVIDENCE}
    assert bool(shown.heard) == (shown.verdict != "added")
    assert set(shown.sources) <= read_sources().keys()


def test_a_fact_that_holds_is_not_in_doubt(known):
    known(fact())

    assert in_doubt(["RISK-02", "NONE-01"], DAY) == []


def test_a_retired_fact_is_in_doubt_on_every_page(known):
    retired = fact(retired="A newer label says otherwise.")
    known(retired)

    assert in_doubt(["RISK-02"], DAY) == [retired]
    assert in_doubt(["RISK-02"], None) == [retired]


@pytest.mark.parametrize(
    ("reviewed_on", "is_in_doubt"),
    [
        pytest.param(DAY - timedelta(days=1), True, id="read before"),
        pytest.param(DAY, False, id="read on the day"),
        pytest.param(None, False, id="never read: a draft says so already"),
    ],
)
def test_a_changed_fact_is_in_doubt_until_somebody_read_it(
    known, reviewed_on, is_in_doubt
):
    known(fact(changed_on=DAY))

    assert bool(in_doubt(["RISK-02"], reviewed_on)) is is_in_doubt


@pytest.mark.parametrize(
    ("changes", "is_marked"),
    [
        pytest.param({"retired": "No longer so."}, True, id="retired"),
        pytest.param({"changed_on": date(2999, 1, 1)}, True, id="changed since"),
        pytest.param({"changed_on": date(2001, 1, 1)}, False, id="changed before"),
        pytest.param({}, False, id="the same"),
    ],
)
def test_a_page_that_states_it_is_marked_and_listed(
    client, article, known, changes, is_marked
):
    page, today = article("T11"), Organisation.current().today()
    signed(page, today)
    known(fact(**changes))

    html = client.get(page.url).text

    assert ("We are checking this page" in html) is is_marked
    assert (page in pages_to_check(today)) is is_marked


def test_the_list_is_there_for_everybody(client, portal, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        html = client.get("/learn/sources/").text

    for code in read_claims():
        assert f'id="{code}"' in html
    anchors = set(re.findall(r'href="#([^"]+)"', html))
    assert anchors <= set(re.findall(r'\bid="([^"]+)"', html))


def test_a_fact_says_on_which_pages_it_stands(client, article):
    html = client.get("/learn/sources/").text

    of_fact = re.search(r'id="G-03".*?</dl>', html, re.S)[0]
    assert f'href="{article("T15").url}"' in of_fact


def test_a_page_leads_to_each_of_its_facts(client, article):
    html = client.get(article("T15").url).text

    assert 'href="/learn/sources/#G-03"' in html
