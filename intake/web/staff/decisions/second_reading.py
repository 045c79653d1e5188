"""The second reader: an opinion of one's own first, then both side by side."""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from intake.decisions import second
from intake.decisions.models import Opinion, SecondReading
from intake.decisions.reading import (
    View,
    first_of,
    is_disputed,
    is_over,
    is_overtaken,
    last_reading,
    may_settle,
    open_reading,
    opinion_of,
    view_of,
)
from intake.practice.models import ROUTES
from intake.review.actions import CaseChanged, CaseIsWithdrawn
from intake.review.models import Decision
from intake.web.staff.accounts.signing import (
    is_signed,
    needs_password,
    password_field,
)
from intake.web.staff.cases.case_detail import case_of, withdrawn
from intake.web.ui.forms import PlainForm

Kind = Opinion.Kind
LONGEST = 10_000  # characters


class Signing(PlainForm):
    """A form that is signed with the password where that was given long ago."""

    def __init__(self, *args, signs: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if signs:
            self.fields["password"] = password_field()
            self.helper.layout.fields.append("password")


class OpinionForm(Signing):
    """An outcome for each route, and why, before having seen the first opinion."""

    rationale = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("For your colleagues and for the record."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Say why.")},
    )

    def __init__(self, *args, requested: Sequence[str], **kwargs):
        self.requested = requested
        super().__init__(*args, **kwargs)
        names = dict(ROUTES)
        for route in requested:
            self.fields[f"outcome_{route}"] = forms.ChoiceField(
                label=names[route],
                choices=Decision.Outcome.choices,
                widget=forms.RadioSelect,
                error_messages=dict.fromkeys(
                    ("required", "invalid_choice"), _("Choose an outcome.")
                ),
            )
        outcomes = [f"outcome_{route}" for route in requested]
        self.order_fields([*outcomes, "rationale", "password"])
        self.helper.layout.fields[:] = list(self.fields)

    def view(self) -> View:
        given = self.cleaned_data
        outcomes = {route: given[f"outcome_{route}"] for route in self.requested}
        return View(outcomes, given["rationale"])


class CompareForm(Signing):
    """Whether one agrees, having seen both; words where one does not."""

    words = forms.CharField(
        label=gettext_lazy("What you think now"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Needed if you stand by your own opinion: the medical director reads it."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["words"].optional = False

    def clean(self):
        cleaned = super().clean()
        differs = self.data.get("_action") != "agree"
        if differs and not cleaned.get("words"):
            self.add_error("words", _("Say what you see in another way."))
        return cleaned


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def second_reading(request: HttpRequest, reference: str) -> HttpResponse:
    case = case_of(request, reference, clinical=True)
    reading = last_reading(case)
    if reading is None:
        messages.info(request, _("No second reader was asked for in this case."))
        return redirect("staff:case_detail", reference=reference)
    if request.method != "POST":
        return _page(request, reading, _form(request, reading))
    if request.POST.get("_action") == "take_back":
        return _done(request, reading, None, _take_back)
    form = _form(request, reading, bound=True)
    if form is None:
        return _page(request, reading, None, HTTPStatus.CONFLICT)
    if not form.is_valid() or not is_signed(request, form):
        return _page(request, reading, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    step = _give if isinstance(form, OpinionForm) else _compare
    return _done(request, reading, form, step)


def _form(
    request: HttpRequest, reading: SecondReading, *, bound: bool = False
) -> OpinionForm | CompareForm | None:
    """What this person is asked now; nothing when it is somebody else's turn."""
    data, signs = request.POST if bound else None, needs_password(request)
    blind = opinion_of(reading, Kind.BLIND)
    if is_over(reading) or is_overtaken(reading) or reading.by_id == request.user.pk:
        return None
    if blind is None:
        requested = list(first_of(reading).verdict.outcomes)
        return OpinionForm(data, requested=requested, signs=signs)
    if blind.by_id == request.user.pk and not is_disputed(reading):
        return CompareForm(data, signs=signs)
    return None


def _give(request: HttpRequest, reading: SecondReading, form: Any) -> SecondReading:
    return second.give_opinion(reading=reading, view=form.view(), by=request.user)


def _compare(request: HttpRequest, reading: SecondReading, form: Any) -> SecondReading:
    return second.compare(
        reading=reading,
        agrees=request.POST.get("_action") == "agree",
        words=form.cleaned_data["words"],
        by=request.user,
    )


def _take_back(request: HttpRequest, reading: SecondReading, _form: Any) -> None:
    second.take_back(reading=reading, by=request.user)


def _done(
    request: HttpRequest,
    reading: SecondReading,
    form: Any,
    step: Callable[[HttpRequest, SecondReading, Any], Any],
) -> HttpResponse:
    case = reading.case
    try:
        step(request, reading, form)
    except CaseIsWithdrawn:
        return withdrawn(request, case)
    except (CaseChanged, second.OwnReading, second.ReadingOver):
        present = open_reading(case)
        if present is None:
            messages.warning(request, _("This was settled meanwhile."))
            return redirect("staff:case_detail", reference=case.reference)
        return _page(request, present, form, HTTPStatus.CONFLICT)
    present = open_reading(case)
    if present is not None:
        return redirect("staff:second_reading", reference=case.reference)
    messages.success(request, _said(step))
    where = "case_decide" if step is _take_back else "case_detail"
    return redirect(f"staff:{where}", reference=case.reference)


def _said(step: Callable) -> str:
    if step is _take_back:
        return _("Taken back. Decide anew when you are ready.")
    return _("You agree. The decision is recorded, and the patient was told.")


def _page(
    request: HttpRequest,
    reading: SecondReading,
    form: OpinionForm | CompareForm | None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    blind = opinion_of(reading, Kind.BLIND)
    user, case = request.user, reading.case
    took_part = user.pk == reading.by_id or bool(blind and blind.by_id == user.pk)
    may_see = is_over(reading) or may_settle(reading, user)
    sees_both = bool(blind) and (took_part or may_see)
    if sees_both:
        second.read_reading(reading=reading, by=user)
    last = opinion_of(reading, Kind.DIFFERS)
    context = {
        "case": case,
        "reading": reading,
        "form": form,
        "kind": "second" if isinstance(form, OpinionForm) else "compare",
        "refused": status == HTTPStatus.UNPROCESSABLE_ENTITY,
        "changed": status == HTTPStatus.CONFLICT,
        "is_overtaken": is_overtaken(reading),
        "is_first": user.pk == reading.by_id,
        "end": reading.end if is_over(reading) else None,
        "is_disputed": is_disputed(reading),
        "may_settle": may_settle(reading, user),
        "first": first_of(reading) if sees_both or took_part else None,
        "blind": blind if sees_both else None,
        "view": view_of(blind, case) if blind and sees_both else None,
        "last_words": view_of(last, case).rationale if last and sees_both else "",
        "case_url": reverse("staff:case_detail", args=[case.reference]),
    }
    return render(
        request, "staff/decisions/second_reading.html", context, status=status
    )
