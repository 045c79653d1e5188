"""Everything that makes, signs and reads a sheet for a payer."""

from base64 import b64decode, b64encode
from typing import Any

from django.utils import timezone

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.domain.payers.ruleset import RuleSet
from intake.domain.questionnaire.definition import canonical_hash
from intake.patients import vault
from intake.review import actions as review
from intake.review.models import Case

from .content import compose
from .models import Sheet, Signature
from .printing import Signed, as_pdf

CONTENT = "payer sheet"


class SheetChanged(Exception):
    """The sheet was signed already, or replaced by a newer one."""


@audit.recorded
def make_sheet(*, case: Case, rules: RuleSet, by: User) -> Sheet:
    """Write down what is known today for one payer, replacing the version before.

    Returns:
        The new version, or the present one when nothing has changed since.

    Raises:
        review.CaseIsWithdrawn: nothing is asked of a payer any more.
    """
    review.lock(case)
    review.refuse_withdrawn(case)
    content = compose(case, rules)
    digest = vault.mark(case.patient, CONTENT, canonical_hash(content))
    latest = _latest_for(case, rules.code)
    if latest is not None and latest.digest == digest:
        return latest
    sheet = Sheet(
        case=case,
        number=case.sheets.count() + 1,
        digest=digest,
        made_by=by,
        replaces=latest,
    )
    vault.add(sheet, case.patient, sealed=content)
    audit.record(
        "sheet.made", by=by, subject=sheet, patient=case.patient, number=sheet.number
    )
    return sheet


def _latest_for(case: Case, payer: str) -> Sheet | None:
    """The version for a payer that no other has replaced."""
    present = Sheet.objects.filter(case=case, replaced_by=None)
    found = (one for one in present if content_of(one, case)["payer"]["code"] == payer)
    return next(found, None)


def content_of(sheet: Sheet, case: Case) -> dict[str, Any]:
    """What a sheet says; see :mod:`intake.payers.content`."""
    return vault.read(sheet, case.patient, "sealed")


@audit.recorded
def sign_sheet(*, sheet: Sheet, seen: str, by: User) -> Signature:
    """State that one has checked a sheet, and keep the document as it is signed.

    Args:
        sheet: The version.
        seen: The digest of the content that the clinician looked at.
        by: The clinician.

    Returns:
        The signature, or the one there is when the same person signs twice.

    Raises:
        review.CaseIsWithdrawn: nothing is asked of a payer any more.
        SheetChanged: it was signed by somebody else, replaced, or is another one.
    """
    case = sheet.case
    review.lock(case)
    review.refuse_withdrawn(case)
    present = Sheet.objects.listed().get(pk=sheet.pk)
    if present.is_signed and present.signature.by == by:
        return present.signature
    audit.record(
        "sheet.signed", by=by, subject=sheet, patient=case.patient, number=sheet.number
    )
    if present.is_signed or present.is_replaced or seen != present.digest:
        raise SheetChanged
    at = timezone.now()
    document = as_pdf(present, content_of(present, case), Signed(by.name, at))
    signature = Signature(sheet=present, by=by, at=at)
    content = b64encode(document).decode()
    return vault.add(signature, case.patient, sealed_pdf=content)


@audit.recorded
def read_sheet(*, sheet: Sheet, by: User) -> dict[str, Any]:
    """What a sheet says, noting that somebody read it."""
    case = sheet.case
    audit.record(
        "sheet.read", by=by, subject=sheet, patient=case.patient, number=sheet.number
    )
    return content_of(sheet, case)


@audit.recorded
def download_sheet(*, sheet: Sheet, by: User) -> bytes:
    """The document: as it was signed, or marked as not signed."""
    case = sheet.case
    audit.record(
        "sheet.downloaded",
        by=by,
        subject=sheet,
        patient=case.patient,
        number=sheet.number,
        signed=sheet.is_signed,
    )
    if sheet.is_signed:
        return document_of(sheet, case)
    return as_pdf(sheet, content_of(sheet, case), None)


def document_of(sheet: Sheet, case: Case) -> bytes:
    """The document as it was signed; noting that it is taken is for the caller."""
    return b64decode(vault.read(sheet.signature, case.patient, "sealed_pdf"))


def file_name(sheet: Sheet) -> str:
    """What the document is called outside: nothing but the reference and its number."""
    return f"{sheet.case.reference}-{sheet.number}.pdf"
