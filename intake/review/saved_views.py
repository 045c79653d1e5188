"""Ways to look at the worklist that somebody has given a name."""

from collections.abc import Sequence

from intake.accounts.models import User
from intake.audit import actions as audit

from .models import SavedView

MOST = 12
LONGEST = 40


def of(user: User) -> Sequence[SavedView]:
    """Those of one person, by name."""
    return list(user.saved_views.all())


@audit.recorded
def keep(*, by: User, name: str, query: str) -> SavedView:
    """Keep an address under a name; the same name again stands for the new one.

    The oldest goes when there are more than ``MOST``.
    """
    audit.record("view.kept", by=by)
    kept, _is_new = SavedView.objects.update_or_create(
        by=by, name=name[:LONGEST], defaults={"query": query}
    )
    surplus = by.saved_views.order_by("-pk").values_list("pk", flat=True)[MOST:]
    SavedView.objects.filter(pk__in=list(surplus)).delete()
    return kept


@audit.recorded
def forget(*, by: User, name: str) -> None:
    audit.record("view.forgotten", by=by)
    by.saved_views.filter(name=name).delete()
