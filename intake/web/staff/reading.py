"""The questions and answers of a response in the language of the page.

Each question stands in the words of the version in which it was answered last.
"""

from django.utils.translation import get_language

from intake.domain.answer import SKIPPED, State
from intake.domain.questionnaire.answers import ListState, Row
from intake.domain.questionnaire.items import Item, in_language
from intake.questionnaires.filled import Filled
from intake.web.ui.answer_words import answer_words
from intake.web.ui.list_words import LIST_STATES

SAYS_WHICH = 2  # answers of a row that name it: a medicine and its dose


def page_language() -> str:
    return (get_language() or "en").split("-")[0]


def item_of(now: Filled, link_id: str) -> Item | None:
    """The question, list or group as it was asked; None if it never was."""
    return now.told_in(link_id).definition.by_link_id.get(link_id)


def question_words(now: Filled, link_id: str) -> str:
    """The question, or the id itself if this version does not have it."""
    item = item_of(now, link_id)
    return in_language(item.text, page_language()) if item else link_id


def answer_to(now: Filled, link_id: str) -> str:
    """The answer to a question outside lists; empty when there is none."""
    item = item_of(now, link_id)
    if item is None:
        return ""
    said = now.told_in(link_id).sheet.answers.get(link_id)
    return answer_words(item, said, page_language())


def rows_of(now: Filled, link_id: str) -> tuple[Row, ...]:
    """The rows of a list as the person left it."""
    return now.told_in(link_id).sheet.rows(link_id).rows


def row_words(now: Filled, link_id: str, row: Row) -> str:
    """A row of a list by what names it."""
    return _joined(now, link_id, row, SAYS_WHICH)


def whole_row(now: Filled, link_id: str, row: Row) -> str:
    """Everything that a row says."""
    return _joined(now, link_id, row, None)


def _joined(now: Filled, link_id: str, row: Row, most: int | None) -> str:
    language = page_language()
    questions = now.told_in(link_id).definition.page_of(link_id).questions
    words = [
        answer_words(item, row.answers.get(item.link_id), language)
        for item in questions
        if most is None or not _is_named(item, row)
    ]
    return " · ".join([word for word in words if word][:most])


def _is_named(item: Item, row: Row) -> bool:
    """A picked row of a table, beside the name that the person wrote for it."""
    name = row.answers.get(item.named_by or "", SKIPPED)
    return name.state is State.ANSWERED


def list_words(now: Filled, link_id: str, rows: list[Row]) -> str:
    """These rows of a list, or what the person said of the list as a whole."""
    state = now.told_in(link_id).sheet.rows(link_id).state
    lines = [row_words(now, link_id, row) for row in rows]
    if state != ListState.DONE or not lines:
        lines.append(str(LIST_STATES[state]))
    return "; ".join(line for line in lines if line)
