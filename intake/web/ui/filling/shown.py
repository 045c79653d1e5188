"""What every page of a questionnaire shows around its questions."""

from intake.domain.questionnaire.items import in_language
from intake.domain.questionnaire.pages import Page
from intake.questionnaires.filled import Filled
from intake.questionnaires.rechecks import changed_beneath, is_asked_again
from intake.web.ui.why import why_url

from .sitting import Sitting


def page_context(sitting: Sitting, now: Filled, shown: Page) -> dict:
    language = sitting.language
    return {
        "page": shown,
        "title": title_of(now, shown, language),
        "intro": in_language(shown.intro, language),
        "why": in_language(shown.why, language),
        "why_url": why_url(_first_name(shown)),
        "sections": sections(sitting, now, shown),
        "back_url": back_url(sitting, now, shown),
        "attribution": attribution(now, shown, language),
        "why_again": sitting.why_again(now),
        "is_watched": is_watched(now, shown),
        "is_asked_again": is_asked_again(now, shown),
        "changed_beneath": [
            in_language(now.definition.item(name).text, language)
            for name in changed_beneath(now, shown)
        ],
    }


def _first_name(shown: Page) -> str:
    """The list, or the first question that rests on the reason of the page."""
    if shown.is_list:
        return shown.link_id
    silent = (item.link_id for item in shown.questions if not item.why)
    return next(silent, shown.link_id)


def held_shown(sitting: Sitting, now: Filled, shown: Page, row: str = "") -> list[dict]:
    """The questions whose answers are held back, with what to say instead."""
    held = sitting.held_back(now, shown, row)
    return [
        {
            "question": in_language(item.text, sitting.language),
            "instead": held[item.link_id],
        }
        for item in shown.questions
        if item.link_id in held
    ]


def is_watched(now: Filled, shown: Page) -> bool:
    """The care team sees how answers on this page were changed."""
    names = {shown.link_id, *(item.link_id for item in shown.questions)}
    return not names.isdisjoint(now.definition.watched)


def title_of(now: Filled, shown: Page, language: str) -> str:
    """What stands above a page, if need be that of the whole questionnaire."""
    whole = now.definition.title
    return in_language(shown.title, language) or in_language(whole, language)


def sections(sitting: Sitting, now: Filled, shown: Page | None = None) -> list[dict]:
    """The parts of the questionnaire, and how far each is.

    A part may be opened at its first page once everything before it is complete, and
    looked through once it is complete itself.
    """
    numbers = now.definition.section_numbers
    here = numbers[shown.link_id] if shown else 0
    parts: list[dict] = []
    reachable = True
    for state in now.pages:
        number = numbers[state.page.link_id]
        if not parts or parts[-1]["number"] != number:
            section = now.definition.sections[state.page.link_id]
            parts.append(
                {
                    "number": number,
                    "label": in_language(section, sitting.language),
                    "state": "current" if number == here else "done",
                    "url": sitting.page_url(state.page) if reachable else "",
                    "check_url": sitting.section_url(number),
                }
            )
        reachable = reachable and state.is_complete
        if not state.is_complete:
            parts[-1]["check_url"] = ""
            if parts[-1]["state"] == "done":
                parts[-1]["state"] = "todo"
    return parts


def back_url(sitting: Sitting, now: Filled, shown: Page) -> str:
    """The page before this one, as things stand."""
    before = [state.page for state in now.pages if state.page.number < shown.number]
    return sitting.page_url(before[-1]) if before else sitting.home_url


def attribution(now: Filled, shown: Page, language: str) -> list[str]:
    """The lines that the instruments on this page ask to be shown."""
    codes = dict.fromkeys(item.instrument for item in shown.questions)
    instruments = now.definition.instruments
    return [
        in_language(instruments[code]["attribution"], language)
        for code in codes
        if code in instruments and instruments[code].get("attribution")
    ]
