"""What a save leads to."""

from django.http import HttpRequest
from django.urls import reverse

from intake.domain.safety import NEEDS_CRISIS_PAGE
from intake.questionnaires.actions import Saved
from intake.questionnaires.filled import filled
from intake.questionnaires.models import Response

from .opening import fresh


def revision_of(request: HttpRequest) -> int:
    """The version that the person was looking at; nonsense counts as none."""
    text = request.POST.get("_revision", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def leads_to_help(saved: Saved) -> bool:
    """Whether help comes before anything else: the level rose, or an emergency."""
    if not saved.worse:
        return False
    alert = saved.noted.alert
    return alert.level in NEEDS_CRISIS_PAGE or bool(alert.medical)


def next_address(response: Response) -> str:
    """The first page that is not complete, or the check of all answers."""
    following = filled(fresh(response)).next_page
    if following is None:
        return reverse("patient:check", args=[response.pk])
    return reverse("patient:page", args=[response.pk, following.page.number])
