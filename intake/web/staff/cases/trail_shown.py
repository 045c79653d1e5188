"""Changes of watched answers, in the words that were seen."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from intake.domain.answer import Answer
from intake.domain.questionnaire.answers import ListState, Row
from intake.questionnaires.filled import Filled
from intake.questionnaires.models import Mode
from intake.questionnaires.trail import Change, Said, changes
from intake.web.staff.reading import item_of, page_language, question_words, whole_row
from intake.web.ui.answer_words import answer_words
from intake.web.ui.list_words import LIST_STATES


def trail_shown(opened: Iterable[Filled]) -> list[dict[str, Any]]:
    """What was changed in these responses and beneath them, the latest first."""
    levels = list(opened)
    beneath = {earlier for now in levels for earlier in now.earlier_ids}
    found = [
        (change, now)
        for now in levels
        if now.response.pk not in beneath
        for change in changes(now)
    ]
    found.sort(key=lambda pair: pair[0].at, reverse=True)
    return [_shown(change, now) for change, now in found]


def _shown(change: Change, now: Filled) -> dict[str, Any]:
    return {
        "item": change.link_id,
        "question": question_words(now, change.link_id),
        "before": _words(change.before, change, now) or _("Not on the list"),
        "now": _words(change.now, change, now) or _removed_or_empty(change),
        "at": change.at,
        "who": _who(change),
    }


def _words(said: Said | None, change: Change, now: Filled) -> str:
    if isinstance(said, Row):
        return whole_row(now, change.link_id, said) or _("Not named")
    if said is None:
        return ""
    item = item_of(now, change.link_id)
    if item is None:
        return _plain(said)
    if item.is_list:
        return str(LIST_STATES[ListState(said.value)])
    return answer_words(item, said, page_language())


def _plain(said: Answer) -> str:
    return str(said.value or said.state)


def _removed_or_empty(change: Change) -> str:
    return _("Removed from the list") if change.now is None else _("Left empty")


def _who(change: Change) -> str:
    if change.by.is_patient:
        return str(Mode.SELF.label)
    mode = Mode(change.mode).label
    return _("by {who}, {how}").format(who=change.by, how=mode)
