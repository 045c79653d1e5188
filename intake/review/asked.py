"""What is asked of a patient about a case, and what they have sent so far."""

from collections.abc import Collection, Sequence
from uuid import UUID

from intake.domain.questionnaire.answers import Row
from intake.questionnaires.filled import Filled
from intake.questionnaires.models import Response

from .models import Case


def open_request(case: Case) -> Response | None:
    """What asks some questions again and waits for the answers."""
    waiting = Response.objects.asked_again().filter(base=case.response_id)
    request = waiting.select_related("request__by").first()
    if request is not None:
        request.patient = case.patient
    return request


def sendings(now: Filled) -> Sequence[Filled]:
    """What the patient sent, one after the other; each holds all that was said by then.

    Questions of a new version that were answered before the first sending belong to it.
    """
    found = [now]
    while (beneath := found[0].base) is not None:
        found.insert(0, beneath)
    sent = [layer.response.completed_at for layer in found]
    pairs = zip(found, sent, [*sent[1:], ...], strict=True)
    return [layer for layer, at, next_at in pairs if at != next_at]


def differs(link_id: str, before: Filled, after: Filled) -> bool:
    """Whether a question or list has another answer that counts, or other rows."""
    if before.answer_to(link_id) != after.answer_to(link_id):
        return True
    return _rows(link_id, before) != _rows(link_id, after)


def _rows(link_id: str, now: Filled) -> Sequence[Row]:
    return now.told_in(link_id).sheet.rows(link_id).rows


def since(now: Filled, link_ids: Collection[str]) -> Sequence[UUID]:
    """The responses from the one in which any of these questions was answered last."""
    layers = [now]
    while layers[-1].told_here.isdisjoint(link_ids) and layers[-1].base is not None:
        layers.append(layers[-1].base)
    return [layer.response.pk for layer in layers]
