"""Picking a row of a table by a name, well spelt or not, or by its kind.

The name is an input of its own beside the picker. What it may mean is offered here, as
soon as the server has seen it, and whoever does not remember a name can look around.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.domain.questionnaire.catalogues import Meaning, load_catalogues
from intake.domain.questionnaire.items import OTHER, Item
from intake.domain.treatments.agents import Agent
from intake.domain.treatments.shelves import brands, load_shelves

ASKED = "_asked"  # the control that says about which name it was asked
BROWSED = "agents"  # the catalogue in which one can look around
SHELVES = {
    "like_prozac": gettext_lazy("For depression or worry, like Prozac or Zoloft"),
    "like_effexor": gettext_lazy("For depression or pain, like Effexor or Cymbalta"),
    "other_newer": gettext_lazy("For depression, like Wellbutrin or Remeron"),
    "older": gettext_lazy("Older ones for depression, like Elavil or Nardil"),
    "sleep": gettext_lazy("It was for sleep"),
    "added": gettext_lazy("It was added to another one, like lithium or Abilify"),
    "worry": gettext_lazy("It was for worry or panic, like Xanax or Klonopin"),
    "ketamine": gettext_lazy("Ketamine or Spravato"),
    "others": gettext_lazy("Something else"),
}
LETTERS = ("ABCD", "EFGHIJKL", "MNOPQR", "STUVWXYZ")

Choice = tuple[str, Any]


class Picker(forms.RadioSelect):
    """What a name may mean, as choices; and where one can look around, every row.

    ``written`` gives the name as it stands in the form. ``is_asking`` is set once a
    name was sent that is not clear.
    """

    template_name = "ui/widgets/picker.html"
    states: tuple[Choice, ...] = ()

    def __init__(self, item: Item, options: Sequence[Choice]):
        super().__init__(choices=options)
        self.item = item
        self.catalogue = load_catalogues()[str(item.catalogue)]
        self.written: Callable[[], str] = str
        self.is_asking = False
        self._read = ("", Meaning())

    @property
    def meaning(self) -> Meaning:
        """What the name means; reading one takes time, so it is read once."""
        written = self.written()
        if self._read[0] != written:
            self._read = (written, self.catalogue.read(written))
        return self._read[1]

    @property
    def browses(self) -> bool:
        return self.item.catalogue == BROWSED

    def offered(self, picked: str | None) -> list[Choice]:
        """What is picked and what the name may mean; nothing where it is clear."""
        meaning = self.meaning
        if not meaning.near and picked in (None, "", meaning.code):
            return []
        codes = dict.fromkeys((picked, meaning.code, *meaning.near))
        known = [code for code in codes if code in self.catalogue.labels]
        return [(str(code), self.catalogue.labels[str(code)]) for code in known]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        offered = self.offered(value)
        own = dict(self.choices)
        if OTHER in own and (offered or value == OTHER):
            offered.append((OTHER, own.pop(OTHER)))
        context["widget"] |= {
            "named_by": self.item.named_by,
            "recognised": self.catalogue.labels.get(self.meaning.code, ""),
            "is_picked": value in dict(offered),
            "offered": _radios(offered, value, f"{attrs['id']}"),
            "asked": self.written() if self.is_asking else "",
            "shelves": list(_shelves()) if self.browses else (),
            "unknown": _radios(
                [pair for pair in own.items() if pair[0] != OTHER],
                value,
                f"{attrs['id']}_x",
            ),
            "is_open": value in own and value != OTHER,
        }
        return context


def _shelves() -> Iterator[dict]:
    """The rows by kind, then by brand."""
    for shelf in load_shelves():
        choices = [(agent.code, agent.label) for agent in shelf.agents]
        yield {"title": SHELVES[shelf.code], "choices": choices}
    for title, choices in _by_brand():
        yield {"title": title, "choices": choices}


def _by_brand() -> Iterator[tuple[str, list[Choice]]]:
    for letters, named in groupby(brands(), key=_letters):
        words = _("Brand names from {first} to {last}")
        title = words.format(first=letters[0], last=letters[-1])
        yield (
            title,
            [(agent.code, _brand_words(brand, agent)) for brand, agent in named],
        )


def _letters(named: tuple[str, Agent]) -> str:
    first = named[0][:1].upper()
    return next((some for some in LETTERS if first <= some[-1]), LETTERS[-1])


def _brand_words(brand: str, agent: Agent) -> str:
    return f"{brand} ({agent.generic})"


def _radios(choices: Iterable[Choice], value: str | None, id_: str) -> list[dict]:
    return [
        {
            "value": code,
            "label": label,
            "id": f"{id_}_{number}",
            "checked": code == value,
        }
        for number, (code, label) in enumerate(choices)
    ]
