"""What is said of answers that are kept although their question is not asked."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from intake.domain.answer import CHOSEN_STATES, Answer, State, answered
from intake.domain.questionnaire.conditions import Outline
from intake.domain.questionnaire.hiding import Cause, causes
from intake.domain.questionnaire.items import Item, in_language
from intake.questionnaires.filled import Filled

from .answer_words import answer_words
from .list_words import LIST_STATES

KEPT = _("not asked any more because of another answer; kept")


def brought_back_by(now: Filled, link_id: str, language: str) -> list[dict[str, str]]:
    """The questions on which a hidden one rests, with the answers that it needs.

    Returns:
        ``{id, question, answers}`` each; ``answers`` is empty where several would do.
    """
    outline = Outline(now.definition)
    return [
        {
            "id": cause.link_id,
            "question": in_language(now.definition.item(cause.link_id).text, language),
            "answers": ", ".join(_words(now, cause, language)),
        }
        for cause in causes(outline, now.active, link_id)
    ]


def _words(now: Filled, cause: Cause, language: str) -> list[str]:
    item = now.definition.item(cause.link_id)
    return [_in_words(item, value, language) for value in cause.values]


def _in_words(item: Item, value: Any, language: str) -> str:
    if item.is_list:
        return str(LIST_STATES[value])
    if value in CHOSEN_STATES:
        return answer_words(item, Answer(State(value)), language)
    return answer_words(item, answered(value), language)
