"""A clinician who is no director reads an article, and signs it or sends it back."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from wagtail.models import Workflow

from intake.accounts.proving import PROVED_AT
from intake.accounts.roles import Role
from intake.education.governing.models import SignOff
from intake.education.loading import load_portal
from intake.education.models import ArticlePage
from tests.factories.staff import PASSWORD, make_staff
from tests.web.staff.reading import hidden, one, parsed, text

pytestmark = pytest.mark.django_db
LIST = "/staff/pages/"


@pytest.fixture
def waiting(db):
    """T12 with a change by an editor, waiting for a signature."""
    load_portal()
    editor = make_staff(Role.CONTENT_EDITOR, name="Edda Example")
    page = ArticlePage.objects.get(article_code="T12")
    page.summary = "Some people must not have it."
    page.save_revision(user=editor)
    Workflow.objects.get(name="Clinical sign-off").start(page, editor)
    return ArticlePage.objects.get(article_code="T12")


@pytest.fixture
def reader(client):
    reader = make_staff(Role.CLINICIAN, name="Ada Example")
    client.force_login(reader)
    return reader


@pytest.fixture
def send(client, waiting, reader):
    """Call it with what is filled in: the page is opened, and its form sent."""
    address = f"{LIST}{waiting.pk}/"
    opened = client.get(address)

    def send(form="form[data-form=sign]", **given):
        form = one(opened, form)
        button = form.select_one("button[name=_action]")["value"]
        given = {**hidden(opened), "_action": button, **given}
        return client.post(form["action"], given)

    return send


def test_a_clinician_finds_what_waits_and_reads_it_with_its_facts_and_sources(
    client, waiting, reader
):
    listed = client.get(LIST)
    page = client.get(one(listed, "[data-waits=T12] a")["href"])

    assert "asked for by Edda Example" in text(one(listed, "[data-waits=T12]"))
    to_check = parsed(listed).select("[data-to-check]")
    codes = [li["data-to-check"] for li in to_check]
    assert (len(codes), codes.index("T2") < codes.index("T10")) == (25, True)
    assert "Some people must not have it." in page.text
    assert {li["data-fact"] for li in parsed(page).select("[data-fact]")} == set(
        waiting.claims
    )


def test_a_signature_publishes_the_page_with_the_name_of_the_clinician(send, waiting):
    response = send(role="MD, psychiatrist", read="on")

    page = ArticlePage.objects.get(pk=waiting.pk)
    assert response.url == LIST
    assert (page.reviewer_name, page.summary) == (
        "Ada Example",
        "Some people must not have it.",
    )


def test_readers_see_the_interests_that_were_said_and_none_that_were_not(send, client):
    send(role="MD", read="on", interests="Gave a paid talk for a maker.")

    foot = one(client.get("/learn/who-should-not/"), ".article-foot")

    said = [text(tag) for tag in foot.select("[data-interests] dd")]
    assert said == ["They did not say", "Gave a paid talk for a maker."]


def test_whoever_has_not_said_that_they_read_it_signs_nothing(send, client):
    refused = send(role="MD")

    assert refused.status_code == 422
    assert "Read the whole page before" in text(one(refused, "#error-summary"))
    assert one(refused, "input[name=role]")["value"] == "MD"
    assert not SignOff.objects.exists()


def test_a_signature_asks_for_the_password_when_it_was_given_long_ago(
    client, waiting, reader
):
    session = client.session
    long_ago = timezone.now() - timedelta(seconds=settings.SIGNING_FRESH + 60)
    session[PROVED_AT] = int(long_ago.timestamp())
    session.save()
    opened = client.get(f"{LIST}{waiting.pk}/")
    given = {**hidden(opened), "role": "MD", "read": "on", "_action": "sign"}

    without = client.post(f"{LIST}{waiting.pk}/", given)
    wrong = client.post(f"{LIST}{waiting.pk}/", {**given, "password": "not mine"})
    right = client.post(f"{LIST}{waiting.pk}/", {**given, "password": PASSWORD})

    assert [r.status_code for r in (without, wrong, right)] == [422, 422, 302]
    assert SignOff.objects.get().by == reader


def test_remarks_go_back_to_the_editors_and_stand_on_the_page(send, client, waiting):
    send("form#return", remarks="Say more about children.")

    page = client.get(f"{LIST}{waiting.pk}/")

    assert "Ada Example sent this page back" in text(one(page, "main"))
    assert "Say more about children." in text(one(page, "main"))
    assert not parsed(page).select("form[data-form=sign]")


def test_words_that_changed_meanwhile_are_not_signed(send, waiting):
    send("form#return", remarks="Say more about children.")

    late = send(role="MD", read="on")

    assert late.status_code == 409
    assert "Nothing of yours was recorded" in late.text
    assert not SignOff.objects.exists()


def test_a_page_that_an_editor_is_writing_cannot_be_signed(client, waiting, reader):
    other = ArticlePage.objects.get(article_code="T3")
    other.summary = "Something else."
    other.save_revision(user=make_staff(Role.CONTENT_EDITOR))

    page = client.get(f"{LIST}{other.pk}/")

    assert "An editor is at work on this page." in page.text
    assert not parsed(page).select("form[data-form=sign]")


def test_the_reasons_of_questions_are_read_and_signed_on_one_page(client, reader):
    address = one(client.get(LIST), "[data-reasons] a")["href"]
    opened = client.get(address)
    given = {**hidden(opened), "role": "MD", "_action": "sign"}

    refused = client.post(address, given)
    stale = client.post(address, {**given, "_revision": "other", "read": "on"})
    signed = client.post(address, {**given, "read": "on"})

    answers = [each.status_code for each in (refused, stale, signed)]
    assert answers == [422, 409, 302]
    assert "Read the whole page before" in text(one(refused, "#error-summary"))
    assert "Signed by Ada Example" in text(one(client.get(LIST), "[data-reasons]"))
    assert "very words that were signed" in client.get(address).text
