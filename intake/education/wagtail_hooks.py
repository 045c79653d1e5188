"""What the editing side shows and loads."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from intake.accounts.roles import CARE_TEAM

from .due import PagesToCheck

# Managed by the clinic's own pages, or not used at all.
UNUSED = {
    "documents",
    "help",
    "locales",
    "locked-pages",
    "redirects",
    "sites",
    "snippets",
    "users",
    "groups",
    "workflows",
    "workflow-tasks",
}


class StaffPagesItem(MenuItem):
    """The way back, for those who have one."""

    def is_shown(self, request):
        return request.user.has_role(CARE_TEAM)


@hooks.register("register_admin_menu_item")
def staff_pages():
    return StaffPagesItem(_("Worklist"), "/staff/", icon_name="home", order=20_000)


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
def pages_to_check(_request, panels):
    panels.insert(0, PagesToCheck())
