"""The questions and answers of a response in the language of the page."""

from django.utils.translation import get_language

from intake.domain.questionnaire.answers import ListState, Row
from intake.domain.questionnaire.items import in_language
from intake.questionnaires.filled import Filled
from intake.web.ui.answer_words import answer_words
from intake.web.ui.list_words import LIST_STATES

SAYS_WHICH = 2  # questions of a row that name it: a medicine and its dose


def page_language() -> str:
    return (get_language() or "en").split("-")[0]


def question_words(now: Filled, link_id: str) -> str:
    """The question, or the id itself if this version does not have it."""
    item = now.definition.by_link_id.get(link_id)
    return in_language(item.text, page_language()) if item else link_id


def answer_to(now: Filled, link_id: str) -> str:
    """The answer to a question outside lists; empty when there is none."""
    item = now.definition.by_link_id.get(link_id)
    if item is None:
        return ""
    return answer_words(item, now.sheet.answers.get(link_id), page_language())


def row_words(now: Filled, link_id: str, row: Row) -> str:
    """A row of a list by what names it."""
    return _joined(now, link_id, row, SAYS_WHICH)


def whole_row(now: Filled, link_id: str, row: Row) -> str:
    """Everything that a row says."""
    return _joined(now, link_id, row, None)


def _joined(now: Filled, link_id: str, row: Row, most: int | None) -> str:
    language = page_language()
    questions = now.definition.page_of(link_id).questions[:most]
    words = [
        answer_words(item, row.answers.get(item.link_id), language)
        for item in questions
    ]
    return " · ".join(word for word in words if word)


def list_words(now: Filled, link_id: str, rows: list[Row]) -> str:
    """These rows of a list, or what the person said of the list as a whole."""
    state = now.sheet.rows(link_id).state
    lines = [row_words(now, link_id, row) for row in rows]
    if state != ListState.DONE or not lines:
        lines.append(str(LIST_STATES[state]))
    return "; ".join(line for line in lines if line)
