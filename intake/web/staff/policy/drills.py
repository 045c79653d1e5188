"""Drills: opening an alert about nobody, and how the ones before went."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from intake.accounts.models import User
from intake.domain.safety import Level
from intake.practice.models import Location
from intake.safety.drills import open_drill
from intake.safety.levels import SETTABLE
from intake.safety.models import Alert
from intake.safety.times import Waited, waited
from intake.web.ui.forms import PlainForm, form_page, posted
from intake.web.ui.words import badge

from .times_in_words import told

MOST = 50  # of those that are shown


class DrillForm(PlainForm):
    """Where, and how grave the answer would have been."""

    site = forms.ModelChoiceField(
        label=gettext_lazy("Site"),
        queryset=Location.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": gettext_lazy("Choose a site.")},
    )
    level = forms.ChoiceField(
        label=gettext_lazy("Level"),
        widget=forms.RadioSelect,
        initial=str(Level.ACUTE),
        error_messages={"required": gettext_lazy("Choose a level.")},
    )

    def __init__(self, *args, by: User, **kwargs):
        super().__init__(*args, **kwargs)
        sites = by.sites.order_by("name")
        self.fields["site"].queryset = sites
        self.fields["site"].initial = sites.first()
        self.fields["level"].choices = [
            (str(level), badge("level", level).label) for level in SETTABLE
        ]


@require_http_methods(["GET", "HEAD", "POST"])
def drills(request: HttpRequest) -> HttpResponse:
    form = DrillForm(posted(request), by=request.user)
    if form.is_valid():
        open_drill(
            site=form.cleaned_data["site"],
            level=Level(form.cleaned_data["level"]),
            by=request.user,
        )
        messages.success(
            request, _("The drill has begun. It stands on the worklist as practice.")
        )
        return redirect("staff:drills")
    known = Alert.objects.visible_to(request.user).drills()
    latest = known.select_related("patient__site").order_by("-opened_at")[:MOST]
    shown = [_shown(one) for one in waited(latest)]
    return form_page(
        request,
        "staff/drills.html",
        form,
        has_sites=request.user.sites.exists(),
        running=[one for one in shown if one["alert"].is_open],
        closed=[one for one in shown if not one["alert"].is_open],
    )


def _shown(one: Waited) -> dict:
    return {
        "alert": one.alert,
        "site": one.alert.patient.site,
        "told": told(one),
    }
