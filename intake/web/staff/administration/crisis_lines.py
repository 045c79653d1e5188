"""Further lines of the crisis record, as inputs of a form and as they are stored.

A stored line is ``{who, how, hours, everywhere, lang, pages, links: [{label, uri}]}``.
A person edits one number to call and one to text; other links of a line stay as they
are. ``pages`` are codes of the articles that show it, typed as people know them.
"""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.education.claims.codes import by_number

CALL, TEXT = "tel", "sms"
# A line may be in a language that pages are not offered in.
LANGUAGES = [("en", gettext_lazy("English")), ("es", gettext_lazy("Spanish"))]
NAMES = ("who", "how", "hours", "call", "text", "lang", "pages", "everywhere")


def number_field(label: Any, **kwargs: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"inputmode": "tel"})
    return forms.CharField(label=label, max_length=40, widget=widget, **kwargs)


def line_fields(line: dict[str, Any]) -> dict[str, forms.Field]:
    """The inputs of one line, filled with what is stored."""
    languages = [("", _("The language of the page")), *LANGUAGES]
    fields = {
        "who": forms.CharField(label=_("Who answers, or for whom"), max_length=200),
        "how": forms.CharField(
            label=_("What to do"),
            max_length=400,
            help_text=_("In words, with the number: Call 555 0100, then press 1."),
        ),
        "hours": forms.CharField(label=_("When it answers"), max_length=200),
        "call": number_field(_("Number to call"), initial=_number(line, CALL)),
        "text": number_field(_("Number to text"), initial=_number(line, TEXT)),
        "lang": forms.ChoiceField(label=_("These words are in"), choices=languages),
        "pages": forms.CharField(
            label=_("Show it beside these articles"),
            max_length=200,
            initial=", ".join(line.get("pages", [])),
            help_text=_(
                "Their codes, as T13, T14. Each article has its code at its foot, "
                "after the word Page."
            ),
        ),
        "everywhere": forms.BooleanField(
            label=_("Show it at the foot of every page"),
            initial=bool(line.get("everywhere")),
        ),
    }
    for name in ("who", "how", "hours", "lang"):
        fields[name].initial = line.get(name, "")
    for field in fields.values():
        field.required = field.optional = False
    for name in ("hours", "call", "text", "pages"):
        fields[name].optional = True
    return fields


def pages_in(typed: str) -> list[str]:
    """The codes that somebody typed, each once, T2 before T10."""
    found = {code.upper() for code in re.split(r"[\s,;]+", typed) if code}
    return sorted(found, key=by_number)


def strange_pages(typed: str, known: Iterable[str]) -> str:
    """Those that no article has, in one line; empty when there are none."""
    there = set(known)
    return ", ".join(code for code in pages_in(typed) if code not in there)


def is_empty(values: dict[str, Any]) -> bool:
    """Nothing is said, so there is no line."""
    return not any(values[name] for name in ("who", "how", "call", "text"))


def stored(
    values: dict[str, Any], former: dict[str, Any], language: str
) -> dict[str, Any]:
    """The line with these values, in the place of a former one."""
    line = {"who": values["who"], "how": values["how"]}
    if values["hours"]:
        line["hours"] = values["hours"]
    if values["lang"]:
        line["lang"] = values["lang"]
    if values["everywhere"]:
        line["everywhere"] = True
    if pages := pages_in(values["pages"]):
        line["pages"] = pages
    with translation.override(values["lang"] or language):
        links = _links(values, former)
    return {**line, "links": links} if links else line


def _links(values: dict[str, Any], former: dict[str, Any]) -> list[dict[str, str]]:
    edited = [_link(former, scheme) for scheme in (CALL, TEXT)]
    links = [
        _renewed(former, CALL, values["call"], _("Call {number}")),
        _renewed(former, TEXT, values["text"], _("Text {number}")),
    ]
    others = [link for link in former.get("links", []) if link not in edited]
    return [link for link in links if link] + others


def _renewed(
    former: dict[str, Any], scheme: str, number: str, label: str
) -> dict[str, str] | None:
    if not number:
        return None
    if number == _number(former, scheme):
        return _link(former, scheme)
    digits = "".join(c for c in number if c.isdigit() or c == "+")
    return {"label": label.format(number=number), "uri": f"{scheme}:{digits}"}


def _number(line: dict[str, Any], scheme: str) -> str:
    link = _link(line, scheme)
    return link["uri"].removeprefix(f"{scheme}:") if link else ""


def _link(line: dict[str, Any], scheme: str) -> dict[str, str] | None:
    links = line.get("links", [])
    return next((x for x in links if x["uri"].startswith(f"{scheme}:")), None)
