"""Template tags of the portal's pages."""

import json

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from intake.education import blocks, structured
from intake.education.models import ArticlePage

register = template.Library()

# Inside a script element nothing may look like the end of it.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag
def json_ld(page: ArticlePage) -> SafeString:
    """The article for machines; never executed, so no policy needs to allow it."""
    text = json.dumps(structured.medical_web_page(page)).translate(ESCAPES)
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(text),  # noqa: S308
    )


@register.filter
def anchor(heading: str) -> str:
    """The id under which a heading is linked."""
    return blocks.anchor(heading)


@register.filter
def texts(stream) -> list:
    """The plain values of a list of blocks."""
    return [block.value for block in stream]
