"""Opening a response to change it: one at a time, and only while it is in progress."""

from django.db.models import QuerySet

from intake.questionnaires.filled import Filled, filled
from intake.questionnaires.models import Response


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

    Raises:
        NotOpen: it was sent or withdrawn.
    """
    response = held(Response.objects.all()).get(pk=response.pk)
    if not response.is_open:
        raise NotOpen
    return response


def held(responses: QuerySet, **lock: bool) -> QuerySet:
    """These responses and whose they are; whoever else wants to change them waits."""
    related = responses.select_related("patient__identity")
    return related.select_for_update(of=("self",), no_key=True, **lock)
