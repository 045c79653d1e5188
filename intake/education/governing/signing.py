"""Signing of articles by clinicians."""

from datetime import date

from django.apps import apps
from django.core.exceptions import PermissionDenied
from wagtail.models import Revision, TaskState, WorkflowState

from intake.audit import actions as audit
from intake.practice.models import Organisation

from .digest import digest_of
from .models import ClinicalSignOff, Edition, SignOff, may_sign

REVIEW = ("reviewer_name", "reviewer_role", "reviewed_on", "review_due_on")


class WordsChanged(Exception):
    """The text is not the one that was read, or waits for nobody any more."""


def waiting_step(page) -> TaskState | None:
    """The step at which an article waits for a clinician."""
    state = page.current_workflow_state
    if state is None or state.status != WorkflowState.STATUS_IN_PROGRESS:
        return None
    step = state.current_task_state
    return step if isinstance(step.task.specific, ClinicalSignOff) else None


def text_to_sign(page):
    """The text that a clinician may sign now, or None.

    It is what waits for a signature; or else the published words, unless an editor is
    at work on them.
    """
    step = waiting_step(page)
    if step is not None:
        return step.revision.as_object()
    at_work = page.has_unpublished_changes or page.current_workflow_state is not None
    return None if at_work or not page.live else page.get_latest_revision_as_object()


def last_signed_text(page):
    """The words under the last signature, or None where they were not kept."""
    last = _last_signature(page)
    if last is None:
        return None
    editions = Edition.objects.filter(article_id=page.pk, digest=last.digest)
    kept = Revision.objects.filter(pk__in=editions.values("revision_id")).first()
    return kept and kept.as_object()


@audit.recorded
def sign_as_read(*, page, seen: str, by, role: str, interests: str = "") -> None:
    """Sign the words with this digest, and publish them.

    Raises:
        WordsChanged: these are not the words that wait, or no more.
        PermissionDenied: nobody who may sign them, or without saying as what.
    """
    sign_and_publish(_step(page, seen, by), by=by, role=role, interests=interests)


@audit.recorded
def send_back_as_read(*, page, seen: str, by, remarks: str) -> None:
    """Return the words with this digest to the editors, with what to mend.

    Raises:
        WordsChanged: these are not the words that wait, or no more.
        PermissionDenied: nobody who may sign them.
    """
    send_back(_step(page, seen, by), by=by, comment=remarks)


def _step(page, seen: str, by) -> TaskState:
    """The step of these words, which begins with their reader if nobody began it."""
    model = apps.get_model("education", "ArticlePage")
    page = model.objects.select_for_update(of=("self",)).get(pk=page.pk)
    text = text_to_sign(page)
    if text is None or digest_of(text) != seen:
        raise WordsChanged
    if not may_sign(page, by):
        raise PermissionDenied
    if waiting_step(page) is None:
        page.get_workflow().start(page, by)
        page = model.objects.get(pk=page.pk)
    return waiting_step(page)


@audit.recorded
def send_back(task_state, *, by, comment: str = "", **_form) -> None:
    """Return an article to the editors, with what to mend."""
    if not may_sign(task_state.revision.content_object, by):
        raise PermissionDenied
    task_state.reject(user=by, comment=comment)
    audit.record("portal.sent_back", by=by, subject=task_state.revision.content_object)


@audit.recorded
def sign_and_publish(
    task_state, *, by, role: str = "", interests: str = "", comment: str = "", **_form
):
    """Put the clinician's name under the page as it waits, and publish it.

    ``interests`` is what they say of their ties; nothing is said for them.

    Raises:
        PermissionDenied: nobody who may sign it, or without saying as what.
    """
    page = task_state.revision.as_object()
    if not (role.strip() and by.name and may_sign(page, by)):
        raise PermissionDenied
    page.reviewer_interests = interests.strip()
    sign(page, by=by, role=role.strip(), on=Organisation.current().today())
    page.full_clean()
    task_state.revision = page.save_revision(user=by, changed=False)
    task_state.save()
    task_state.approve(user=by, comment=comment)


def sign(page, *, by, role: str, on: date) -> SignOff:
    """A signature, and its name and days on the page, which is not saved here."""
    page.reviewer_name, page.reviewer_role = by.name, role
    page.reviewed_on, page.review_due_on = on, on + page.review_within
    signed = SignOff.objects.create(
        article=page,
        digest=digest_of(page),
        risk=page.risk,
        by=by,
        name=by.name,
        role=role,
        interests=page.reviewer_interests,
        reviewed_on=on,
        due_on=page.review_due_on,
    )
    audit.record("portal.signed", by=by, subject=page)
    return signed


def keep_review_only_if_signed(page) -> None:
    """Take a review off a page whose very words nobody has signed.

    When it has to be read again, and how often, stays as in the last signature:
    another comma or another class is no review.
    """
    if page.reviewer_name and _is_signed(page):
        return
    last = _last_signature(page)
    page.reviewer_name = page.reviewer_role = page.reviewer_interests = ""
    page.reviewed_on = None
    page.review_due_on = last.due_on if last else None
    if last:
        page.risk = min(last.risk, page.risk or last.risk, key=page.REVIEW_WITHIN.get)


def _last_signature(page) -> SignOff | None:
    if page.pk is None:
        return None
    return SignOff.objects.filter(article_id=page.pk).order_by("-at", "-pk").first()


def _is_signed(page) -> bool:
    return SignOff.objects.filter(
        article_id=page.pk,
        digest=digest_of(page),
        name=page.reviewer_name,
        role=page.reviewer_role,
        interests=page.reviewer_interests,
        reviewed_on=page.reviewed_on,
        due_on=page.review_due_on,
    ).exists()
