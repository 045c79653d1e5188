"""Inputs of questions that need more than one.

Each widget's value is a mapping of what was typed, so that a refused page shows it
again exactly. Names are the item's own: ``ID.month``, ``_state.ID``, ``_other.ID``.
"""

from typing import NamedTuple

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

UNITS = {
    "weeks": gettext_lazy("weeks"),
    "months": gettext_lazy("months"),
    "years": gettext_lazy("years"),
}
SYSTEM_PARTS = {"height": (("ft", "in"), ("cm",)), "weight": (("lb",), ("kg",))}


class Suggestions(NamedTuple):
    """Names to offer: the id of their list, and its options as they are written."""

    id: str
    options: SafeString


class PartsWidget(forms.Widget):
    """A widget of several inputs, and of states beside them."""

    use_fieldset = True
    keys: tuple[str, ...] = ()
    states: tuple[tuple[str, str], ...] = ()

    def value_from_datadict(self, data, files, name):
        typed = {key: data.get(f"{name}.{key}", "") for key in self.keys}
        return typed | {"states": _posted_states(data, name)}

    def value_omitted_from_data(self, data, files, name):
        return False

    def id_for_label(self, id_):
        return ""

    def get_context(self, name, value, attrs):
        context = super().get_context(name, None, attrs)
        value = value or {}
        context["widget"]["states"] = _shown_states(self.states, value)
        self.add_parts(context["widget"], value)
        return context

    def add_parts(self, shown, value):
        raise NotImplementedError


class PartialDateWidget(PartsWidget):
    """Month, day and year as numbers; one ISO date is accepted too."""

    template_name = "ui/widgets/partial_date.html"
    keys = ("month", "day", "year")

    def __init__(self, autocomplete: str = "", *, has_day: bool = True):
        """``autocomplete`` is ``bday`` where a browser may fill in its owner's."""
        super().__init__()
        self.autocomplete, self.has_day = autocomplete, has_day

    def value_from_datadict(self, data, files, name):
        value = super().value_from_datadict(data, files, name)
        whole = data.get(name, "").strip()
        if whole:
            value |= from_iso(whole)
        return value

    def add_parts(self, shown, value):
        labels = {"month": _("Month"), "day": _("Day"), "year": _("Year")}
        shown["parts"] = [
            {
                "key": key,
                "label": labels[key],
                "value": value.get(key, ""),
                "digits": 4 if key == "year" else 2,
                "autocomplete": f"{self.autocomplete}-{key}"
                if self.autocomplete
                else "off",
            }
            for key in self.keys
            if self.has_day or key != "day"
        ]


class QuantityWidget(PartsWidget):
    """A height or weight in US or metric units."""

    template_name = "ui/widgets/quantity.html"

    def __init__(self, dimension: str):
        super().__init__()
        self.systems = SYSTEM_PARTS[dimension]
        self.keys = tuple(key for system in self.systems for key in system)

    def add_parts(self, shown, value):
        labels = {
            "ft": _("Feet"),
            "in": _("Inches"),
            "cm": _("Centimeters"),
            "lb": _("Pounds"),
            "kg": _("Kilograms"),
        }
        shown["either"] = _("or")
        shown["systems"] = [
            {
                "label": " ".join(labels[key] for key in system),
                "parts": [
                    {"key": key, "label": labels[key], "value": value.get(key, "")}
                    for key in system
                ],
            }
            for system in self.systems
        ]


class NumberWidget(forms.Widget):
    """A number, or the state of not having one."""

    template_name = "ui/widgets/number_with_states.html"
    use_fieldset = True
    states: tuple[tuple[str, str], ...] = ()

    def __init__(self, *, whole: bool, units: tuple[str, ...] = ()):
        """``units`` are those that a length of time may be given in, its own first."""
        super().__init__()
        self.whole, self.units = whole, units
        self.usual = None  # what makes the strengths to show beside a dose, if anything

    def value_from_datadict(self, data, files, name):
        typed = {"typed": data.get(name, ""), "states": _posted_states(data, name)}
        return typed | ({"unit": data.get(f"_unit.{name}")} if self.units else {})

    def value_omitted_from_data(self, data, files, name):
        return False

    def id_for_label(self, id_):
        return ""

    def get_context(self, name, value, attrs):
        context = super().get_context(name, None, attrs)
        value = value or {}
        context["widget"]["value"] = value.get("typed", "")
        is_whole = self.whole and not self.units
        context["widget"]["inputmode"] = "numeric" if is_whole else "decimal"
        context["widget"]["units"] = [
            {"code": unit, "label": UNITS[unit], "chosen": value.get("unit") == unit}
            for unit in self.units
        ]
        context["widget"]["strengths"] = self.usual() if self.usual else ()
        context["widget"]["states"] = _shown_states(self.states, value)
        return context


class TextWidget(forms.Widget):
    """One's own words in one line or several, or the state of having none.

    Args:
        kind: the type of the input (``text url time datetime-local``), or ``lines``.
        suggestions: names that the browser may offer while somebody types; the id of
            the list says which, so that it stands on a page once.
    """

    template_name = "ui/widgets/text_with_states.html"
    states: tuple[tuple[str, str], ...] = ()

    def __init__(self, kind: str = "text", suggestions: Suggestions | None = None):
        super().__init__()
        self.kind, self.suggestions = kind, suggestions

    @property
    def use_fieldset(self):
        """Boxes beside the input belong to it; alone it has a plain label."""
        return bool(self.states)

    def value_from_datadict(self, data, files, name):
        return {"typed": data.get(name, ""), "states": _posted_states(data, name)}

    def value_omitted_from_data(self, data, files, name):
        return False

    def id_for_label(self, id_):
        return "" if self.states else id_

    def get_context(self, name, value, attrs):
        context = super().get_context(name, None, attrs)
        value = value or {}
        context["widget"] |= {
            "value": value.get("typed", ""),
            "kind": self.kind,
            "suggestions": self.suggestions,
            "states": _shown_states(self.states, value),
        }
        return context


class OpenChoiceWidget(forms.RadioSelect):
    """Options, the last of them in one's own words."""

    template_name = "ui/widgets/open_choice.html"

    def value_from_datadict(self, data, files, name):
        chosen = super().value_from_datadict(data, files, name)
        return {"chosen": chosen, "other": data.get(f"_other.{name}", "")}

    def get_context(self, name, value, attrs):
        value = value or {}
        context = super().get_context(name, value.get("chosen"), attrs)
        context["widget"]["other"] = {
            "label": _("Say which"),
            "value": value.get("other", ""),
        }
        return context


def from_iso(text: str) -> dict[str, str]:
    """The parts of ``2024-05-17``; what is not such a date becomes the year."""
    year, _dash, rest = text.partition("-")
    month, _dash, day = rest.partition("-")
    return {"year": year, "month": month.lstrip("0"), "day": day.lstrip("0")}


def _posted_states(data, name: str) -> list[str]:
    key = f"_state.{name}"
    return data.getlist(key) if hasattr(data, "getlist") else data.get(key, [])


def _shown_states(states, value) -> list[dict]:
    chosen = value.get("states", [])
    return [
        {"code": code, "label": label, "checked": code in chosen}
        for code, label in states
    ]
