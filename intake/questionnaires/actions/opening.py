"""Opening a response to change it: one at a time, and only while it is in progress."""

from django.db.models import QuerySet

from intake.questionnaires.filled import Filled, filled
from intake.questionnaires.models import Questionnaire, Response


class NotOpen(Exception):
    """The response was sent or withdrawn; its answers cannot be changed here."""


def opened(response: Response) -> Filled:
    """A response as it stands now, held until the transaction ends.

    Raises:
        NotOpen: it was sent or withdrawn.
    """
    return filled(still_open(response))


def still_open(response: Response) -> Response:
    """The response itself, held until the transaction ends.

    What it stands on is held first if that is open too: the two are graded together,
    and whoever holds several begins with the lowest.

    Raises:
        NotOpen: it was sent or withdrawn.
    """
    wanted = Response.objects.filter(pk=response.pk)
    if response.base_id is not None:
        open_ones = Response.objects.in_progress().filter(patient=response.patient_id)
        wanted |= open_ones
    rows = {row.pk: row for row in held(wanted.order_by("started_at"))}
    found = rows[response.pk]
    if not found.is_open:
        raise NotOpen
    return found


def held(responses: QuerySet, **lock: bool) -> QuerySet:
    """These responses and whose they are; whoever else wants to change them waits."""
    related = responses.select_related("patient__identity")
    return related.select_for_update(of=("self",), no_key=True, **lock)


def hold_versions(code: str) -> None:
    """Let a version be published before or after what is begun here, not meanwhile.

    Whoever publishes questions about safety must know of everybody who has begun an
    older version, and whoever begins must see the latest.
    """
    questionnaires = Questionnaire.objects.select_for_update(no_key=True)
    questionnaires.only("pk").filter(code=code).first()
