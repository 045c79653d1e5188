"""Publishing and taking down of pages at the time that an editor chose."""

from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, Revision

from intake.audit import actions as audit


def publish_due() -> None:
    """Do what is due by now; a look costs two small queries."""
    now = timezone.now()
    due = Revision.page_revisions.filter(approved_go_live_at__lt=now).exists()
    if due or Page.objects.live().filter(expire_at__lt=now).exists():
        _publish()


@audit.recorded
def _publish() -> None:
    call_command("publish_scheduled", verbosity=0)
