"""Which of the clinic's tags a case has."""

import re

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intake.coordination import tags
from intake.web.staff.cases.case_detail import case_of
from intake.web.ui.forms import REVISION, posted

from .entry_page import entry_page
from .forms import CaseTagsForm

NUMBER = re.compile(r"[0-9]{1,9}")


@require_http_methods(["GET", "HEAD", "POST"])
def case_tags(request: HttpRequest, reference: str) -> HttpResponse:
    """Tick what the case is to have; what a colleague ticks meanwhile stays."""
    case = case_of(request, reference)
    known = tags.offered(case)
    form = CaseTagsForm(posted(request), tags=known, initial={"tags": case.tags})
    if form.is_valid():
        shown = _shown(request.POST.get(REVISION, ""))
        chosen = form.cleaned_data["tags"]
        tags.put(case=case, shown=shown, chosen=chosen, by=request.user)
        messages.success(request, _("Saved."))
        return redirect("staff:case_detail", reference=reference)
    key = ",".join(map(str, case.tags))
    return entry_page(request, case, form, "case_tags", key=key, has_tags=bool(known))


def _shown(sent: str) -> list[int]:
    """The tags that had a tick when the page was opened."""
    parts = sent.split(",")
    return [int(part) for part in parts if NUMBER.fullmatch(part)]
