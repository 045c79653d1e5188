"""All answers of a response, page by page, in the words that were seen."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from intake.domain.answer import Answer, State
from intake.domain.questionnaire.answers import Row
from intake.domain.questionnaire.branching import active_row
from intake.domain.questionnaire.items import Item, in_language
from intake.domain.questionnaire.pages import Page
from intake.questionnaires.filled import Filled

from .answer_words import answer_words
from .kept_words import KEPT, brought_back_by
from .list_words import LIST_STATES

Address = Callable[[Page], str]
WITHOUT_VALUE = (State.SKIPPED, State.NOT_ASKED)


def page_rows(
    now: Filled, language: str, change_url: Address | None = None
) -> list[dict]:
    """The pages with something to show.

    Returns:
        For each title ``{title, part, rows}``, ``part`` being the number of the section
        and a row ``{id, question, answer, change_url, inactive, worked_out}``; answers
        that a branch hides are marked inactive and say in ``brought_back_by`` which
        answers they depend on.
    """
    sections: list[dict] = []
    for page in now.definition.pages:
        find = _list_rows if page.is_list else _question_rows
        rows = find(now, page, language)
        for row in rows:
            fixed = row["inactive"] or row["worked_out"]
            row["change_url"] = "" if fixed or not change_url else change_url(page)
            if row["inactive"]:
                row["brought_back_by"] = brought_back_by(now, row["id"], language)
        head = {
            "title": in_language(page.title, language),
            "part": now.definition.section_numbers[page.link_id],
        }
        if rows and sections and head.items() <= sections[-1].items():
            sections[-1]["rows"] += rows
        elif rows:
            sections.append({**head, "rows": rows})
    return sections


def _question_rows(now: Filled, page: Page, language: str) -> list[dict]:
    return [
        _shown(
            item.link_id,
            in_language(item.text, language),
            answer_words(item, _said(now, item), language),
            inactive=not now.active.is_shown(item),
            worked_out=item.shown,
        )
        for item in page.told
        if _is_told(now, item)
    ]


def _is_told(now: Filled, item: Item) -> bool:
    if item.calculate:
        return now.active.answers[item.link_id].state is State.ANSWERED
    return now.active.is_shown(item) or _has_value(now, item.link_id)


def _said(now: Filled, item: Item) -> Answer | None:
    answers = now.active.answers if item.calculate else now.sheet.answers
    return answers.get(item.link_id)


def _has_value(now: Filled, link_id: str) -> bool:
    answer = now.sheet.answers.get(link_id)
    return answer is not None and answer.state not in WITHOUT_VALUE


def _list_rows(now: Filled, page: Page, language: str) -> list[dict]:
    """What was said of the list as a whole, then its rows."""
    found = now.sheet.rows(page.link_id)
    hidden = not now.active.is_shown(page.group)
    if hidden and not found.rows:
        return []
    title = in_language(page.title, language)
    whole = str(LIST_STATES[found.state])
    return [_shown(page.link_id, title, whole, inactive=hidden)] + [
        _shown(
            page.link_id,
            _("{list}, entry {number}").format(list=title, number=number),
            "\n".join(_lines(now, page, row, language)),
            inactive=hidden,
        )
        for number, row in enumerate(found.rows, start=1)
    ]


def _lines(now: Filled, page: Page, row: Row, language: str) -> list[str]:
    """The questions of a row that have an answer, each with it."""
    inside = active_row(page.group, row, now.active)
    said = (
        (item, answer_words(item, row.answers.get(item.link_id), language))
        for item in page.questions
    )
    return [
        f"{in_language(item.text, language)} {words}"
        f"{'' if inside.is_shown(item) else f' ({KEPT})'}"
        for item, words in said
        if words
    ]


def _shown(
    link_id: str,
    question: str,
    answer: str,
    *,
    inactive: bool,
    worked_out: bool = False,
) -> dict:
    return {
        "id": link_id,
        "question": question,
        "answer": answer,
        "inactive": inactive,
        "worked_out": worked_out,
    }
