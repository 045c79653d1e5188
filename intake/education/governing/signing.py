"""Signing of articles by clinicians."""

from datetime import date

from django.core.exceptions import PermissionDenied

from intake.audit import actions as audit
from intake.practice.models import Organisation

from .digest import digest_of
from .models import SignOff, may_sign

REVIEW = ("reviewer_name", "reviewer_role", "reviewed_on", "review_due_on")


@audit.recorded
def sign_and_publish(task_state, *, by, role: str = "", comment: str = "", **_form):
    """Put the clinician's name under the page as it waits, and publish it.

    Raises:
        PermissionDenied: nobody who may sign it, or without saying as what.
    """
    page = task_state.revision.as_object()
    if not (role.strip() and by.name and may_sign(page, by)):
        raise PermissionDenied
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
        by=by,
        name=by.name,
        role=role,
        reviewed_on=on,
        due_on=page.review_due_on,
    )
    audit.record("portal.signed", by=by, subject=page)
    return signed


def keep_review_only_if_signed(page) -> None:
    """Take a review off a page whose very words nobody has signed."""
    if page.reviewer_name and not _is_signed(page):
        page.reviewer_name = page.reviewer_role = ""
        page.reviewed_on = page.review_due_on = None


def _is_signed(page) -> bool:
    return SignOff.objects.filter(
        article_id=page.pk,
        digest=digest_of(page),
        name=page.reviewer_name,
        role=page.reviewer_role,
        reviewed_on=page.reviewed_on,
        due_on=page.review_due_on,
    ).exists()
