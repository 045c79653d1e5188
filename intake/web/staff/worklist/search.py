"""Finding somebody: by reference, by how to reach them, by who they are.

What is looked for says who somebody is, so it is posted and stands in no address.
"""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from intake.review.search import find
from intake.web.ui.date_field import WholeDateField
from intake.web.ui.forms import PlainForm, form_page, posted

LONGEST = 254


class SearchForm(PlainForm):
    """One line, or a surname with a date of birth."""

    text = forms.CharField(
        label=_("Reference, e-mail address or phone number"),
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    surname = forms.CharField(
        label=_("Last name"),
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("In full, together with the date of birth."),
    )
    born_on = WholeDateField(label=_("Date of birth"), required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.optional = False  # one of them is needed, which none of them can say

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if self.errors or given.get("text"):
            return given
        if given.get("surname") and not given.get("born_on"):
            self.add_error("born_on", _("Give the date of birth as well."))
        elif given.get("born_on") and not given.get("surname"):
            self.add_error("surname", _("Give the last name as well."))
        elif not given.get("surname"):
            self.add_error("text", _("Write what you want to look for."))
        return given


@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """What was found; a single case found by its reference is opened."""
    form = SearchForm(posted(request))
    if not form.is_valid():
        return form_page(request, "staff/search.html", form)
    found = find(by=request.user, **form.cleaned_data)
    if len(found) == 1 and len(found[0].cases) == 1:
        return redirect("staff:case_detail", reference=found[0].cases[0].reference)
    context = {"form": form, "found": found, "looked": True}
    return render(request, "staff/search.html", context)
