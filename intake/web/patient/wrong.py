"""Where a patient says that something is wrong, or that they see it in another way."""

from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from intake.decisions import appeals, returning
from intake.decisions.models import Appeal
from intake.domain.questionnaire.items import in_language
from intake.questionnaires.filled import Filled, filled
from intake.review.actions import CaseIsWithdrawn
from intake.review.models import Case
from intake.web.ui.forms import PlainForm, form_page, posted

from .decided import current_decision, latest_case
from .opening import patient_of

LONGEST = 4_000  # characters
Kind = Appeal.Kind


class WrongForm(PlainForm):
    """What is wrong; for a fact, which questions to open again.

    Args:
        parts: The pages of the questionnaire by number, grouped by section.
        is_decided: There is a decision that one may disagree with.
    """

    kind = forms.ChoiceField(
        label=gettext_lazy("What is it about?"),
        choices=Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what it is about.")},
    )
    words = forms.CharField(
        label=gettext_lazy("In your own words"),
        help_text=gettext_lazy("A few words are enough."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Write a few words.")},
    )
    part = forms.ChoiceField(
        label=gettext_lazy("Is one of your answers wrong?"),
        help_text=gettext_lazy(
            "Choose where it is, and we open these questions for you, so that you can "
            "correct them. What you sent before is kept."
        ),
        required=False,
    )

    def __init__(self, *args, parts: list, is_decided: bool, **kwargs):
        super().__init__(*args, **kwargs)
        none = ("", _("No, or I do not know where"))
        self.fields["part"].choices = [none, *parts]
        self.fields["part"].optional = False
        if not is_decided:
            self.fields["kind"].choices = Kind.choices[:1]
            self.fields["kind"].initial = Kind.FACT


@require_http_methods(["GET", "HEAD", "POST"])
def wrong(request: HttpRequest) -> HttpResponse:
    case = latest_case(patient_of(request))
    if case is None or case.stage == Case.Stage.WITHDRAWN:
        return redirect("patient:home")
    case.response.patient = case.patient
    now = filled(case.response)
    form = WrongForm(
        posted(request),
        parts=_parts(now),
        is_decided=current_decision(case) is not None,
    )
    if form.is_valid():
        return _say(request, case, form, now)
    return _page(request, form)


def _page(
    request: HttpRequest, form: WrongForm, *, waits: bool = False
) -> HttpResponse:
    page = form_page(request, "patient/wrong.html", form, waits=waits)
    if waits:
        page.status_code = HTTPStatus.CONFLICT
    return page


def _say(
    request: HttpRequest, case: Case, form: WrongForm, now: Filled
) -> HttpResponse:
    given, by = form.cleaned_data, request.user
    try:
        appeals.appeal(case=case, kind=given["kind"], words=given["words"], by=by)
        if given["part"]:
            returning.correct(
                case=case,
                items=_items(now, int(given["part"])),
                reason=_(
                    "You told us that an answer is wrong. Please correct it here."
                ),
                by=by,
            )
    except appeals.AppealOpen:
        return _page(request, form, waits=True)
    except (CaseIsWithdrawn, appeals.NothingDecided):
        return redirect("patient:home")
    messages.success(request, _("Thank you. Somebody will read it and answer you."))
    return redirect("patient:home")


def _parts(now: Filled) -> list[tuple[str, list[tuple[str, str]]]]:
    """The pages that were asked, by section, in the language of the answers."""
    language = now.response.language
    groups: dict[str, list[tuple[str, str]]] = {}
    for page in now.definition.pages:
        if _items(now, page.number):
            section = now.definition.sections[page.link_id] or page.title
            choice = (str(page.number), in_language(page.title, language))
            groups.setdefault(in_language(section, language), []).append(choice)
    return list(groups.items())


def _items(now: Filled, number: int) -> list[str]:
    """What can be asked again of a page."""
    page, shown = now.definition.page(number), now.active.shown
    if page.is_list:
        return [page.link_id] if page.link_id in shown else []
    return [item.link_id for item in page.questions if item.link_id in shown]


@require_POST
def come_back(request: HttpRequest) -> HttpResponse:
    """Ask again after a "not now": only what may have changed is asked."""
    case = latest_case(patient_of(request))
    if case is None:
        return redirect("patient:home")
    case.response.patient = case.patient
    reason = _(
        "It is good that you come back. Please look at these questions: we ask only "
        "what may have changed since then."
    )
    try:
        returning.come_back(case=case, reason=reason, by=request.user)
    except returning.NotYet:
        messages.info(request, _("The day on which you can come back is still ahead."))
    except CaseIsWithdrawn:
        messages.info(request, _("You have withdrawn. You can begin anew."))
    return redirect("patient:home")
