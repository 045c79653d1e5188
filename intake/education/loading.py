"""Makes the portal ready: its tree, who may edit it, and the articles that ship.

May run at any time, again and again. A page that an editor has touched is never
overwritten, and one that was taken down does not come back.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from intake.accounts.actions import EDITORS_GROUP
from intake.audit import actions as audit

from .governing.models import ClinicalSignOff
from .models import ArticlePage, LearnIndexPage, ShippedArticle
from .outcomes import Outcome, Outcomes
from .shipped import Shipped, read_articles, read_index
from .translating import actions as translating

PAGE_RIGHTS = ("add_page", "change_page", "publish_page")
SIGN_OFF = "Clinical sign-off"
VIDEO_RIGHTS = ("add_video", "view_video")
# Nobody deletes a fact or a source: their codes are for good.
RECORD_RIGHTS = tuple(
    f"{right}_{name}"
    for name in ("claim", "source")
    for right in ("add", "change", "view")
)
IMAGE_RIGHTS = ("add_image", "change_image", "choose_image")


@audit.recorded
def load_portal() -> Outcomes:
    """Make or refresh the portal."""
    index = _index()
    _serve(index)
    let_editors_in(index)
    let_clinicians_sign(index)
    shipped = list(read_articles())
    outcomes = {article: _outcome(article) for article in shipped}
    for article, outcome in outcomes.items():
        if outcome is Outcome.CREATED:
            _add(article, index)
    for article, outcome in outcomes.items():
        if outcome in (Outcome.CREATED, Outcome.UPDATED):
            _publish(article, article.change if outcome is Outcome.UPDATED else {})
    translating.load_drafts()
    counts = Outcomes(outcomes.values())
    audit.record("portal.loaded", **{str(name): counts[name] for name in counts})
    return counts


def _index() -> LearnIndexPage:
    existing = LearnIndexPage.objects.order_by("pk").first()
    if existing:
        return existing
    language = settings.LANGUAGE_CODE
    locale, _new = Locale.objects.get_or_create(language_code=language)
    page = LearnIndexPage(slug="learn", locale=locale, **read_index(language))
    Page.get_first_root_node().add_child(instance=page)
    page.save_revision().publish()
    return page


def _serve(index: LearnIndexPage) -> None:
    """Let the site begin at the index, and forget Wagtail's welcome page."""
    address = urlsplit(settings.SITE_URL)
    site = Site.objects.filter(is_default_site=True).first() or Site()
    site.is_default_site, site.root_page = True, index
    site.hostname = address.hostname
    site.port = address.port or (443 if address.scheme == "https" else 80)
    site.save()
    for page in Page.get_first_root_node().get_children().exact_type(Page):
        if page.is_leaf():
            page.delete()


def let_editors_in(index: LearnIndexPage) -> None:
    """Give the editors' group its rights under the index, and on pictures."""
    group, _new = Group.objects.get_or_create(name=EDITORS_GROUP)
    group.permissions.add(_right("wagtailadmin", "access_admin"))
    for codename in (*VIDEO_RIGHTS, *RECORD_RIGHTS):
        group.permissions.add(_right("education", codename))
    for codename in PAGE_RIGHTS:
        GroupPagePermission.objects.get_or_create(
            group=group, page=index, permission=_right("wagtailcore", codename)
        )
    for codename in IMAGE_RIGHTS:
        GroupCollectionPermission.objects.get_or_create(
            group=group,
            collection=Collection.get_first_root_node(),
            permission=_right("wagtailimages", codename),
        )


def let_clinicians_sign(index: LearnIndexPage) -> None:
    """Give the index and all under it the one workflow: a clinician signs."""
    if WorkflowPage.objects.filter(page=index).exists():
        return
    task, _new = ClinicalSignOff.objects.get_or_create(name=SIGN_OFF)
    workflow, _new = Workflow.objects.get_or_create(name=SIGN_OFF)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task.task_ptr)
    WorkflowPage.objects.create(workflow=workflow, page=index)


def _right(app: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=app, codename=codename)


def _outcome(article: Shipped) -> Outcome:
    page, record = _page(article), _record(article)
    if record is None:
        return Outcome.CREATED if page is None else Outcome.KEPT
    if record.digest == article.digest:
        return Outcome.UNCHANGED
    untouched = page is not None and page.live and page.latest_revision_id is not None
    if untouched and page.latest_revision_id == record.revision_id:
        return Outcome.UPDATED
    return Outcome.KEPT


def _add(article: Shipped, index: LearnIndexPage) -> None:
    """A page that nobody sees yet, so that others can lead to it."""
    locale = Locale.objects.get(language_code=article.language)
    page = ArticlePage(live=False, locale=locale, **article.fields())
    index.add_child(instance=page)


def _publish(article: Shipped, change: dict[str, str]) -> None:
    page = _page(article)
    for name, value in {**article.fields(), **change}.items():
        setattr(page, name, value)
    targets = ArticlePage.objects.filter(
        article_code__in=article.related, locale=page.locale
    )
    ids = dict(targets.values_list("article_code", "pk"))
    page.related = [
        {"type": "page", "value": ids[code]} for code in article.related if code in ids
    ]
    page.full_clean()
    revision = page.save_revision()
    revision.publish()
    ShippedArticle.objects.update_or_create(
        article_code=article.code,
        language=article.language,
        defaults={"digest": article.digest, "revision": revision},
    )


def _page(article: Shipped) -> ArticlePage | None:
    return ArticlePage.objects.filter(
        article_code=article.code, locale__language_code=article.language
    ).first()


def _record(article: Shipped) -> ShippedArticle | None:
    return ShippedArticle.objects.filter(
        article_code=article.code, language=article.language
    ).first()
