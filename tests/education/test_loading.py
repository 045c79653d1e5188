"""Loading the portal that ships, once and again."""

import pytest
from wagtail.models import GroupPagePermission, Page, Site

from intake.audit.models import Event
from intake.education import loading
from intake.education.loading import Outcome, load_portal
from intake.education.models import ArticlePage, LearnIndexPage, ShippedArticle
from intake.education.shipped import Shipped, read_articles

pytestmark = pytest.mark.django_db


@pytest.fixture
def newer(monkeypatch):
    """A later release, whose first page has another summary."""
    articles = [
        Shipped(each.language, {**each.data, "summary": "A newer sentence."})
        if each.code == "T1"
        else each
        for each in read_articles()
    ]
    monkeypatch.setattr(loading, "read_articles", lambda: articles)


def save_draft(page, **changes):
    for name, value in changes.items():
        setattr(page, name, value)
    return page.save_revision()


def test_every_article_is_published_under_the_index(portal):
    pages = ArticlePage.objects.child_of(portal).live()

    assert {page.article_code for page in pages} == {a.code for a in read_articles()}
    assert not any(page.has_unpublished_changes for page in pages)


def test_the_site_begins_at_the_index(portal):
    assert Site.objects.get().root_page.specific == portal
    assert portal.url == "/learn/"
    assert not Page.objects.filter(slug="home").exists()


def test_a_second_time_changes_nothing(portal):
    before = list(ArticlePage.objects.values_list("pk", "latest_revision", "title"))
    rights = GroupPagePermission.objects.count()

    outcomes = load_portal()

    assert set(outcomes) == {Outcome.UNCHANGED}
    after = list(ArticlePage.objects.values_list("pk", "latest_revision", "title"))
    assert after == before
    assert GroupPagePermission.objects.count() == rights
    assert LearnIndexPage.objects.count() == Site.objects.count() == 1


def test_a_newer_text_replaces_one_that_nobody_touched(portal, article, newer):
    outcomes = load_portal()

    assert outcomes[Outcome.UPDATED] == 1
    assert article("T1").summary == "A newer sentence."
    edition = article("T1").editions.first()
    assert (edition.number, edition.kind) == (2, "meaning")
    assert edition.what == "A newer text came with an update of the software."


def test_an_editors_page_is_never_overwritten(portal, article, newer):
    save_draft(article("T1"), summary="Our own sentence.").publish()

    outcomes = load_portal()

    assert outcomes[Outcome.KEPT] == 1
    assert article("T1").summary == "Our own sentence."


def test_an_editors_draft_is_never_overwritten(portal, article, newer):
    before = article("T1").summary
    draft = save_draft(article("T1"), summary="Still thinking.")

    load_portal()

    page = article("T1")
    assert page.summary == before
    assert page.latest_revision == draft


def test_a_page_that_was_taken_down_stays_down(portal, article, newer):
    article("T1").unpublish()

    load_portal()

    assert not article("T1").live


def test_an_editors_page_with_a_code_of_ours_stays_theirs(portal, article):
    ShippedArticle.objects.filter(article_code="T1").delete()
    save_draft(article("T1"), summary="Written here.").publish()

    load_portal()

    assert article("T1").summary == "Written here."


def test_pages_lead_to_each_other(article):
    codes = [page.article_code for page in article("T12").related_pages()]

    assert codes == ["T2", "T11", "T13", "T17"]


def test_loading_is_in_the_audit_trail(portal):
    load_portal()

    event = Event.objects.filter(action="portal.loaded").order_by("-number").first()
    assert event.detail == {"unchanged": len(list(read_articles()))}
