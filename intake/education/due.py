"""Which articles a clinician should look at next; shown to editors first of all."""

from datetime import date

from django.db.models import Q
from wagtail.admin.ui.components import Component

from intake.practice.models import Organisation

from .claims.basis import stated_on
from .claims.codes import by_number
from .governing.telling import NOTICE
from .models import ArticlePage, with_basis


def pages_to_check(on: date) -> list[ArticlePage]:
    """Published articles that nobody has checked, or that have to be checked again.

    The next check is near, or a fact that they state was retired or changed since.
    Each says what readers miss of it now.
    """
    found = ArticlePage.objects.live().filter(
        Q(reviewer_name="") | Q(review_due_on__lt=on + NOTICE) | stated_on()
    )
    pages = with_basis(list(found))
    for page in pages:
        page.is_overdue_now = page.is_overdue(on)
        page.is_left_out_now = page.is_left_out(on)
        page.is_withheld_now = page.is_withheld(on)
    return sorted(pages, key=_doubt_and_soonest_first)


def _doubt_and_soonest_first(page: ArticlePage) -> tuple[bool, date, tuple[str, int]]:
    due = page.due_on or date.max
    return not page.facts_in_doubt(), due, by_number(page.article_code)


class PagesToCheck(Component):
    """The list on the editors' first page."""

    name = "pages-to-check"
    order = 50
    template_name = "education/parts/pages_to_check.html"

    def get_context_data(self, _parent_context):
        return {"articles": pages_to_check(Organisation.current().today())}
