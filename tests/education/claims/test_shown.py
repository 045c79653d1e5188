"""The public list of facts, and what readers are told of one that changed."""

import re
from datetime import date

import pytest

from intake.education.claims.models import Claim, Source
from intake.education.due import pages_to_check
from intake.practice.models import Organisation
from tests.factories.portal import signed


@pytest.fixture
def today(db):
    return Organisation.current().today()


@pytest.mark.parametrize(
    ("changes", "is_marked"),
    [
        pytest.param(
            {"retired": "No longer so.", "changed_on": date(2001, 1, 1)},
            True,
            id="retired",
        ),
        pytest.param({"changed_on": date(2999, 1, 1)}, True, id="changed since"),
        pytest.param({"changed_on": date(2001, 1, 1)}, False, id="changed before"),
        pytest.param({}, False, id="the same"),
    ],
)
@pytest.mark.parametrize("is_signed", [True, False], ids=["signed", "draft"])
def test_readers_and_staff_are_told_of_a_page_in_doubt(
    client, article, today, changes, is_marked, is_signed
):
    page = signed(article("T11"), today) if is_signed else article("T11")
    Claim.objects.filter(code="RISK-02").update(**{"plain": "New.", **changes})

    html = client.get(page.url).text

    assert ("We are checking this page" in html) is is_marked
    (listed,) = [p for p in pages_to_check(today) if p == page] or [None]
    assert bool(listed and listed.facts_in_doubt()) is is_marked


def test_the_list_is_drawn_from_the_records(client, portal, django_assert_num_queries):
    Source.objects.filter(code="F1").update(citation="As the clinic cites it.")
    Claim.objects.filter(code="RISK-02").update(plain="As the clinic says it.")
    client.get("/learn/sources/")

    with django_assert_num_queries(8):
        html = client.get("/learn/sources/").text

    assert "As the clinic cites it." in html
    assert "As the clinic says it." in html
    for code in Claim.objects.values_list("code", flat=True):
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


def test_the_sources_of_a_page_are_those_of_its_facts(client, article):
    page = article("T15")
    page.claims, page.more_sources = ["G-03"], ["C4"]
    page.save_revision().publish()

    html = client.get(page.url).text

    wanted = [*Claim.objects.get(code="G-03").sources, "C4"]
    assert set(re.findall(r'data-source="([^"]+)"', html)) == set(wanted)


def test_many_pages_know_their_sources_with_few_queries(
    portal, django_assert_num_queries
):
    from intake.education.models import ArticlePage, with_basis  # noqa: PLC0415

    pages = list(ArticlePage.objects.live())

    with django_assert_num_queries(2):
        assert all(page.basis.sources for page in with_basis(pages))
