"""A page is shown as reviewed when a named clinician has signed its very words."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, InternalError, transaction
from django.urls import reverse
from wagtail.models import Workflow

from intake.accounts.roles import Role
from intake.audit.models import Event
from intake.education.governing import signing
from intake.education.governing.changes import changes
from intake.education.governing.digest import digest_of
from intake.education.governing.models import ClinicalSignOff, SignOff, may_sign
from intake.education.models import ArticlePage
from intake.practice.models import Organisation
from tests.factories.portal import signed
from tests.factories.staff import make_staff


@pytest.fixture
def director(portal):
    return make_staff(Role.MEDICAL_DIRECTOR, name="Ada Example")


@pytest.fixture
def today(db):
    return Organisation.current().today()


@pytest.fixture
def waiting(article, editor):
    """T12 with a change by the editor, waiting for a signature."""
    page = article("T12")
    page.summary = "Some people must not have it."
    page.save_revision(user=editor)
    Workflow.objects.get(name="Clinical sign-off").start(page, editor)
    return article("T12")


@pytest.fixture
def act(waiting):
    """Call it with a user and a role: they sign the words as they wait."""

    def on(user, role="MD"):
        text = signing.text_to_sign(waiting)
        signing.sign_as_read(page=waiting, seen=digest_of(text), by=user, role=role)

    return on


def test_a_signature_publishes_the_page_with_name_role_and_days(
    act, director, article, today, client
):
    act(director, role="MD, psychiatrist")

    page = article("T12")
    assert page.live
    assert page.summary == "Some people must not have it."
    assert (page.reviewer_name, page.reviewer_role) == (
        "Ada Example",
        "MD, psychiatrist",
    )
    assert page.reviewed_on == today
    assert page.review_due_on == today + timedelta(days=184)
    assert "This page is a draft" not in client.get(page.url).text
    assert Event.objects.get(action="portal.signed").actor_id == str(director.pk)


@pytest.mark.parametrize(
    "role", sorted(set(Role) - {Role.CLINICIAN, Role.MEDICAL_DIRECTOR})
)
def test_others_than_clinicians_cannot_sign(act, article, role):
    with pytest.raises(PermissionDenied):
        act(make_staff(role), role="MD")

    assert not article("T12").is_reviewed
    assert not SignOff.objects.exists()


def test_nobody_signs_their_own_words(waiting, director, article):
    page = article("T12")
    page.summary = "Nobody must have it."
    page.save_revision(user=director)

    assert not may_sign(article("T12"), director)


def test_a_colleague_who_saves_after_them_makes_no_other_author(
    waiting, director, editor, article
):
    page = article("T12").get_latest_revision_as_object()
    page.summary = "Nobody must have it."
    page.save_revision(user=director)
    for _time in range(2):
        article("T12").get_latest_revision_as_object().save_revision(user=editor)

    assert not may_sign(article("T12"), director)
    assert may_sign(article("T12"), make_staff(Role.CLINICIAN))


def test_whoever_saved_without_changing_a_word_is_no_author(waiting, director, article):
    article("T12").get_latest_revision_as_object().save_revision(user=director)

    assert may_sign(article("T12"), director)


def test_what_was_signed_since_has_other_authors(director, article, today):
    page = article("T3")
    page.summary = "Some."
    page.save_revision(user=director).publish()
    assert not may_sign(article("T3"), director)

    signed(article("T3"), today)

    assert may_sign(article("T3"), director)


def test_nobody_signs_without_saying_as_what(act, director):
    with pytest.raises(PermissionDenied):
        act(director, role=" ")


def test_somebody_without_a_name_cannot_sign(act):
    with pytest.raises(PermissionDenied):
        act(make_staff(Role.MEDICAL_DIRECTOR, name=""), role="MD")


@pytest.mark.parametrize("door", ["staff side", "editing side"])
def test_a_page_can_be_sent_back(waiting, director, article, door):
    step = signing.waiting_step(waiting)
    if door == "staff side":
        signing.send_back(step, by=director, comment="Say more about children.")
    else:
        step.task.specific.on_action(step, director, "reject", comment="Say more.")

    assert article("T12").current_workflow_state.status == "needs_changes"
    assert not article("T12").is_reviewed
    assert Event.objects.filter(action="portal.sent_back").count() == 1


def test_words_that_changed_after_they_were_read_are_not_signed(waiting, director):
    seen = digest_of(signing.text_to_sign(waiting))
    signing.send_back(signing.waiting_step(waiting), by=director, comment="Too long.")

    with pytest.raises(signing.WordsChanged):
        signing.sign_as_read(page=waiting, seen=seen, by=director, role="MD")

    assert not SignOff.objects.exists()


def test_published_words_can_be_signed_without_waiting_for_an_editor(article, director):
    page = article("T3")

    signing.sign_as_read(page=page, seen=digest_of(page), by=director, role="MD")

    assert article("T3").reviewer_name == "Ada Example"


def test_whoever_signed_the_words_may_sign_them_again(act, director, article):
    act(director)

    assert may_sign(article("T12"), director)


def test_the_words_of_the_last_signature_are_found_again(act, director, article):
    act(director)
    page = article("T12")
    page.summary = "Everybody may have it."
    page.save_revision().publish()

    found = changes(signing.last_signed_text(page), article("T12"))

    assert [[(piece.kind, piece.text) for piece in line] for line in found] == [
        [
            ("gone", "Some people must not "),
            ("added", "Everybody may "),
            ("", "have it."),
        ]
    ]


def test_a_review_that_is_only_claimed_is_not_published(article, today):
    page = article("T12")
    page.reviewer_name, page.reviewer_role = "Nobody", "MD"
    page.reviewed_on, page.review_due_on = today, today + timedelta(days=90)

    page.save_revision().publish()

    assert not article("T12").is_reviewed


def test_a_changed_word_makes_it_a_draft_again(article, today, client):
    page = signed(article("T12"), today)
    page.summary = "Everybody may have it."

    page.save_revision().publish()

    assert not article("T12").is_reviewed
    assert "This page is a draft" in client.get(page.url).text


def test_where_a_page_leads_may_change_under_a_signature(article, today):
    page = signed(article("T12"), today)
    page.related = []
    page.topic = ArticlePage.Topic.ABOUT

    page.save_revision().publish()

    assert article("T12").is_reviewed


@pytest.mark.parametrize("field", ["title", "summary"])
def test_the_digest_changes_with_the_words(article, field):
    page, before = article("T12"), digest_of(article("T12"))

    setattr(page, field, "Other")

    assert digest_of(page) != before


def test_the_digest_does_not_look_at_the_ids_of_blocks(article):
    page, before = article("T12"), digest_of(article("T12"))

    raw = [{**block, "id": "0"} for block in page.body.get_prep_value()]
    page.body = json.dumps(raw)

    assert digest_of(page) == before


def test_a_signature_stays(article, today):
    signed(article("T12"), today)

    for change in (SignOff.objects.all().delete, _rename):
        with pytest.raises(InternalError), transaction.atomic():
            change()


def _rename():
    SignOff.objects.update(name="Somebody else")


def test_a_signature_without_a_name_is_refused_by_the_database(article, editor, today):
    with pytest.raises(IntegrityError), transaction.atomic():
        SignOff.objects.create(
            article=article(),
            by=editor,
            name="",
            role="",
            reviewed_on=today,
            due_on=today,
        )


def test_every_page_of_the_portal_goes_through_the_one_step(portal, article):
    workflow = article("T3").get_workflow()

    assert workflow.name == "Clinical sign-off"
    assert [type(task.specific) for task in workflow.tasks] == [ClinicalSignOff]


def test_an_editor_cannot_change_what_waits_for_a_signature(waiting, editor, director):
    task = waiting.current_workflow_task

    assert task.locked_for_user(waiting, editor)
    assert not task.locked_for_user(waiting, director)


@pytest.mark.parametrize("role", [Role.CONTENT_EDITOR, Role.MEDICAL_DIRECTOR])
def test_the_editing_side_leads_those_who_may_sign_to_the_page_for_it(
    client, waiting, role
):
    client.force_login(make_staff(role))

    html = client.get(reverse("wagtailadmin_pages:edit", args=[waiting.pk])).text

    leads = f'href="{reverse("staff:portal_page", args=[waiting.pk])}"' in html
    assert leads == (role == Role.MEDICAL_DIRECTOR)


def test_nobody_signs_on_the_editing_side(client, director, waiting):
    client.force_login(director)
    step = signing.waiting_step(waiting)
    names = [waiting.pk, "approve", step.pk]

    client.post(reverse("wagtailadmin_pages:workflow_action", args=names))

    assert not ArticlePage.objects.get(pk=waiting.pk).is_reviewed


def test_an_editor_cannot_type_a_review_in(client, editor, article):
    client.force_login(editor)

    html = client.get(reverse("wagtailadmin_pages:edit", args=[article("T12").pk])).text

    assert 'name="reviewer_name"' not in html
    assert 'name="reviewed_on"' not in html
    assert "No clinician has signed these words" in html
