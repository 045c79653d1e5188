"""Template tags of the portal's pages."""

import json

from django import template
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from intake.education import blocks, hundred, pack, structured, words
from intake.education.models import ArticlePage

register = template.Library()

# Inside a script element nothing may look like the end of it.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


class SpeechNode(template.Node):
    """What is inside in the language of a page; a translated one is spoken already."""

    def __init__(self, page, inside):
        self.page, self.inside = page, inside

    def render(self, context):
        page = self.page.resolve(context)
        if page.spoken:
            return self.inside.render(context)
        with translation.override(page.locale.language_code):
            return self.inside.render(context)


@register.tag
def speech(parser, token):
    """``{% speech page %}…{% endspeech %}``"""
    _name, page = token.split_contents()
    inside = parser.parse(("endspeech",))
    parser.delete_first_token()
    return SpeechNode(parser.compile_filter(page), inside)


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
def word_anchor(word: str) -> str:
    """The id under which a word is explained."""
    return words.anchor(word)


@register.simple_block_tag(takes_context=True)
def explain(context, content):
    """Let words lead to their meanings, which are then in ``explained``."""
    html, found = words.linked(content, context["glossary"])
    context["explained"] = found
    return mark_safe(html)  # noqa: S308 (it was safe, and a word's link is escaped)


@register.simple_block_tag
def part(content, code: str):
    """An article as a part of a pack: no id stands twice in it."""
    return mark_safe(pack.as_part(content, code))  # noqa: S308 (it was safe)


@register.simple_tag
def drawing(name: str, anchor: str) -> SafeString:
    """A drawing that ships, with ids of its own."""
    known = {known for known, _label in blocks.DRAWINGS}
    if name not in known:
        return SafeString("")
    return render_to_string(f"education/drawings/{name}.html", {"id": anchor})


@register.inclusion_tag("education/parts/hundred.html")
def in_hundred(number: int, label: str) -> dict[str, str]:
    """A hundred people, so many of them marked; ``label`` says the same in words."""
    marked, others = hundred.paths(number)
    return {"marked": marked, "others": others, "words": label}


@register.filter
def texts(stream) -> list:
    """The plain values of a list of blocks."""
    return [block.value for block in stream]
