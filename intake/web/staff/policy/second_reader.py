"""When a decision needs a second reader: the medical director's choice."""

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from intake.accounts.roles import CLINICAL
from intake.decisions.models import SecondReaderPolicy
from intake.decisions.second_policy import save_policy
from intake.practice.models import Location
from intake.review.actions import TIERS
from intake.review.models import Decision
from intake.web.ui.forms import PlainForm, Revised, form_page, posted
from intake.web.ui.words import badge


def sites_with_one() -> list[Location]:
    """Sites whose only clinician would find nobody to read second."""
    clinical = Q(user__is_active=True, user__roles__overlap=sorted(CLINICAL))
    sites = Location.objects.filter(is_open=True).annotate(
        clinicians=Count("user", filter=clinical, distinct=True)
    )
    return list(sites.filter(clinicians=1).order_by("name"))


def _several(label: str) -> forms.MultipleChoiceField:
    field = forms.MultipleChoiceField(
        label=label, required=False, widget=forms.CheckboxSelectMultiple
    )
    field.optional = False
    return field


class SecondReaderForm(Revised, PlainForm):
    """What asks for a second reader.

    Args:
        alone: The sites that could not keep to it.
    """

    tiers = _several(gettext_lazy("For cases of these tiers"))
    outcomes = _several(gettext_lazy("For these outcomes, on any route"))
    overrides = forms.BooleanField(
        label=gettext_lazy("When a contraindicated route is decided to go on"),
        required=False,
    )

    def __init__(
        self, *args, policy: SecondReaderPolicy, alone: list[Location], **kwargs
    ):
        self.alone = alone
        initial = {
            "tiers": policy.tiers,
            "outcomes": policy.outcomes,
            "overrides": policy.overrides,
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["tiers"].choices = [
            (tier, badge("tier", tier).label) for tier in reversed(TIERS)
        ]
        self.fields["outcomes"].choices = Decision.Outcome.choices
        self.fields["overrides"].optional = False
        self.helper.layout = Layout(
            Fieldset(_("A second reader is required"), "tiers", "outcomes", "overrides")
        )

    def clean(self):
        cleaned = super().clean()
        wanted = any(cleaned.get(name) for name in ("tiers", "outcomes", "overrides"))
        if wanted and self.alone:
            names = ", ".join(site.name for site in self.alone)
            message = _(
                "A second reader cannot be required while a site has only one "
                "clinician: {sites}."
            )
            self.add_error("tiers", message.format(sites=names))
        return cleaned


@require_http_methods(["GET", "HEAD", "POST"])
def policy_second_reader(request: HttpRequest) -> HttpResponse:
    stored, alone = SecondReaderPolicy.current(), sites_with_one()
    form = SecondReaderForm(posted(request), policy=stored, alone=alone)
    if not form.is_valid():
        return form_page(request, "staff/policy/second_reader.html", form, alone=alone)
    for name in ("tiers", "outcomes", "overrides"):
        setattr(stored, name, form.cleaned_data[name])
    save_policy(policy=stored, by=request.user)
    messages.success(request, _("Saved."))
    return redirect("staff:policy_second_reader")
