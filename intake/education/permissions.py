"""What may be done with a page of the portal, by anybody."""

from wagtail.models import PagePermissionTester


class PortalPermissions(PagePermissionTester):
    """What patients have seen is kept, and where they find help stays.

    A page that was ever published is taken down instead of deleted. The index and the
    page that shows help first are not taken down at all. Copies would share a code.
    """

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
