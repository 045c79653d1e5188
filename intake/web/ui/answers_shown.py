"""All answers of a response, page by page, in the words that were seen."""

from collections.abc import Callable

from intake.domain.answer import State
from intake.domain.questionnaire.answers import ListState
from intake.domain.questionnaire.items import in_language
from intake.domain.questionnaire.pages import Page
from intake.questionnaires.filled import Filled

from .answer_words import answer_words
from .list_words import LIST_STATES

Address = Callable[[int], str]


def page_rows(
    now: Filled, language: str, change_url: Address | None = None
) -> list[dict]:
    """The pages with something to show.

    Returns:
        For each page ``{title, rows: [{id, question, answer, change_url, inactive}]}``;
        answers that a branch hides are kept and marked inactive.
    """
    sections: list[dict] = []
    for page in now.definition.pages:
        rows = _list_rows if page.is_list else _question_rows
        found = rows(now, page, language)
        if not found:
            continue
        for row in found:
            row["change_url"] = (
                change_url(page.number)
                if change_url and not row.get("inactive")
                else ""
            )
        title = in_language(page.title, language)
        if sections and sections[-1]["title"] == title:
            sections[-1]["rows"] += found
        else:
            sections.append({"title": title, "rows": found})
    return sections


def _question_rows(now: Filled, page: Page, language: str) -> list[dict]:
    rows = []
    for item in page.questions:
        stored = now.sheet.answers.get(item.link_id)
        shown = now.active.is_shown(item)
        has_value = stored is not None and stored.state not in (
            State.SKIPPED,
            State.NOT_ASKED,
        )
        if not shown and not has_value:
            continue
        rows.append(
            {
                "id": item.link_id,
                "question": in_language(item.text, language),
                "answer": answer_words(item, stored, language),
                "inactive": not shown,
            }
        )
    return rows


def _list_rows(now: Filled, page: Page, language: str) -> list[dict]:
    if not now.active.is_shown(page.group):
        return []
    found = now.sheet.rows(page.link_id)
    rows = [
        {
            "id": page.link_id,
            "question": in_language(page.title, language),
            "answer": str(LIST_STATES[found.state]),
        }
    ]
    for row in found.rows:
        lines = []
        for item in page.questions:
            words = answer_words(item, row.answers.get(item.link_id), language)
            if words:
                lines.append(f"{in_language(item.text, language)} {words}")
        if lines:
            rows.append(
                {"id": page.link_id, "question": "–", "answer": "\n".join(lines)}
            )
    return [row for row in rows if found.state is not ListState.OPEN or row["answer"]]
