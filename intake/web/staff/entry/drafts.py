"""What is being filled in at the sites of this person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.patients.actions import note_found
from intake.patients.models import Readdressing
from intake.questionnaires.drafts import Cursor, drafts_for


@require_safe
def drafts(request: HttpRequest) -> HttpResponse:
    after = Cursor.parse(request.GET.get("after", ""))
    found, following = drafts_for(request.user, after=after)
    with audit.unit():
        audit.record("drafts.read", by=request.user, drafts=len(found))
        people = [draft.response.patient for draft in found]
        note_found(people, by=request.user, through="drafts")
    context = {
        "drafts": found,
        "addresses": _addresses(request.user),
        "has_sites": bool(request.user.site_ids()),
        "next_url": f"?after={following}" if following else "",
        "first_url": "?" if after else "",
    }
    return render(request, "staff/drafts.html", context)


def _addresses(user: User) -> list[Readdressing]:
    """Other addresses of patients that wait for a second person: a clinician."""
    if not user.is_clinical:
        return []
    waiting = Readdressing.objects.visible_to(user).waiting()
    return list(waiting.select_related("by").order_by("pk"))
