"""What every page of a questionnaire shows around its questions."""

from django.http import HttpRequest
from django.urls import reverse

from intake.domain.questionnaire.items import in_language
from intake.domain.questionnaire.pages import Page
from intake.questionnaires.filled import Filled


def page_context(request: HttpRequest, now: Filled, shown: Page) -> dict:
    language = request.LANGUAGE_CODE
    return {
        "response": now.response,
        "page": shown,
        "title": in_language(shown.title, language)
        or in_language(now.definition.title, language),
        "intro": in_language(shown.intro, language),
        "is_sensitive": shown.group.sensitive
        or any(item.sensitive for item in shown.questions),
        "sections": sections(now, shown, language),
        "back_url": back_url(now, shown),
        "attribution": attribution(now, shown, language),
    }


def sections(now: Filled, shown: Page, language: str) -> list[dict]:
    """The pages with a title of their own, and how far each is."""
    parts: list[dict] = []
    reachable = True
    for state in now.pages:
        label = in_language(state.page.title, language)
        is_here = state.page.number == shown.number
        url = reverse("patient:page", args=[now.response.pk, state.page.number])
        if not label or (parts and parts[-1]["label"] == label):
            if parts and is_here:
                parts[-1]["state"] = "current"
        else:
            stage = "done" if state.is_complete else "todo"
            parts.append(
                {
                    "label": label,
                    "state": "current" if is_here else stage,
                    "url": url if reachable else "",
                }
            )
        reachable = reachable and state.is_complete
    return parts


def back_url(now: Filled, shown: Page) -> str:
    """The page before this one, as things stand."""
    before = [s.page.number for s in now.pages if s.page.number < shown.number]
    if not before:
        return reverse("patient:home")
    return reverse("patient:page", args=[now.response.pk, before[-1]])


def attribution(now: Filled, shown: Page, language: str) -> list[str]:
    """The lines that the instruments on this page ask to be shown."""
    codes = dict.fromkeys(item.instrument for item in shown.questions)
    instruments = now.definition.instruments
    return [
        in_language(instruments[code]["attribution"], language)
        for code in codes
        if code in instruments and instruments[code].get("attribution")
    ]
