"""What the editing side shows and loads."""

from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from intake.accounts.roles import CARE_TEAM

from .claims import snippets  # noqa: F401 (registers facts and sources)
from .due import PagesToCheck
from .governing.models import may_sign
from .governing.signing import waiting_step
from .home import NewArticle, NumbersToTry
from .links.panel import LinksToMend
from .video.models import Video

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


class VideoViewSet(SnippetViewSet):
    model = Video
    icon = "media"
    add_to_admin_menu = True
    menu_label = _("Videos")
    menu_name = "videos"
    menu_order = 400
    panels = ["title", "file", "captions", "poster"]


register_snippet(VideoViewSet)


class ReadAndSignItem(ActionMenuItem):
    """The way to the one page on which an article is signed."""

    name = "read-and-sign"
    label = _("Read and sign")
    icon_name = "check"

    def is_shown(self, context):
        page = context.get("page")
        if page is None or context["view"] != "edit" or waiting_step(page) is None:
            return False
        return may_sign(page, context["request"].user)

    def get_url(self, parent_context):
        return reverse("staff:portal_page", args=[parent_context["page"].pk])


@hooks.register("register_page_action_menu_item")
def read_and_sign():
    return ReadAndSignItem(order=5)


@hooks.register("insert_global_admin_js")
def pickers_without_inline_scripts():
    address = static("education/cms-init.js")
    return format_html('<script src="{}" defer></script>', address)


@hooks.register("insert_global_admin_css")
def looks_of_our_own():
    address = static("education/cms.css")
    return format_html('<link rel="stylesheet" href="{}">', address)


@hooks.register("construct_main_menu")
@hooks.register("construct_settings_menu")
@hooks.register("construct_reports_menu")
def without_unused(_request, items):
    items[:] = [item for item in items if item.name not in UNUSED]


@hooks.register("construct_homepage_panels")
def first_page(_request, panels):
    panels[:0] = [NumbersToTry(), NewArticle(), PagesToCheck(), LinksToMend()]
