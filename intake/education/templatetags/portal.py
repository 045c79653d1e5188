"""Template tags of the portal's pages."""

import json
from collections.abc import Iterable, Mapping

from django import template
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from intake.education import blocks, hundred, pack, structured, words
from intake.education.governing.models import Edition
from intake.education.models import ArticlePage
from intake.education.tables import EVIDENCE, MEANINGS
from intake.practice.models import CrisisRecord

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
def json_ld(page: ArticlePage, edition: Edition | None) -> SafeString:
    """The article for machines; never executed, so no policy needs to allow it."""
    text = json.dumps(structured.medical_web_page(page, edition)).translate(ESCAPES)
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(text),  # noqa: S308
    )


@register.filter
def anchor(heading: str) -> str:
    """The id under which a heading is linked."""
    return blocks.anchor(heading)


@register.filter
def lines_for(crisis: CrisisRecord | None, code: str) -> list[dict]:
    """The lines of the crisis record that are shown beside an article."""
    lines = crisis.others if crisis else []
    return [line for line in lines if code in line.get("pages", [])]


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
def in_hundred(number: int, label: str, most: int | None = None) -> dict[str, str]:
    """A hundred people, so many of them marked; ``label`` says the same in words.

    Where studies differ, those from ``number`` to ``most`` are marked otherwise.
    """
    marked, perhaps, others = hundred.paths(number, number if most is None else most)
    return {"marked": marked, "perhaps": perhaps, "others": others, "words": label}


@register.simple_tag
def so_many(least: int, most: int | None) -> str:
    """How many in a hundred, in words."""
    if most is None or most == least:
        return gettext("%(number)s in 100") % {"number": least}
    if least == 0:
        return gettext("fewer than %(most)s in 100") % {"most": most}
    return gettext("%(least)s to %(most)s in 100") % {"least": least, "most": most}


@register.filter
def under(row, columns) -> list[tuple[str, object]]:
    """The cells of a row, each with the heading of its column."""
    return [
        (column["heading"], cell) for column, cell in zip(columns, row, strict=True)
    ]


@register.filter
def evidence_label(code: str) -> str:
    """How strong evidence is, in words."""
    return EVIDENCE[code]


@register.inclusion_tag("education/parts/evidence_meanings.html")
def evidence_meanings() -> dict[str, list]:
    """What each label of evidence means, where every label leads."""
    return {"rows": [(code, EVIDENCE[code], MEANINGS[code]) for code in EVIDENCE]}


@register.filter
def among(codes: Iterable[str], articles: Mapping[str, ArticlePage]) -> list:
    """Those of the articles that have these codes, in this order."""
    return [articles[code] for code in codes if code in articles]


@register.filter
def at(articles: Mapping[str, ArticlePage] | str, code: str) -> ArticlePage | None:
    """The article with this code; none where the page knows no articles."""
    return articles.get(code) if articles else None


@register.filter
def texts(stream) -> list:
    """The plain values of a list of blocks."""
    return [block.value for block in stream]
