"""Which articles a clinician should look at next; shown to editors first of all."""

from datetime import date, timedelta

from django.db.models import Q
from wagtail.admin.ui.components import Component

from intake.practice.models import Organisation

from . import facts
from .models import ArticlePage, by_number

NOTICE = timedelta(days=60)


def pages_to_check(on: date) -> list[ArticlePage]:
    """Published articles that nobody has checked, or that have to be checked again.

    The next check is near, or a fact that they state was retired or changed since.
    """
    found = ArticlePage.objects.live().filter(
        Q(reviewer_name="") | Q(review_due_on__lt=on + NOTICE) | facts.stated_on()
    )
    return sorted(found, key=_soonest_first)


def _soonest_first(page: ArticlePage) -> tuple[date, tuple[str, int]]:
    return page.review_due_on or date.max, by_number(page.article_code)


class PagesToCheck(Component):
    """The list on the editors' first page."""

    name = "pages-to-check"
    order = 50
    template_name = "education/parts/pages_to_check.html"

    def get_context_data(self, _parent_context):
        return {"articles": pages_to_check(Organisation.current().today())}
