"""The part of an article that only the clinic can say: prices, a rule, own answers.

An article holds the place, not the words. So the clinic changes them under
Administration, and the article keeps its signature and goes on being renewed.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from intake.practice.models import Organisation

from .measured import PREVIEW

PRICES = "prices"
PLACES = [
    (PRICES, _("Prices")),
    ("drip_rule", _("Food and drink before a drip")),
    ("own_answers", _("The clinic's own answers")),
]
GOOD_FOR = timedelta(days=365)


@dataclass(frozen=True)
class OwnWords:
    """What the clinic says, as of a day; no words when it has said nothing."""

    words: str
    as_of: date | None
    is_old: bool = False

    @property
    def lines(self) -> list[str]:
        return [line.strip() for line in self.words.splitlines() if line.strip()]


def own_words(place: str) -> OwnWords:
    """What the clinic says in a place; old prices are told from new ones."""
    organisation = Organisation.current()
    as_of = getattr(organisation, f"{place}_on")
    aged = place == PRICES and as_of and organisation.today() - as_of > GOOD_FOR
    return OwnWords(getattr(organisation, place), as_of, bool(aged))


class ClinicWordsBlock(blocks.StructBlock):
    heading = blocks.CharBlock(
        label=_("Heading"), max_length=100, help_text=_("As 'What does it cost here?'.")
    )
    place = blocks.ChoiceBlock(
        label=_("Which words"),
        choices=PLACES,
        help_text=_("An administrator writes them, under Administration."),
    )
    before = blocks.TextBlock(label=_("Before them"), required=False, default="")
    missing = blocks.TextBlock(
        label=_("While the clinic has written nothing"),
        help_text=_("Say so plainly, and what readers can do."),
    )

    class Meta:
        label = _("Words of the clinic")
        icon = "home"
        label_format = "{heading}"
        description = _(
            "The clinic's prices, its rule before a drip, or its own answers, with "
            "their day. They change without the article."
        )
        template = "education/blocks/clinic_words.html"
        preview_template = PREVIEW
        preview_value = {
            "heading": "What does this clinic charge?",
            "place": PRICES,
            "before": "",
            "missing": "This clinic has not given its prices here yet. Ask us.",
        }

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        return context | {"own": own_words(value["place"])}
