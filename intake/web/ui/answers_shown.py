"""All answers of a response, page by page, in the words that were seen.

A question and its answer stand in the language in which the page was answered; headings
and what we say about answers are in the language of whoever reads them.
"""

from collections.abc import Callable

from django.utils import translation
from django.utils.translation import gettext as _

from intake.domain.answer import Answer, State
from intake.domain.questionnaire.answers import Row
from intake.domain.questionnaire.branching import active_row
from intake.domain.questionnaire.items import Item, in_language
from intake.domain.questionnaire.pages import Page
from intake.questionnaires.filled import Filled
from intake.questionnaires.stored import Stored

from .answer_words import answer_words
from .kept_words import KEPT, brought_back_by
from .list_words import LIST_STATES

Address = Callable[[Page], str]
WITHOUT_VALUE = (State.SKIPPED, State.NOT_ASKED)
WHOLE = "state"  # the name of what was said of a list as a whole


class Beside:
    """What stands beside an answer or instead of it; to most readers, nothing.

    ``explains`` says whether the reader may be told why an answer does not count.
    """

    explains = True

    def instead(self, page: Page, row: str, name: str) -> str:
        """Words in place of an answer that this reader may not see.

        Of a row, ``name`` is empty.
        """
        return ""

    def entered(self, stored: Stored) -> str:
        """How the answers of a page or row came in, where that has to be said."""
        return ""


def page_rows(
    now: Filled,
    language: str,
    change_url: Address | None = None,
    beside: Beside | None = None,
) -> list[dict]:
    """The pages with something to show.

    Returns:
        For each title ``{title, part, rows}``, ``part`` being the number of the section
        and a row ``{id, question, answer, lang, change_url, inactive, worked_out, held,
        entered}``; ``lang`` is the language that was seen where it is not the
        reader's; answers that a branch hides are marked inactive and say in
        ``brought_back_by`` which answers they depend on, those that the reader may not
        see are marked held.
    """
    beside = beside or Beside()
    sections: list[dict] = []
    for page in now.definition.pages:
        find = _list_rows if page.is_list else _question_rows
        rows = find(now, page, language, beside)
        for row in rows:
            fixed = row["inactive"] or row["worked_out"] or row["held"]
            row["change_url"] = "" if fixed or not change_url else change_url(page)
            if row["inactive"] and beside.explains:
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


def all_rows(now: Filled, language: str, beside: Beside | None = None) -> list[dict]:
    """Every answer that counts, in the words of the version that asked it last.

    What a later version asked stands under its title there, after the other answers
    under that title.
    """
    sections: list[dict] = []
    for view in now.versions:
        by_title = {section["title"]: section for section in sections}
        for section in page_rows(view, language, beside=beside):
            rows = [row for row in section["rows"] if now.told_in(row["id"]) is view]
            if rows and section["title"] in by_title:
                by_title[section["title"]]["rows"] += rows
            elif rows:
                sections.append(section | {"rows": rows})
    return sections


def _question_rows(
    now: Filled, page: Page, language: str, beside: Beside
) -> list[dict]:
    seen = _seen(now, page, language)
    return [
        _shown(
            item.link_id,
            in_language(item.text, seen),
            _in_words(item, _said(now, item), seen),
            inactive=not now.active.is_shown(item),
            worked_out=item.shown,
        )
        | {"lang": _other(seen, language)}
        | _beside(now, page, beside, name=item.link_id)
        for item in page.told
        if _is_told(now, item)
    ]


def _seen(now: Filled, page: Page, language: str, row: str = "") -> str:
    """The language in which a page or row was answered."""
    stored = now.latest(page.link_id, row)
    return stored.language if stored else language


def _other(seen: str, language: str) -> str:
    """The language seen, where it is not that of the reader."""
    return "" if seen.partition("-")[0] == language.partition("-")[0] else seen


def _in_words(item: Item, answer: Answer | None, language: str) -> str:
    with translation.override(language):
        return answer_words(item, answer, language)


def _beside(
    now: Filled, page: Page, beside: Beside, *, row: str = "", name: str = ""
) -> dict:
    """What the reader sees instead of an answer, and how it came in."""
    stored = now.latest(page.link_id, row)
    words = {"entered": beside.entered(stored) if stored else ""}
    if instead := beside.instead(page, row, name):
        return words | {"answer": instead, "held": True}
    return words


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


def _list_rows(now: Filled, page: Page, language: str, beside: Beside) -> list[dict]:
    """What was said of the list as a whole, then its rows."""
    found = now.sheet.rows(page.link_id)
    hidden = not now.active.is_shown(page.group)
    if hidden and not found.rows:
        return []
    title = in_language(page.title, language)
    state = str(LIST_STATES[found.state])
    whole = _shown(page.link_id, title, state, inactive=hidden) | {"lang": ""}
    whole |= _beside(now, page, beside, name=WHOLE)
    return [whole] + [
        _shown(
            page.link_id,
            _("{list}, entry {number}").format(list=title, number=number),
            "\n".join(_lines(now, page, row, _seen(now, page, language, row.id))),
            inactive=hidden,
        )
        | {"lang": _other(_seen(now, page, language, row.id), language)}
        | _beside(now, page, beside, row=row.id)
        for number, row in enumerate(found.rows, start=1)
        if not beside.instead(page, row.id, "")
    ]


def _lines(now: Filled, page: Page, row: Row, language: str) -> list[str]:
    """The questions of a row that have an answer, each with it."""
    inside = active_row(page.group, row, now.active)
    said = (
        (item, _in_words(item, row.answers.get(item.link_id), language))
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
        "held": False,
    }
