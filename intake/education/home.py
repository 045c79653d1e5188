"""The way to a new article, first on the editors' first page."""

from typing import Any

from wagtail.admin.ui.components import Component

from .models import LearnIndexPage


class NewArticle(Component):
    name = "new-article"
    order = 40
    template_name = "education/parts/new_article.html"

    def get_context_data(self, _parent_context: Any) -> dict[str, Any]:
        return {"index": LearnIndexPage.objects.first()}
