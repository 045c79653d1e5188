"""What the editing side shows, loads and refuses."""

from django.contrib import messages
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page

# Managed by the clinic's own pages, or not used at all.
UNUSED = {
    "documents",
    "help",
    "locales",
    "redirects",
    "sites",
    "snippets",
    "users",
    "groups",
    "workflows",
    "workflow-tasks",
}


@hooks.register("insert_global_admin_js")
def pickers_without_inline_scripts():
    address = static("education/cms-init.js")
    return format_html('<script src="{}" defer></script>', address)


@hooks.register("construct_main_menu")
@hooks.register("construct_settings_menu")
@hooks.register("construct_reports_menu")
def without_unused(_request, items):
    items[:] = [item for item in items if item.name not in UNUSED]


@hooks.register("construct_homepage_panels")
@hooks.register("construct_homepage_summary_items")
def only_the_portal(_request, items):
    ours = ("education", "wagtail.admin", "wagtail.images")
    items[:] = [item for item in items if type(item).__module__.startswith(ours)]


@hooks.register("before_delete_page")
def keep_what_patients_saw(request, page: Page):
    """A page that was ever published is taken down instead of deleted."""
    seen = page.get_descendants(inclusive=True).exclude(first_published_at=None)
    if not seen.exists():
        return None
    messages.error(
        request,
        _("This page has been public, so it is kept. Unpublish it to take it down."),
    )
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def keep_what_patients_saw_in_bulk(request, action_type, pages, _action):
    if action_type != "delete":
        return None
    for page in pages:
        if refusal := keep_what_patients_saw(request, page):
            return refusal
    return None
