"""Choosing facts or sources from their lists, with a field to find them by."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from .models import Claim, Source


@dataclass(frozen=True)
class Row:
    """A line of the list; ``note`` stands behind its words."""

    code: str
    words: str
    note: str = ""
    is_chosen: bool = False


class CodesPicker(forms.Widget):
    """What is chosen first, in its order; then all others, to be ticked.

    The list is whole without JavaScript; with it, typing shows what matches.
    """

    template_name = "education/widgets/picker.html"

    def __init__(self, rows: Callable[[list[str]], Iterator[Row]], attrs=None):
        super().__init__(attrs)
        self.rows = rows

    def __deepcopy__(self, memo):
        return type(self)(self.rows, self.attrs.copy())

    @property
    def media(self):
        return forms.Media(js=["education/picker.js"])

    def id_for_label(self, id_):  # noqa: ARG002 (a group of boxes has no one field)
        return ""

    def value_from_datadict(self, data, files, name):  # noqa: ARG002
        return data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])

    def value_omitted_from_data(self, data, files, name):  # noqa: ARG002
        return False  # nothing ticked is nothing sent

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        chosen = value if isinstance(value, list) else (value or "").split(",")
        chosen = [code for code in chosen if code]
        context["widget"] |= {"rows": list(self.rows(chosen)), "number": len(chosen)}
        return context


def facts_to_choose(chosen: list[str]) -> Iterator[Row]:
    """Every fact that may be stated, and those chosen whatever became of them."""
    found = {
        claim.code: Row(
            claim.code, claim.plain, _note(claim), is_chosen=claim.code in chosen
        )
        for claim in Claim.objects.all()
        if not claim.retired or claim.code in chosen
    }
    return _in_order(chosen, found)


def sources_to_choose(chosen: list[str]) -> Iterator[Row]:
    found = {
        source.code: Row(
            source.code, source.citation, source.checked, source.code in chosen
        )
        for source in sorted(Source.objects.all(), key=lambda each: each.place)
    }
    return _in_order(chosen, found)


def _note(claim: Claim) -> str:
    if claim.retired:
        return _("No longer stated: {why}").format(why=claim.retired)
    return str(claim.get_subject_display())


def _in_order(chosen: list[str], found: dict[str, Row]) -> Iterator[Row]:
    for code in chosen:
        yield found.pop(code, None) or Row(code, _("Not in the list."), "", True)
    yield from found.values()
