"""What readers saw, what changed when, and pages that come and go by themselves."""

from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.core.exceptions import ValidationError
from django.db import InternalError, transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import (
    inline_formset,
    nested_form_data,
    rich_text,
    streamfield,
)

from intake.education.governing import scheduled
from intake.education.governing.models import Edition
from intake.education.loading import load_portal
from intake.education.models import ArticlePage


def change(page, note="", kind="meaning", **fields):
    for name, value in {**fields, "change_note": note, "change_kind": kind}.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return page


def test_every_page_has_its_first_edition(portal):
    assert set(Edition.objects.values_list("number", flat=True)) == {1}
    assert Edition.objects.count() == 26

    load_portal()

    assert Edition.objects.count() == 26


def test_other_words_are_a_new_edition_with_what_the_editor_said(article):
    change(article("T3"), "The numbers are newer.", summary="Newer.")

    edition = article("T3").editions.first()
    assert (edition.number, edition.what) == (2, "The numbers are newer.")
    assert edition.revision_id == article("T3").live_revision_id


def test_the_same_words_are_no_new_edition(article):
    change(article("T3"), "Nothing.", topic="safety")

    assert article("T3").editions.count() == 1


def test_what_was_said_of_a_change_holds_for_that_one_alone(article):
    change(article("T3"), "Nicer.", "wording", summary="One.")
    page = article("T3")
    page.summary = "Two, and something else."

    page.save_revision().publish()

    edition = article("T3").editions.first()
    assert (edition.number, edition.kind, edition.what) == (3, "meaning", "")


TYPED = {
    "title": "May I eat on the day?",
    "slug": "eat",
    "summary": "Eat little.",
    "topic": "having",
    "risk": "standard",
    "article_code": "C1",
    "claims": "RISK-02",
    "evidence_on": "2026-11-20",
    "written_by": "Edda Example",
    "key_points": streamfield([("point", "One."), ("point", "Two."), ("point", "3.")]),
    "body": streamfield(
        [("section", {"heading": "Why?", "text": rich_text("<p>So.</p>")})]
    ),
    "unknowns": streamfield([("point", "How long.")]),
    "questions": streamfield([("point", "A?"), ("point", "B?"), ("point", "C?")]),
    "related": streamfield([]),
    "sources": streamfield(
        [
            (
                "source",
                {"code": "F1", "citation": "A label.", "basis": "verified", "link": ""},
            )
        ]
    ),
    "change_kind": "",
    "change_note": "",
    "comments": inline_formset([]),
}


@pytest.fixture
def publish(client, editor, portal):
    """Call it with fields: C1 is published so from the editor; what was refused."""
    client.force_login(editor)

    def post(action="action-publish", **fields):
        written = ArticlePage.objects.filter(article_code="C1").first()
        new = ["education", "articlepage", portal.pk]
        url = reverse(
            f"wagtailadmin_pages:{'edit' if written else 'add'}",
            args=[written.pk] if written else new,
        )
        response = client.post(url, nested_form_data(TYPED | fields) | {action: "1"})
        return {} if response.status_code == 302 else response.context["form"].errors

    return post


def test_an_editor_says_of_every_change_what_it_is(publish, client, article):
    assert publish() == {}
    assert publish(summary="Eat a little.", change_kind="wording") == {}
    assert article("C1").editions.first().kind == "wording"
    edit = reverse("wagtailadmin_pages:edit", args=[article("C1").pk])
    assert client.get(edit).context["form"]["change_kind"].value() == ""

    other = {"summary": "Eat nothing."}
    assert set(publish(**other)) == {"change_kind", "change_note"}
    assert set(publish(**other, change_kind="meaning")) == {"change_note"}
    assert publish("action-draft", **other) == {}
    told = {"change_kind": "correction", "change_note": "We wrote: a little."}
    assert publish(**other, **told) == {}

    edition = article("C1").editions.first()
    assert (edition.number, edition.kind) == (3, "correction")
    assert edition.what == "We wrote: a little."


def test_where_a_page_stands_is_changed_without_saying_what(publish, article):
    publish()

    assert publish(topic="safety") == {}
    assert article("C1").editions.count() == 1


def test_an_edition_stays(article):
    with pytest.raises(InternalError), transaction.atomic():
        article("T3").editions.update(what="Never happened")


def test_corrections_are_told_first(client, article):
    change(article("T3"), "We wrote 9; it is 8.", "correction", summary="Now right.")

    html = client.get("/learn/changes/").text

    corrections = html.split('id="corrections"')[1].split('id="changes"')[0]
    assert "We wrote 9; it is 8." in corrections
    assert 'data-edition="T3-2"' in corrections


def test_without_corrections_the_page_says_so(client, portal):
    assert "None so far." in client.get("/learn/changes/").text


def test_changes_of_a_page_that_was_taken_down_are_not_listed(client, article):
    article("T3").unpublish()

    assert 'data-edition="T3-1"' not in client.get("/learn/changes/").text


def test_changes_are_listed_with_few_queries(
    client, portal, django_assert_max_num_queries
):
    with django_assert_max_num_queries(9):
        client.get("/learn/changes/")


def test_news_readers_get_the_changes(client, article):
    change(article("T3"), "Newer <numbers>.", summary="Newer.")

    response = client.get("/learn/changes/feed/")

    atom = "{http://www.w3.org/2005/Atom}"
    entries = ET.fromstring(response.text).findall(f"{atom}entry")
    assert response["Content-Type"].startswith("application/atom+xml")
    assert entries[0].find(f"{atom}title").text == "How well does it work?"
    assert entries[0].find(f"{atom}summary").text == "Newer <numbers>."
    assert len({entry.find(f"{atom}id").text for entry in entries}) == len(entries)


def test_a_page_names_its_version(client, article):
    change(article("T3"), summary="Newer.")

    assert "version 2" in client.get(article("T3").url).text


def schedule(page, **times):
    for name, at in times.items():
        setattr(page, name, at)
    page.save_revision().publish()


def test_a_scheduled_text_appears_when_its_time_has_come(article, client):
    page = article("T3")
    page.summary = "From tomorrow on."
    schedule(page, go_live_at=timezone.now() + timedelta(days=1))
    scheduled.publish_due()
    assert "From tomorrow on." not in client.get("/learn/how-well-it-works/").text

    past = timezone.now() - timedelta(minutes=1)
    revision = article("T3").revisions.get(approved_go_live_at__isnull=False)
    revision.approved_go_live_at = past
    revision.content["go_live_at"] = past.isoformat()
    revision.save()
    scheduled.publish_due()

    assert "From tomorrow on." in client.get("/learn/how-well-it-works/").text
    assert article("T3").editions.count() == 2


def test_a_page_goes_when_its_time_is_over(article, client):
    page = article("T3")
    schedule(page, expire_at=timezone.now() - timedelta(minutes=1))

    scheduled.publish_due()

    assert client.get("/learn/how-well-it-works/").status_code == 404


def test_where_help_is_shown_does_not_go(article):
    page = article("T16")
    page.expire_at = timezone.now() + timedelta(days=1)

    with pytest.raises(ValidationError, match="at all times"):
        page.full_clean()


def test_looking_for_what_is_due_costs_little(portal, django_assert_num_queries):
    with django_assert_num_queries(2):
        scheduled.publish_due()
