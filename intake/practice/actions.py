"""Everything that changes the organisation, its sites and its crisis record."""

from collections.abc import Mapping

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
    _doubt_changed_words(record)
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


@audit.recorded
def save_crisis_texts(
    *, language: str, texts: Mapping[str, str], confirmed: bool, by: AbstractBaseUser
) -> CrisisRecord:
    """Store the sentences of one language.

    ``confirmed`` says that somebody who speaks it well has read everything that the
    record says in it. Until then nothing of it is shown, English aside.
    """
    record = CrisisRecord.objects.select_for_update().get(pk=1)
    words = {**record.words.get(language, {}), "texts": dict(texts)}
    record.words = {**record.words, language: words}
    _doubt_changed_words(record)
    if confirmed:
        now = timezone.now().isoformat()
        record.words_confirmed = {**record.words_confirmed, language: now}
    record.save()
    audit.record(
        "crisis_record.worded",
        by=by,
        subject=record,
        language=language,
        confirmed=confirmed,
    )
    return record


def _doubt_changed_words(record: CrisisRecord) -> None:
    """Words that changed were not read by whoever confirmed what stood there before."""
    stored = CrisisRecord.objects.filter(pk=record.pk).first()
    former = stored.words if stored else {}
    record.words_confirmed = {
        language: at
        for language, at in record.words_confirmed.items()
        if record.words.get(language) == former.get(language)
    }


def _changed(row: Model) -> list[str]:
    """The names of the fields that differ from what is stored."""
    names = [field.name for field in row._meta.concrete_fields if not field.primary_key]
    stored = type(row)._default_manager.filter(pk=row.pk).first()
    if stored is None:
        return names
    return [name for name in names if getattr(row, name) != getattr(stored, name)]
