"""Articles of the portal that a clinician has signed."""

from datetime import date, timedelta

from intake.accounts.roles import Role
from intake.education.governing.digest import digest_of
from intake.education.governing.models import SignOff
from intake.education.models import ArticlePage
from tests.factories.staff import make_staff


def signed(page: ArticlePage, on: date, due: date | None = None) -> ArticlePage:
    """The page as it was published with a signature of that day."""
    page.reviewer_name, page.reviewer_role = "Ada Example", "MD, psychiatrist"
    page.reviewed_on = on
    page.review_due_on = due or on + timedelta(days=90)
    SignOff.objects.create(
        article=page,
        digest=digest_of(page),
        risk=page.risk,
        by=make_staff(Role.MEDICAL_DIRECTOR, name=page.reviewer_name),
        name=page.reviewer_name,
        role=page.reviewer_role,
        reviewed_on=page.reviewed_on,
        due_on=page.review_due_on,
    )
    page.save_revision().publish()
    return page
