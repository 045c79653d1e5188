"""How many readers found each version of a page clear, and what they remarked."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from intake.education.models import ArticlePage
from intake.feedback import actions, reading
from intake.feedback.models import Remark


@require_safe
def feedback(request: HttpRequest) -> HttpResponse:
    titles = _titles()
    remarks = [
        {"remark": remark, "words": words, "title": titles.get(remark.article_code)}
        for remark, words in actions.remarks()
    ]
    rows = [
        {"told": told, "title": titles.get(told.article_code)}
        for told in reading.by_version()
    ]
    context = {"rows": rows, "remarks": remarks}
    return render(request, "staff/feedback/list.html", context)


@require_POST
def remark_remove(request: HttpRequest, remark_id: int) -> HttpResponse:
    """Delete a remark; one that is gone already is gone."""
    remark = Remark.objects.filter(pk=remark_id).first()
    if remark is not None:
        actions.remove_remark(remark=remark, by=request.user)
        messages.success(request, _("Removed."))
    return redirect("staff:feedback")


def _titles() -> dict[str, str]:
    pages = ArticlePage.objects.order_by("-live", "-pk")
    found = pages.values_list("article_code", "title")
    return dict(reversed(list(found)))
