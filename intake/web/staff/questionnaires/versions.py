"""Pages about one published version: what it asks, as patients see it, and on paper."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from intake.questionnaires.models import Version
from intake.web.staff.cases.changes_shown import changes_shown
from intake.web.ui.paper import paper_page

from .definition_shown import Outline
from .previews import Preview, preview_page


@require_safe
def version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Who published it and when, every item, fact and alarm, and what was new in it."""
    found = found_version(code, number)
    definition, language = found.definition, request.LANGUAGE_CODE
    before = _before(found)
    outline = Outline(definition, language)
    context = {
        "version": found,
        "definition": definition,
        "is_open": found.questionnaire.active_version_id == found.pk,
        "outline": outline.shown(),
        "asked_again": [(name, outline.name(name)) for name in found.safety_items],
        "before": before,
        "changes": before and changes_shown(before.definition, definition, language),
    }
    return render(request, "staff/questionnaires/version.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def version_page(
    request: HttpRequest, code: str, number: int, page: int
) -> HttpResponse:
    found = found_version(code, number)
    preview = Preview(
        request,
        found.definition,
        home_url=reverse("staff:version", args=[code, number]),
        url_of=lambda n: reverse("staff:version_page", args=[code, number, n]),
    )
    return preview_page(preview, page)


@require_safe
def version_print(request: HttpRequest, code: str, number: int) -> HttpResponse:
    found = found_version(code, number)
    name = _("Version {number}").format(number=number)
    return paper_page(request, found.definition, name=name)


def found_version(code: str, number: int) -> Version:
    versions = Version.objects.select_related("questionnaire", "published_by")
    return get_object_or_404(versions, questionnaire__code=code, number=number)


def _before(version: Version) -> Version | None:
    """The version that was published before this one."""
    earlier = version.questionnaire.versions.filter(number__lt=version.number)
    return earlier.order_by("-number").first()
