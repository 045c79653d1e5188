"""What stands first on the editors' first page: what is amiss, and a new article."""

from typing import Any

from django.utils import timezone
from wagtail.admin.ui.components import Component

from intake.practice.models import CrisisRecord

from .models import LearnIndexPage
from .permissions import has_help


class NumbersToTry(Component):
    """Says that the numbers for a crisis, on every page, were not tried lately."""

    name = "numbers-to-try"
    order = 30
    template_name = "education/parts/numbers_to_try.html"

    def get_context_data(self, _parent_context: Any) -> dict[str, Any]:
        record = CrisisRecord.current()
        is_lately = record is not None and record.is_confirmed(timezone.now())
        return {"has_help": has_help(), "is_lately": is_lately}


class NewArticle(Component):
    name = "new-article"
    order = 40
    template_name = "education/parts/new_article.html"

    def get_context_data(self, _parent_context: Any) -> dict[str, Any]:
        return {"index": LearnIndexPage.objects.first()}
