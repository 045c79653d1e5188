"""Setting the level of an alert: up at will, down with a name and a reason."""

from http import HTTPStatus
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from intake.audit import actions as audit
from intake.domain.safety import Level
from intake.patients.identity import identity_of
from intake.review.levels import set_level
from intake.safety import levels
from intake.safety.actions import AlertIsClosed
from intake.safety.models import Alert
from intake.web.ui.forms import REVISION, PlainForm, posted
from intake.web.ui.words import badge

from .alert_found import alert_of, offered_to

LONGEST = 2_000  # characters
MEANS = {
    Level.ACUTE: gettext_lazy("In danger right now."),
    Level.HIGH: gettext_lazy("May come to harm soon."),
    Level.SAME_DAY: gettext_lazy("Needs a person today."),
    Level.MODERATE: gettext_lazy("Needs a person in the next days."),
    Level.LOW: gettext_lazy("Needs a person, without a hurry."),
}


class LevelForm(PlainForm):
    """A level, and why."""

    level = forms.ChoiceField(
        label=gettext_lazy("Level"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a level.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Needed to lower it: what you asked, what was said, what you agreed."
        ),
    )

    def __init__(self, *args, present: Level, **kwargs):
        super().__init__(*args, **kwargs)
        self.present = present
        self.fields["reason"].optional = False
        self.fields["level"].choices = [
            (str(level), f"{badge('level', level).label}. {MEANS[level]}")
            for level in levels.SETTABLE
            if level != present
        ]

    def clean(self):
        cleaned = super().clean()
        level, reason = cleaned.get("level"), cleaned.get("reason")
        if level and Level(level) < self.present and not reason:
            self.add_error("reason", _("Say why you lower the level."))
        return cleaned

    def new_level(self) -> levels.NewLevel:
        return levels.NewLevel(
            level=Level(self.cleaned_data["level"]),
            seen=self.present,
            reason=self.cleaned_data["reason"],
        )


@require_http_methods(["GET", "HEAD", "POST"])
def alert_level(request: HttpRequest, alert_id: UUID) -> HttpResponse:
    alert = alert_of(request, alert_id)
    form = LevelForm(posted(request), present=Level(alert.level))
    if not alert.is_open or _looked_at_another(request, alert):
        return _page(request, alert, form, HTTPStatus.CONFLICT)
    if not form.is_bound:
        return _page(request, alert, form)
    if not form.is_valid():
        return _page(request, alert, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        set_level(alert=alert, new=form.new_level(), by=request.user)
    except (AlertIsClosed, levels.LevelHasChanged):
        alert = alert_of(request, alert_id)
        return _page(request, alert, form, HTTPStatus.CONFLICT)
    messages.success(request, _("The level is set."))
    return redirect("staff:alert_detail", alert_id=alert.pk)


def _looked_at_another(request: HttpRequest, alert: Alert) -> bool:
    return request.method == "POST" and request.POST.get(REVISION) != alert.level


def _page(
    request: HttpRequest, alert: Alert, form: LevelForm, status: int = HTTPStatus.OK
) -> HttpResponse:
    audit.record("alert.read", by=request.user, subject=alert, patient=alert.patient)
    context = {
        "alert": alert,
        "identity": identity_of(alert.patient),
        "offered": offered_to(alert) if alert.is_open else None,
        "form": form,
        "refused": status == HTTPStatus.UNPROCESSABLE_ENTITY,
        "changed": status == HTTPStatus.CONFLICT,
    }
    return render(request, "staff/alert_level.html", context, status=status)
