"""What changed in the portal, for readers and for their news readers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from intake.education.models import LearnIndexPage
from intake.practice.models import Organisation

from .models import Edition

MOST = 200  # editions on the page
NEWS = 30  # editions in the feed


@require_safe
def portal_changes(request: HttpRequest) -> HttpResponse:
    """Corrections first, then every change of words, newest first."""
    editions = list(_public()[:MOST])
    context = {
        "page": get_object_or_404(LearnIndexPage),
        "editions": editions,
        "corrections": [each for each in editions if each.kind == "correction"],
    }
    return render(request, "education/changes.html", context)


@require_safe
def portal_feed(request: HttpRequest) -> HttpResponse:
    """The latest changes as an Atom feed."""
    title = _("Changes on the pages of {clinic}").format(
        clinic=Organisation.current().name
    )
    here = request.build_absolute_uri(request.path)
    listed = request.build_absolute_uri(reverse("portal_changes"))
    feed = Atom1Feed(title, listed, "", feed_url=here)
    for edition in _public()[:NEWS]:
        address = request.build_absolute_uri(edition.article.url)
        feed.add_item(
            edition.article.title,
            address,
            edition.what or edition.get_kind_display(),
            unique_id=f"{address}#version-{edition.number}",
            updateddate=edition.at,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def _public():
    return Edition.objects.filter(article__live=True).select_related("article__locale")
