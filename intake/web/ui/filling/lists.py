"""The page of a list: its rows so far, and whether that is all."""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from intake.domain.answer import SKIPPED, State
from intake.domain.questionnaire.answers import ListState, Row
from intake.domain.questionnaire.items import OTHER, Item, ItemType
from intake.domain.questionnaire.pages import Page
from intake.questionnaires import actions
from intake.questionnaires.actions import Place, Saved
from intake.questionnaires.filled import Filled
from intake.questionnaires.stored import Stored
from intake.web.ui.answer_words import answer_words
from intake.web.ui.answers_shown import WHOLE

from .offering import begin_offered, offers
from .saving import revision_of
from .shown import page_context
from .sitting import Sitting
from .typing import unsaved_rows

MOST_ROWS = 100
CONFIRMED = {"none": ListState.NONE, "done": ListState.DONE, "unsure": ListState.UNSURE}


def list_page(sitting: Sitting, now: Filled, shown: Page) -> HttpResponse:
    """Show the list, begin a new row, or take the word that this is all."""
    if is_held(sitting, now, shown) and sitting.is_posting:
        return sitting.go_on_at(sitting.next_url(now))
    if not sitting.is_posting:
        return _show(sitting, now, shown)
    chosen = sitting.pressed
    if chosen == "leave":
        saved = actions.leave(response=now.response, by=sitting.user)
        return sitting.lead_on(saved, sitting.home_url)
    if row := sitting.request.POST.get("_restore"):
        return _restore(sitting, now, shown, row)
    if offer := sitting.request.POST.get("_offer"):
        return begin_offered(sitting, now, shown, offer)
    if problem := problem_with(chosen, now, shown):
        return _show(sitting, now, shown, problem=problem)
    if chosen == "add":
        return redirect(sitting.row_url(shown, uuid.uuid4()))
    return _confirm(sitting, now, shown, CONFIRMED[chosen])


def is_held(sitting: Sitting, now: Filled, shown: Page) -> bool:
    """Whether this person may change nothing in a list."""
    return WHOLE in sitting.held_back(now, shown)


def problem_with(chosen: str, now: Filled, shown: Page) -> str:
    """Why a button does not fit the list as it is, or nothing."""
    rows = now.sheet.rows(shown.link_id).rows
    if chosen not in ("add", *CONFIRMED):
        return _("Choose one of the buttons.")
    if chosen == "add" and len(rows) >= MOST_ROWS:
        return _("This list is full. Please tell us about the rest by phone.")
    if chosen == "none" and rows:
        return _("Your list is not empty. Remove what does not belong there first.")
    if chosen == "done" and not rows:
        return _("Your list is empty. Add something, or say that there is nothing.")
    if chosen in ("done", "unsure") and now.unfinished_rows(shown):
        return _("Something in your list is not finished. Change it, or remove it.")
    return ""


def _confirm(
    sitting: Sitting, now: Filled, shown: Page, state: ListState
) -> HttpResponse:
    saved = actions.save_page(
        response=now.response,
        place=Place(shown.link_id),
        posted=sitting.posted(actions.list_data(state), revision_of(sitting)),
        by=sitting.user,
    )
    if saved.conflict:
        problem = _("This list was changed in another window. Here is how it is now.")
        status = HTTPStatus.CONFLICT
        return _show(sitting, saved.now, shown, problem=problem, status=status)
    return sitting.lead_on(saved, sitting.next_url(saved.now))


def _restore(sitting: Sitting, now: Filled, shown: Page, row: str) -> HttpResponse:
    """Put a removed row back into its place; one that is there stays as it is."""
    back = sitting.page_url(shown)
    stored = now.latest(shown.link_id, row)
    if stored is None or not stored.removed:
        return redirect(back)
    if sitting.held_back(now, shown, row):
        return sitting.go_on_at(back)
    if problem := problem_with("add", now, shown):
        return _show(sitting, now, shown, problem=problem)
    saved = put(sitting, now, replace(stored, removed=False))
    return sitting.lead_on(saved, back)


def put(sitting: Sitting, now: Filled, row: Stored) -> Saved:
    """Store what is there of a row once more, taken off the list or put back."""
    return actions.save_page(
        response=now.response,
        place=Place(row.page, row.row),
        posted=sitting.posted(
            row.data,
            row.number,
            accepted=row.accepted,
            removed=row.removed,
            language=row.language,
        ),
        by=sitting.user,
    )


def _show(
    sitting: Sitting,
    now: Filled,
    shown: Page,
    *,
    problem: str = "",
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY,
) -> HttpResponse:
    stored = now.stored_rows(shown)
    rows = [_row_shown(sitting, now, shown, row) for row in stored]
    context = page_context(sitting, now, shown) | {
        "rows": [row for row in rows if row],
        "is_empty": all(row.removed for row in stored),
        "offers": offers(now, shown, sitting.language),
        "held": _held_words(sitting, now, shown),
        "is_settled": is_held(sitting, now, shown),
        "next_url": sitting.next_url(now),
        "problem": problem,
        "refused": bool(problem),
        "revision": now.number(shown.link_id),
        "unsaved": unsaved_rows(sitting, now, shown),
    }
    return sitting.render("list", context, status if problem else HTTPStatus.OK)


def _held_words(sitting: Sitting, now: Filled, shown: Page) -> list[str]:
    """What is said of the list, or of rows in it, that are held back."""
    rows = ["", *(stored.row for stored in now.stored_rows(shown))]
    held = (sitting.held_back(now, shown, row).values() for row in rows)
    return sorted({words for found in held for words in found})


def _row_shown(
    sitting: Sitting, now: Filled, shown: Page, stored: Stored
) -> dict | None:
    row = Row(stored.row, stored.answers)
    unfinished = row.id in now.unfinished_rows(shown)
    if held := sitting.held_back(now, shown, row.id):
        return _held_row(sitting, shown, row.id, held) if unfinished else None
    words = row_words(shown.questions, row, sitting.language)
    details = [_("Not finished"), *words[1:]] if unfinished else words[1:]
    return {
        "id": row.id,
        "title": words[0] if words else _("Not named"),
        "details": " · ".join(details),
        "is_kept_as_written": _is_kept_as_written(shown.questions, row),
        "change_url": sitting.row_url(shown, row.id),
        "remove_url": sitting.row_url(shown, row.id, remove=True),
        "removed": stored.removed,
    }


def _held_row(sitting: Sitting, shown: Page, row: str, held: Mapping[str, str]) -> dict:
    """A row that waits for something, without what it says."""
    return {
        "id": row,
        "title": next(iter(held.values())),
        "details": _("Not finished"),
        "change_url": sitting.row_url(shown, row),
    }


def _is_kept_as_written(items: tuple[Item, ...], row: Row) -> bool:
    """Its name is not one of the table that it is picked from."""
    return any(
        item.named_by
        and row.answers.get(item.link_id, SKIPPED).value == OTHER
        and row.answers.get(item.named_by, SKIPPED).state is State.ANSWERED
        for item in items
    )


def _needs_its_question(item: Item, row: Row) -> bool:
    """A yes or no, or that a name is none of those offered."""
    said = row.answers.get(item.link_id, SKIPPED).value
    return item.type is ItemType.BOOLEAN or bool(item.named_by and said == OTHER)


def row_words(items: tuple[Item, ...], row: Row, language: str) -> list[str]:
    """The answers of a row that say something by themselves, in order."""
    words = (
        answer_words(item, row.answers.get(item.link_id), language)
        for item in items
        if not _needs_its_question(item, row)
    )
    return list(dict.fromkeys(word for word in words if word))
