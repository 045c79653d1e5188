"""What search engines, shared links and old links find."""

import io
import re
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from intake.education.finding.card import HEIGHT, WIDTH, card
from intake.education.models import ArticlePage

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_the_sitemap_has_every_public_page_and_each_opens(client, portal):
    tree = ET.fromstring(client.get("/sitemap.xml").text)

    paths = [
        each.text.removeprefix("http://testserver")
        for each in tree.iter(f"{SITEMAP}loc")
    ]
    assert {page.url for page in ArticlePage.objects.live()} <= set(paths)
    assert len(set(paths)) == len(paths)
    assert [path for path in paths if client.get(path).status_code != 200] == []
    assert not [
        path for path in paths if path.startswith(("/staff", "/patient/", "/cms"))
    ]


def test_every_page_of_the_sitemap_says_in_a_sentence_what_it_holds(client, portal):
    tree = ET.fromstring(client.get("/sitemap.xml").text)
    paths = [each.text.split("testserver")[1] for each in tree.iter(f"{SITEMAP}loc")]

    said = {
        path: re.findall(r'<meta name="description" content="([^"]+)"', page)
        for path in paths
        if (page := client.get(path).text)
    }

    assert [path for path in paths if len(said[path]) != 1] == []
    assert len({text for (text,) in said.values()}) == len(paths)


def test_search_engines_are_kept_from_what_is_behind_a_sign_in(client, portal):
    text = client.get("/robots.txt").text

    assert "Disallow: /patient/" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text


@pytest.mark.parametrize("topic", ArticlePage.Topic.values)
def test_a_topic_lists_its_pages_and_the_index_leads_there(client, portal, topic):
    html = client.get(f"/learn/topics/{topic}/").text

    for page in ArticlePage.objects.live():
        assert (f'href="{page.url}"' in html) is (page.topic == topic)
    assert f'href="/learn/topics/{topic}/"' in client.get("/learn/").text


def test_an_unknown_topic_is_no_page(client, portal):
    assert client.get("/learn/topics/money/").status_code == 404


def test_a_topic_of_which_every_page_was_taken_down_is_no_page(client, article):
    article("P1").unpublish()

    assert client.get("/learn/topics/start/").status_code == 404


def test_an_article_says_where_it_stands(client, article):
    crumbs = client.get(article("T11").url).text.split('class="breadcrumbs"')[1]

    places = ['href="/"', 'href="/learn/"', 'href="/learn/topics/safety/"']
    assert [crumbs.index(place) for place in places] == sorted(
        crumbs.index(place) for place in places
    )


def test_an_old_address_leads_to_the_new_one(
    client, article, django_capture_on_commit_callbacks
):
    page = article("T19")
    page.slug = "what-it-costs"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()

    response = client.get("/learn/cost/")

    assert response.status_code == 301
    assert response.url == "/learn/what-it-costs/"


def test_a_shared_link_has_words_and_a_picture_of_our_own(client, article):
    html = client.get(article("T3").url).text

    found = dict(re.findall(r'<meta property="og:([\w:]+)" content="([^"]*)">', html))
    assert found["title"] == "How well does it work?"
    assert found["image"] == "http://testserver/learn/cards/T3.png"
    assert client.get("/learn/cards/T3.png")["Content-Type"] == "image/png"


@pytest.mark.parametrize("code", ["T99", "t3", "..", "x" * 90])
def test_there_is_no_picture_of_a_page_that_is_not_there(client, portal, code):
    assert client.get(f"/learn/cards/{code}.png").status_code == 404


@pytest.mark.parametrize(
    "title", ["Short?", "A very long title " * 20, "¿Qué es la niñez?"]
)
@pytest.mark.parametrize("accent", ["", "#aa3355"])
def test_the_picture_has_the_size_that_previews_expect(title, accent):
    picture = Image.open(io.BytesIO(card(title, "Our clinic", accent)))

    assert picture.size == (WIDTH, HEIGHT)
    assert len(picture.getcolors(maxcolors=100_000)) > 3
