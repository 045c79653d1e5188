"""The editions of an article: what readers saw, and what changed when."""

from .digest import digest_of
from .models import Edition


def note(page) -> Edition | None:
    """A new edition, if the published words are not those of the last one."""
    last = latest(page)
    digest = digest_of(page)
    if last is not None and last.digest == digest:
        return None
    return Edition.objects.create(
        article_id=page.pk,
        number=last.number + 1 if last else 1,
        digest=digest,
        kind=page.change_kind or Edition.Kind.MEANING,
        what=_what(page, last),
        revision_id=page.live_revision_id,
    )


def latest(page) -> Edition | None:
    return Edition.objects.filter(article_id=page.pk).order_by("-number").first()


def _what(page, last: Edition | None) -> str:
    """The editor's words; those of the time before are left over in the form."""
    told = page.change_note.strip()
    return "" if last is not None and told == last.what else told
