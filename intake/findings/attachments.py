"""Files as evidence: kept sealed, listed, and given out to those who may read them."""

from collections.abc import Sequence
from dataclasses import dataclass

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.patients import vault
from intake.review.models import Case

from .files import Clean, Media
from .models import Attachment

LONGEST_NAME = 120  # characters


@dataclass(frozen=True)
class Document:
    """A file that was looked at and may be kept, under the name it came with."""

    name: str
    clean: Clean


@dataclass(frozen=True)
class Attached:
    """A file that is kept: its row, its name, and the finding it is about."""

    record: Attachment
    name: str
    finding: str


@audit.recorded
def attach(
    *, case: Case, document: Document, finding: str, by: User | None
) -> Attachment:
    """Keep a file; the case is locked by the caller, so that numbers do not collide."""
    number = case.attachments.count() + 1
    about = {"finding": finding, "name": document.name[:LONGEST_NAME]}
    record = Attachment(
        case=case,
        number=number,
        media=document.clean.media,
        size=len(document.clean.content),
        sealed=vault.close_bytes(
            case.patient, _purpose(case, number), document.clean.content
        ),
        by=by,
    )
    vault.add(record, case.patient, sealed_about=about)
    audit.record(
        "attachment.kept", by=by, subject=record, patient=case.patient, number=number
    )
    return record


def attached_to(case: Case) -> Sequence[Attached]:
    """All files of a case without their content, in one query."""
    records = case.attachments.select_related("by").defer("sealed")
    return [_opened(record, case) for record in records]


def _opened(record: Attachment, case: Case) -> Attached:
    about = vault.read(record, case.patient, "sealed_about")
    return Attached(record, about["name"], about["finding"])


@audit.recorded
def download(*, attachment: Attachment, by: User) -> bytes:
    """The content of a file, noting that somebody took it."""
    case = attachment.case
    audit.record(
        "attachment.downloaded",
        by=by,
        subject=attachment,
        patient=case.patient,
        number=attachment.number,
    )
    return content_of(attachment, case)


def content_of(attachment: Attachment, case: Case) -> bytes:
    """What is in a file; that somebody takes it is for the caller to note."""
    purpose = _purpose(case, attachment.number)
    return vault.open_bytes(case.patient, purpose, attachment.sealed)


def file_name(attachment: Attachment) -> str:
    """What the file is called outside: nothing but the reference and its number."""
    ending = Media(attachment.media).ending
    return f"{attachment.case.reference}-file-{attachment.number}.{ending}"


def _purpose(case: Case, number: int) -> str:
    return f"attachment {case.pk} {number}"
