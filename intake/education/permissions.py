"""What may be done with a page of the portal, by anybody."""

from wagtail.models import PagePermissionTester

from intake.practice.models import CrisisRecord


class PortalPermissions(PagePermissionTester):
    """What patients have seen is kept, and where they find help stays.

    A page that was ever published is taken down instead of deleted. The index and the
    page that shows help first are not taken down at all. Copies would share a code.
    Nothing new is published, nor put forward to be signed, before somebody has tried
    the numbers for a crisis, which stand on every page; what is there can be mended.
    """

    def can_publish(self):
        return super().can_publish() and self._has_help()

    def can_publish_subpage(self):
        return super().can_publish_subpage() and has_help()

    def can_submit_for_moderation(self):
        return super().can_submit_for_moderation() and self._has_help()

    def can_delete(self, ignore_bulk=False):
        seen = self.page.get_descendants(inclusive=True).exclude(
            first_published_at=None
        )
        return super().can_delete(ignore_bulk) and not seen.exists()

    def can_unpublish(self):
        return super().can_unpublish() and not self.page.stays_up

    def can_copy(self):
        return False

    def can_move(self):
        return False

    def _has_help(self):
        return self.page.first_published_at is not None or has_help()


def has_help() -> bool:
    """Whether numbers for a crisis were tried, and the words around them are whole."""
    record = CrisisRecord.current()
    return record is not None and record.is_ready
