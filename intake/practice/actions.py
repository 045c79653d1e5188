"""Everything that changes the organisation, its sites and its crisis record."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Model
from django.utils import timezone

from intake.audit import actions as audit

from .models import CrisisRecord, Location, Organisation

NUMBERS = {"line_number", "line_text_number", "chat_url", "emergency_number"}


@audit.recorded
def save_organisation(
    *, organisation: Organisation, by: AbstractBaseUser | None
) -> Organisation:
    """Store the settings of the clinic; they hold from the next page on."""
    changed = _changed(organisation)
    organisation.save()
    audit.record("organisation.changed", by=by, subject=organisation, fields=changed)
    return organisation


@audit.recorded
def save_site(*, site: Location, by: AbstractBaseUser | None) -> Location:
    """Open a site or change one."""
    is_new, changed = site.pk is None, _changed(site)
    site.save()
    if is_new:
        audit.record("site.created", by=by, subject=site)
    else:
        audit.record("site.changed", by=by, subject=site, fields=changed)
    return site


@audit.recorded
def save_crisis_record(
    *, record: CrisisRecord, confirmed: bool, by: AbstractBaseUser | None
) -> CrisisRecord:
    """Store the crisis numbers and words.

    ``confirmed`` says that somebody tried the numbers. Numbers that changed without
    that are unconfirmed, whatever was confirmed before.
    """
    changed = _changed(record)
    if confirmed:
        record.confirmed_at = timezone.now()
    elif NUMBERS & set(changed):
        record.confirmed_at = None
    record.save()
    audit.record(
        "crisis_record.changed",
        by=by,
        subject=record,
        fields=changed,
        confirmed=confirmed,
    )
    return record


def _changed(row: Model) -> list[str]:
    """The names of the fields that differ from what is stored."""
    names = [field.name for field in row._meta.concrete_fields if not field.primary_key]
    stored = type(row)._default_manager.filter(pk=row.pk).first()
    if stored is None:
        return names
    return [name for name in names if getattr(row, name) != getattr(stored, name)]
