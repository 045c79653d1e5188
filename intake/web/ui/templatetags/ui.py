"""Template tags and filters of the shared parts of pages."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

from django import template
from django.conf import settings
from django.forms import BoundField
from django.template import Context
from django.templatetags.static import static
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from intake.web.ui import words
from intake.web.ui.input_ids import first_input_id

register = template.Library()
register.filter(first_input_id)

STATES = ("unsure", "declined", "na")
SHORT_LABEL = 14  # characters of an option that fits half the width of a phone
OWN_TEMPLATES = "ui/widgets/"


@register.filter
def dial(number: str) -> str:
    """The address that calls a phone number as people write it."""
    return "tel:" + "".join(c for c in number if c.isdigit() or c == "+")


@register.filter
def mail_address(address: str) -> SafeString:
    """An address that wraps before its @ and its points, and not within a word."""
    return mark_safe(re.sub(r"(?=[@.])", "<wbr>", escape(address)))  # noqa: S308


@register.filter
def in_language_itself(code: str) -> str:
    """What a link to the same page in a language says, in that language."""
    return words.IN_LANGUAGE.get(code, code)


@register.filter
def is_optional(field: BoundField) -> bool:
    """Whether the label says '(optional)'; a field may say so itself."""
    return getattr(field.field, "optional", not field.field.required)


@register.filter
def draws_itself(field: BoundField) -> bool:
    """Whether the widget has a template of ours for all of its inputs."""
    return field.field.widget.template_name.startswith(OWN_TEMPLATES)


@register.filter
def is_state(value: object) -> bool:
    """Whether an option is a state of the answer rather than a value."""
    return str(value) in STATES


@register.filter
def excludes_others(field: BoundField, value: object) -> bool:
    """Whether ticking this option of a multiple choice leaves no room for others."""
    return is_state(value) or str(value) in getattr(field.field, "exclusive", ())


@register.filter
def has_short_options(field: BoundField) -> bool:
    """Whether two options fit side by side on a phone."""
    labels = [
        str(widget.choice_label)
        for widget in field.subwidgets
        if not is_state(widget.data["value"])
    ]
    return len(labels) <= 4 and all(len(label) <= SHORT_LABEL for label in labels)


@register.inclusion_tag("components/badge.html")
def badge(kind: str, code: str) -> dict[str, Any]:
    """A code as a badge: ``{% badge "severity" "CI" %}``."""
    return {"kind": kind, "code": code, "badge": words.badge(kind, str(code))}


@register.inclusion_tag("components/status_timeline.html")
def status_timeline(stage: str, dates: Mapping[str, Any] | None = None) -> dict:
    """The way of a case so far: ``{% status_timeline stage dates %}``."""
    order = [
        name for name in words.STAGES if name != "more_information" or name == stage
    ]
    reached = order.index(stage)
    steps = [
        {
            "label": words.STAGES[name],
            "state": _state(place, reached),
            "on": (dates or {}).get(name),
        }
        for place, name in enumerate(order)
    ]
    return {"stage": stage, "steps": steps}


def _state(place: int, reached: int) -> str:
    if place == reached:
        return "current"
    return "done" if place < reached else "todo"


@register.simple_block_tag(takes_context=True)
def post_form(context: Context, content: SafeString, kind: str, **inputs: Any) -> str:
    """A form around its own content: ``{% post_form "list" page=… %}…``."""
    part = context.template.engine.get_template("components/form.html")
    with context.push(kind=kind, content=content, **inputs):
        return part.render(context)


@register.simple_tag
def asset(path: str) -> str:
    """The address of a static file, also while the list of files is missing.

    For pages that must appear when everything else is broken.
    """
    try:
        return static(path)
    except ValueError:
        return urljoin(settings.STATIC_URL, path)
