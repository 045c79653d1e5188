"""What is being filled in at the sites of this person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from intake.audit import actions as audit
from intake.questionnaires.drafts import Cursor, drafts_for


@require_safe
def drafts(request: HttpRequest) -> HttpResponse:
    after = Cursor.parse(request.GET.get("after", ""))
    found, following = drafts_for(request.user, after=after)
    audit.record("drafts.read", by=request.user, drafts=len(found))
    context = {
        "drafts": found,
        "has_sites": bool(request.user.site_ids()),
        "next_url": f"?after={following}" if following else "",
        "first_url": "?" if after else "",
    }
    return render(request, "staff/drafts.html", context)
