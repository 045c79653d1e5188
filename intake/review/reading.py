"""Readings of a case that leave its page."""

from intake.accounts.models import User
from intake.audit import actions as audit

from .models import Case


@audit.recorded
def download_case(*, case: Case, by: User) -> None:
    """Note that somebody takes the whole case away as a document."""
    audit.record("case.downloaded", by=by, subject=case, patient=case.patient)
