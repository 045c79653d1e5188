"""What an editor is told about the facts of a page, its numbers and comparisons."""

import re
from collections.abc import Iterable, Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .basis import Basis

# Blocks that hold what was counted, with the names of their numbers.
ARMS = {
    "comparison": ("treated", "compared"),
    "harms": ("least", "most", "compared"),
}
NUMBER = re.compile(r"\d[\d,.]*\d|\d")
# So many in 10 or in 100; of what is rarer, studies seldom tell a comparison.
RATE = re.compile(
    r"\b\d+(?: to \d+)? (?:in|of|out of) (?:every )?\d{1,3}\b(?!,\d)"
    r"|\b\d[\d.]*(?: ?%| percent\b)"
)


def on_facts(page) -> Iterator[str]:
    """Facts that are not in the list, hold no more, or changed since."""
    known = {claim.code: claim for claim in page.basis.claims}
    for code in page.claims:
        claim = known.get(code)
        if claim is None:
            yield _("{code} is not in the list of facts.").format(code=code)
        elif claim.retired:
            words = _("{code} no longer holds: {why}")
            yield words.format(code=code, why=claim.retired)
        elif claim.is_in_doubt_on(page):
            words = _("{code} changed on {day}: read again what the page says. {what}")
            day = date_format(claim.changed_on, "j F Y")
            yield words.format(code=code, day=day, what=claim.change_note).strip()
    if not page.claims:
        yield _("No facts are named; name those that the page states.")


def on_numbers(page, text: str) -> Iterator[str]:
    """Numbers that stand in none of its facts, nor in what was verified of them.

    A source gives 22.5%; a figure may say 23 in 100.
    """
    known = set(numbers_of(page.basis))
    rounded = {int(float(each.replace(",", "")) + 0.5) for each in known}
    strange = [each for each in NUMBER.findall(text) if each not in known]
    strange += [str(each) for each in _counted(page) if each not in rounded]
    for number in dict.fromkeys(strange):
        words = _("{number} stands in none of its facts: choose the one that says it.")
        yield words.format(number=number)


def numbers_of(basis: Basis) -> list[str]:
    texts = [claim.plain for claim in basis.claims]
    texts += [source.checked for source in basis.sources]
    return NUMBER.findall(" ".join(texts))


def on_comparisons(texts: Iterable[str]) -> Iterator[str]:
    """How often something happened, without how often it did otherwise."""
    for text in texts:
        rates = [match[0] for match in RATE.finditer(text)]
        if len(rates) == 1:
            words = _("“{rate}” stands alone: say beside it what it is compared with.")
            yield words.format(rate=rates[0])


def _counted(page) -> Iterator[int]:
    """Numbers of figures; harms that fewer than one had read 0 up to 1."""
    for block in page.body:
        for row in block.value["rows"] if block.block_type in ARMS else ():
            given = [row[arm] for arm in ARMS[block.block_type]]
            nobody = {0, 1} if block.block_type == "harms" else set()
            yield from (each for each in given if each not in {None, *nobody})
