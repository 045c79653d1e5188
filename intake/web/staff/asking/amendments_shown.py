"""What a patient sent again: how answers differ from those sent before."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from intake.domain.questionnaire.items import Item
from intake.questionnaires.filled import Filled
from intake.questionnaires.models import InformationRequest, Mode
from intake.review.asked import differs, sendings
from intake.web.staff.reading import (
    answer_to,
    list_words,
    question_words,
    rows_of,
    whole_row,
)


def amendments_shown(now: Filled) -> list[dict[str, Any]]:
    """Every sending after the first, the latest first.

    Returns:
        For each ``{at, requests, changes, confirmed}``: who asked, what differs as
        ``{item, question, before, now, how}``, and the questions that were asked again
        and got the same answer.
    """
    sent = sendings(now)
    requests = _requests(now) if len(sent) > 1 else {}
    return [_sending(*pair, requests) for pair in pairwise(sent)][::-1]


def earlier_shown(now: Filled) -> list[Any]:
    """The responses that were sent before the latest one, the latest first."""
    return [layer.response for layer in sendings(now)[:-1]][::-1]


def _requests(now: Filled) -> dict[Any, InformationRequest]:
    ids = (now.response.pk, *now.earlier_ids)
    found = InformationRequest.objects.filter(response__in=ids).select_related("by")
    return {request.response_id: request for request in found}


def _sending(
    before: Filled, after: Filled, requests: dict[Any, InformationRequest]
) -> dict[str, Any]:
    asked = _asked(before, after)
    changed = [name for name in _names(after) if differs(name, before, after)]
    layers = _between(before, after)
    return {
        "at": after.response.completed_at,
        "requests": [requests[layer.response.pk] for layer in layers],
        "changes": [_change(name, before, after) for name in changed],
        "confirmed": [
            question_words(after, name) for name in asked if name not in changed
        ],
    }


def _between(before: Filled, after: Filled) -> Iterator[Filled]:
    """The responses that were sent at once, the latest first."""
    layer: Filled | None = after
    while layer is not None and layer is not before:
        yield layer
        layer = layer.base


def _asked(before: Filled, after: Filled) -> Sequence[str]:
    told = {name for layer in _between(before, after) for name in layer.told_here}
    return [name for name in _names(after) if name in told]


def _names(now: Filled) -> Sequence[str]:
    """Every question and list of every version, in the order of asking."""
    items = (item for view in now.versions for item in view.definition.walk())
    return list(dict.fromkeys(i.link_id for i in items if i.asks or i.is_list))


def _change(name: str, before: Filled, after: Filled) -> dict[str, Any]:
    return {
        "item": name,
        "question": question_words(after, name),
        "before": _words(name, before),
        "now": _words(name, after),
        "how": _how(name, after),
    }


def _words(name: str, now: Filled) -> str:
    view = now.told_in(name)
    item = view.definition.by_link_id.get(name)
    if item is None or not view.active.is_shown(item):
        return _("Not asked")
    if item.is_list:
        return _list_words(name, now)
    return answer_to(now, name) or _("No answer")


def _list_words(name: str, now: Filled) -> str:
    """Everything that each row says, and what was said of the list as a whole."""
    lines = [whole_row(now, name, row) for row in rows_of(now, name)]
    return "\n".join([*lines, list_words(now, name, [])])


def _how(name: str, now: Filled) -> str:
    """How the answer came in, where the patient did not give it alone."""
    view = now.told_in(name)
    stored = view.latest(_page_of(view, name))
    mode = Mode(stored.mode) if stored else Mode.SELF
    return "" if mode is Mode.SELF else str(mode.label)


def _page_of(view: Filled, name: str) -> str:
    item: Item | None = view.definition.by_link_id.get(name)
    return view.definition.page_of(name).link_id if item else ""
