"""Articles that a reader puts together to print."""

import re
from collections import Counter
from itertools import pairwise

import pytest

from intake.education.pack import as_part


@pytest.mark.parametrize(
    ("alone", "in_a_pack"),
    [
        ('<h1 id="a">A</h1>', '<h2 id="T8-a">A</h2>'),
        ('<svg aria-labelledby="a b">', '<svg aria-labelledby="T8-a T8-b">'),
        ('<a href="#a">A</a>', '<a href="#T8-a">A</a>'),
        ('<a href="/learn/#a">A</a>', '<a href="/learn/#a">A</a>'),
        ("<h3>A</h3><hr>", "<h4>A</h4><hr>"),
        ('<section class="a" aria-labelledby="b">', '<section class="a">'),
        ('<li data-source="F1">', '<li data-source="F1">'),
    ],
)
def test_an_article_becomes_a_part_of_a_page(alone, in_a_pack):
    assert as_part(alone, "T8") == in_a_pack


@pytest.mark.django_db
def test_nothing_is_chosen_for_the_reader(client, portal):
    html = client.get("/learn/print/").text

    assert html.count('name="page"') == len(portal.articles())
    assert '" checked>' not in html
    assert 'class="pack"' not in html


@pytest.mark.django_db
def test_chosen_articles_stand_in_the_order_of_the_portal(client, portal):
    html = client.get("/learn/print/?page=T17&page=T8&page=T16").text

    assert re.findall(r'<article [^>]*data-article="(\w+)"', html) == [
        "T8",
        "T16",
        "T17",
    ]
    assert html.count('" checked>') == 3
    assert html.count("No clinician of this clinic has checked it yet") == 3


@pytest.mark.django_db
def test_a_pack_of_everything_is_one_whole_document(client, portal):
    chosen = "&".join(f"page={article.article_code}" for article in portal.articles())

    html = client.get(f"/learn/print/?{chosen}").text

    ids = Counter(re.findall(r'\bid="([^"]+)"', html))
    assert [name for name, count in ids.items() if count > 1] == []
    assert set(re.findall(r'href="#([^"]+)"', html)) <= ids.keys()
    levels = [int(level) for level in re.findall(r"<h([1-6])", html)]
    assert levels.count(1) == 1
    assert all(then <= first + 1 for first, then in pairwise(levels))


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", ["page=T99", "page=", "page=<b>", "pages=T1"])
def test_what_is_not_there_is_left_out(client, portal, wrong):
    response = client.get(f"/learn/print/?{wrong}")

    assert response.status_code == 200
    assert 'class="pack"' not in response.text


@pytest.mark.django_db
def test_an_article_that_was_taken_down_is_not_printed(client, article):
    article("T8").unpublish()

    html = client.get("/learn/print/?page=T8").text

    assert 'data-article="T8"' not in html


@pytest.mark.django_db
def test_a_larger_pack_asks_the_database_no_more(
    client, portal, django_assert_max_num_queries
):
    client.get("/learn/print/?page=T8")

    with django_assert_max_num_queries(20):
        client.get("/learn/print/?page=T8&page=T1&page=T3&page=T11&page=T17")
