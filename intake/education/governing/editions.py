"""The editions of an article: what readers saw, and what changed when."""

from .digest import digest_of
from .models import Edition


def note(page) -> Edition | None:
    """A new edition, if the published words are not those of the last one.

    What the editor said of the change is then used up: the next one has its own.
    """
    last, digest = latest(page), digest_of(page)
    edition = None
    if last is None or last.digest != digest:
        edition = Edition.objects.create(
            article_id=page.pk,
            number=last.number + 1 if last else 1,
            digest=digest,
            kind=page.change_kind or Edition.Kind.MEANING,
            what=page.change_note.strip(),
            revision_id=page.live_revision_id,
        )
    _use_up(page)
    return edition


def latest(page) -> Edition | None:
    return Edition.objects.filter(article_id=page.pk).order_by("-number").first()


def would_be_new(page) -> bool:
    """Whether readers know other words of it than these."""
    last = latest(page) if page.pk else None
    return last is not None and last.digest != digest_of(page)


def _use_up(page) -> None:
    if page.change_kind or page.change_note:
        page.change_kind = page.change_note = ""
        type(page).objects.filter(pk=page.pk).update(change_kind="", change_note="")
