"""The clinic's own tags, and which of them a case has."""

from collections.abc import Iterable, Sequence

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.review import actions as review
from intake.review.models import Case

from .models import Tag


@audit.recorded
def save_tag(*, tag: Tag, by: User) -> Tag:
    """Add a tag to the clinic's list, or change one."""
    is_new = tag.pk is None
    tag.save()
    audit.record("tag.created" if is_new else "tag.changed", by=by, subject=tag)
    return tag


def on(case: Case) -> Sequence[Tag]:
    """The tags of a case, by name, those too that are given out no more."""
    return list(Tag.objects.filter(pk__in=case.tags)) if case.tags else []


def offered(case: Case) -> Sequence[Tag]:
    """What a case may have: the tags in use, and those that it has."""
    return list(Tag.objects.in_use() | Tag.objects.filter(pk__in=case.tags))


@audit.recorded
def put(*, case: Case, shown: Iterable[int], chosen: Iterable[int], by: User) -> Case:
    """Put the chosen ones of the tags that were shown on a case.

    Tags that were not on the page, or changed by a colleague since, stay as they are.

    Args:
        case: The case.
        shown: Ids of the tags that had a tick when the page was opened.
        chosen: Ids of those that have one now.
        by: Who did it.
    """
    before, after = set(shown), set(chosen)
    review.lock(case)
    present = set(Case.objects.values_list("tags", flat=True).get(pk=case.pk))
    known = set(Tag.objects.values_list("pk", flat=True))
    tags = (present - (before - after)) | ((after - before) & known)
    if tags == present:
        return case
    case.tags = sorted(tags)
    case.save(update_fields=["tags"])
    audit.record(
        "case.tagged",
        by=by,
        subject=case,
        patient=case.patient,
        added=sorted(tags - present),
        removed=sorted(present - tags),
    )
    return case
