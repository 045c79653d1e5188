"""Telling those who lead the portal that texts have to be read again soon.

One e-mail names no page and no subject; whoever signs in sees which. A text is told
of once before each day on which it is due. A signature moves that day.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.apps import apps
from django.conf import settings
from django.utils import timezone

from intake.accounts import directory
from intake.accounts.roles import EDITORS
from intake.audit import actions as audit
from intake.messaging import actions as messaging
from intake.practice.models import Organisation

from .models import ReviewNotice

NOTICE = timedelta(days=60)
PAUSE = timedelta(hours=1)  # between two looks
REASONS = "why"  # stands for the reasons of questions, which are no article


class DueTexts:
    """Looks once an hour, and knows when it did."""

    def __init__(self) -> None:
        self.looked_at: datetime | None = None

    def tell_if_due(self) -> None:
        now = timezone.now()
        if self.looked_at is None or now - self.looked_at >= PAUSE:
            self.looked_at = now
            tell(Organisation.current().today(now))


@audit.recorded
def tell(on: date) -> int:
    """Note what falls due within the notice, and write to those who lead.

    Nothing is noted while nobody would read it.

    Returns:
        How many texts they were told of.
    """
    list(Organisation.objects.select_for_update().values_list("pk"))  # one worker
    told = set(ReviewNotice.objects.values_list("code", "due_on"))
    due = [text for text in _due(on) if text not in told]
    people = directory.reachable().filter(roles__overlap=list(EDITORS))
    if not due or not people:
        return 0
    for code, due_on in due:
        ReviewNotice.objects.create(code=code, due_on=due_on)
    for person in people:
        messaging.send_later(
            to=person.email, template="texts_due", language=settings.LANGUAGE_CODE
        )
    audit.record("portal.review_announced", count=len(due))
    return len(due)


def _due(on: date) -> Iterator[tuple[str, date]]:
    """What has to be read within the notice, or should have been."""
    from intake.education.reasons.signing import standing  # noqa: PLC0415 (needs these)

    articles = apps.get_model("education", "ArticlePage").objects.live()
    texts = [(page.article_code, page.due_on) for page in articles]
    if reasons := standing():
        texts.append((REASONS, reasons.due_on))
    return (text for text in texts if text[1] is not None and text[1] <= on + NOTICE)
