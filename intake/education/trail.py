"""Publishing and taking down of pages, in the clinic's own audit trail.

Wagtail notes both in a log of its own, whichever way they happen; that log can be
changed, the trail cannot.
"""

from wagtail.models import PageLogEntry

from intake.audit import actions as audit

NOTED = {
    "wagtail.publish": "portal.published",
    "wagtail.unpublish": "portal.unpublished",
}


def note(instance: PageLogEntry, *, created: bool, **_kwargs) -> None:
    if created and instance.action in NOTED:
        audit.record(NOTED[instance.action], by=instance.user, subject=instance.page)
