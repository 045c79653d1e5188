"""Two versions of the same page, side by side."""

from collections.abc import Iterable, Mapping

from intake.domain.answer import Answer
from intake.domain.questionnaire.items import Item, in_language
from intake.web.ui.answer_words import answer_words


def differences(
    items: Iterable[Item],
    saved: Mapping[str, Answer],
    typed: Mapping[str, Answer],
    language: str,
) -> list[dict[str, str]]:
    """The questions whose answers differ, each in words."""
    return [
        {
            "question": in_language(item.text, language),
            "saved": answer_words(item, saved.get(item.link_id), language),
            "typed": answer_words(item, typed.get(item.link_id), language),
        }
        for item in items
        if saved.get(item.link_id) != typed.get(item.link_id)
    ]
