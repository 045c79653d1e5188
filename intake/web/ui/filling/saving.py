"""Asking and saving one page or one row, and what a save leads to."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse, QueryDict

from intake.domain.answer import Answer
from intake.domain.questionnaire.items import Item, ItemType
from intake.domain.questionnaire.pages import Page
from intake.questionnaires import actions
from intake.questionnaires.actions import Place, Saved
from intake.questionnaires.filled import Filled
from intake.web.ui.forms import posted
from intake.web.ui.question_form import QuestionForm

from .difference import differences
from .doubts import doubts_on
from .shown import page_context
from .sitting import READ_OUT, Sitting

MOST_DIGITS = 8  # of a version number


def question_form(
    sitting: Sitting,
    now: Filled,
    shown: Page,
    row: str = "",
    data: QueryDict | None = None,
) -> QuestionForm:
    """The questions of a page or row, with what was posted or is stored.

    Args:
        data: what was posted, if not with this request.
    """
    data = posted(sitting.request) if data is None else data
    return form_of(sitting, now, shown, row, data)


def form_of(
    sitting: Sitting, now: Filled, shown: Page, row: str, data: QueryDict | None
) -> QuestionForm:
    """The questions with what is given, or else with what is stored."""
    names = {item.link_id for item in shown.questions}
    held = sitting.held_back(now, shown, row)
    form = QuestionForm(
        data,
        items=tuple(_without(now.asked_on(shown, row, also=_named(data)), held)),
        answers=sitting.prefilled(now, shown, row),
        language=sitting.language,
        on=now.organisation.today(),
        above=[pair for pair in now.definition.above if pair.item in names],
    )
    form.doubts = partial(doubts_on, now, shown, row)
    form.add_controls(sitting.controls(now, set(form.fields)))
    return form


def _named(data: QueryDict | None) -> set[str]:
    """The questions that a form had, by the names of its inputs."""
    names = {part for key in data or () for part in (key, *_parts(key))}
    return names - {""}


def _parts(key: str) -> tuple[str, str]:
    """The question of an input such as ``ID.month`` or ``_state.ID``."""
    return key.rpartition(".")[0], key.partition(".")[2]


def _without(items: Iterable[Item], held: Container[str]) -> Iterator[Item]:
    """The questions that are not held back, with the groups and notes around them."""
    for item in items:
        if item.type is ItemType.GROUP:
            inside = tuple(_without(item.items, held))
            if any(part.asks or part.items for part in inside):
                yield replace(item, items=inside)
        elif item.link_id not in held:
            yield item


def save(
    sitting: Sitting, now: Filled, shown: Page, form: QuestionForm, row: str = ""
) -> Saved:
    """Store what can be kept of the form, accepted or refused.

    What is held back from this person stays as it is.
    """
    accepted = form.is_valid()
    data = _held(sitting, now, shown, row) | actions.answers_data(form.answers)
    saved = actions.save_page(
        response=now.response,
        place=Place(shown.link_id, row),
        posted=sitting.posted(
            data,
            revision_of(sitting),
            accepted=accepted,
            leaving=sitting.pressed == "leave",
            read_out=bool(form.cleaned_data.get(READ_OUT)),
        ),
        by=sitting.user,
    )
    sitting.heed(saved)
    return saved


def sends_what_is_held(
    sitting: Sitting, now: Filled, shown: Page, row: str = ""
) -> bool:
    """Something was sent that is held back by now: somebody else answered it."""
    sent = sitting.request.POST
    return any(
        name in sent
        or f"_state.{name}" in sent
        or any(key.startswith(f"{name}.") for key in sent)
        for name in sitting.held_back(now, shown, row)
    )


def _held(sitting: Sitting, now: Filled, shown: Page, row: str) -> dict[str, Any]:
    held = sitting.held_back(now, shown, row)
    latest = now.latest(shown.link_id, row)
    return {name: latest.data[name] for name in held} if latest else {}


def revision_of(sitting: Sitting) -> int:
    """The version that the person was looking at."""
    return revision_in(sitting.request.POST)


def revision_in(data: QueryDict) -> int:
    """The version that a form was made of; nonsense counts as none."""
    text = data.get("_revision", "")
    is_number = text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
    return int(text) if is_number else 0


def changed_elsewhere(
    sitting: Sitting,
    now: Filled,
    shown: Page,
    form: QuestionForm,
    answers: Mapping[str, Answer],
    row: str = "",
) -> HttpResponse:
    """Show both versions; sending this page again takes the one typed here.

    Args:
        form, answers: what was typed, as it was and as it could be saved.
    """
    latest = now.latest(shown.link_id, row)
    is_there = latest is not None and not latest.removed
    if sitting.is_posting:
        sitting.keep_unsaved(now, shown, row)
    held = sitting.held_back(now, shown, row)
    if held:
        form = question_form(sitting, now, shown, row)
        form.full_clean()
    context = page_context(sitting, now, shown) | {
        "form": form,
        "kind": "row" if row else "page",
        "revision": now.number(shown.link_id, row),
        "is_removed": latest is not None and latest.removed,
        "held": set(held.values()),
        "differences": differences(
            [item for item in shown.questions if item.link_id not in held],
            latest.answers if is_there else {},
            answers,
            sitting.language,
        ),
        "keep_url": sitting.keep_url(now, shown, row),
        "typed_url": sitting.typed_url(shown, row),
    }
    status = HTTPStatus.CONFLICT if sitting.is_posting else HTTPStatus.OK
    return sitting.render("changed_elsewhere", context, status)
