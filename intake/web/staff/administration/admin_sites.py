"""Pages on which an administrator manages the sites of the clinic."""

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from intake.practice import actions
from intake.practice.models import Location
from intake.web.ui.forms import form_page, posted

from .admin_forms import NAME_TAKEN, SiteForm


@require_safe
def sites(request: HttpRequest) -> HttpResponse:
    context = {"sites": Location.objects.all()}
    return render(request, "staff/admin/sites.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def site_add(request: HttpRequest) -> HttpResponse:
    return _site_form(request, Location())


@require_http_methods(["GET", "HEAD", "POST"])
def site_change(request: HttpRequest, site_id: int) -> HttpResponse:
    return _site_form(request, get_object_or_404(Location, pk=site_id))


def _site_form(request: HttpRequest, site: Location) -> HttpResponse:
    form, title = SiteForm(posted(request), instance=site), site.name
    if form.is_valid():
        try:
            actions.save_site(site=form.instance, by=request.user)
        except IntegrityError:  # somebody else took the name just now
            form.add_error("name", NAME_TAKEN)
        else:
            messages.success(request, _("Saved: {name}.").format(name=site))
            if not Location.objects.filter(is_open=True).exists():
                messages.warning(request, _("No site takes new patients now."))
            return redirect("staff:sites")
    return form_page(request, "staff/admin/site.html", form, title=title)
