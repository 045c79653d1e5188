"""``{% page_feedback page %}``: the question at the foot of an article."""

from typing import Any

from django import template
from django.template import Context

from intake.education.models import ArticlePage
from intake.education.translating.others import address
from intake.education.translating.shown import MAIN
from intake.web.ui.page_feedback import ClearForm, brought_along, mark_for, mark_on

register = template.Library()


@register.inclusion_tag("components/page_feedback.html", takes_context=True)
def page_feedback(
    context: Context, article: ArticlePage, form: ClearForm | None = None
) -> dict[str, Any]:
    """The form, new, refused or brought along; nothing in a preview."""
    request = context.get("request")
    code = article.article_code
    return {
        "request": request,
        "action": address("page_feedback", article.spoken or MAIN, code),
        "form": form or ClearForm(initial=brought_along(request)),
        "mark": mark_for(code) if form else mark_on(request, code),
        "is_shown": not getattr(request, "is_preview", False),
    }
