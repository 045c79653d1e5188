"""The question at the foot of an article, for readers without a cookie."""

from datetime import timedelta

from django import forms
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.feedback.actions import LONGEST_REMARK
from intake.feedback.models import Answer

from .forms import PlainForm

FOR_PROGRAMS = "web_address"  # an input that people do not see
MARK = "_mark"


class ClearForm(PlainForm):
    """Whether a page was clear, and what was not."""

    clear = forms.ChoiceField(
        label=_("Was this page clear?"),
        choices=Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three.")},
    )
    remark = forms.CharField(
        label=_("What was not clear, or wrong?"),
        required=False,
        max_length=LONGEST_REMARK,
        # The style sheet tells by the placeholder whether anything is typed.
        widget=forms.Textarea(
            attrs={"rows": 2, "autocomplete": "off", "placeholder": " "}
        ),
        help_text=_(
            "Please write nothing about your health and no name. Your care team does "
            "not read this, and nobody can answer."
        ),
    )


def brought_along(request: HttpRequest | None) -> dict[str, str]:
    """What was typed when the reader changed the language of the page."""
    if request is None or request.method != "POST":
        return {}
    return {name: request.POST.get(name, "") for name in ClearForm.base_fields}


def mark_on(request: HttpRequest | None, article_code: str) -> str:
    """The mark that was brought along, so that the time of reading counts."""
    brought = request.POST.get(MARK, "") if request else ""
    if age_of(brought, article_code) is not None:
        return brought
    return mark_for(article_code)


def mark_for(article_code: str) -> str:
    """What a form carries: for which article it was made, and when."""
    made_at = timezone.now().timestamp()
    return _signer().sign_object({"article": article_code, "at": made_at})


def age_of(mark: str, article_code: str) -> timedelta | None:
    """How long ago the form was made; None for a mark that is not ours or of it."""
    try:
        said = _signer().unsign_object(mark)
    except (BadSignature, ValueError):
        return None
    if said["article"] != article_code:
        return None
    return timedelta(seconds=timezone.now().timestamp() - said["at"])


def _signer() -> Signer:
    return Signer(salt="page feedback")
