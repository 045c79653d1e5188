"""What an editor is told about a page while writing it, and what is refused.

Remarks help; a page with remarks can be published. Refused are words that harm, numbers
of a crisis line, links to pages that are not there, and links that track readers.
"""

import html
import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from intake.domain.reading_level import FEWEST_WORDS, TARGET, grade
from intake.domain.safe_messaging import harmful, misleading
from intake.practice.models import CrisisRecord

from . import addresses
from .claims.remarks import on_comparisons, on_facts, on_numbers
from .finding.passages import parts_of

LINK = re.compile(r'<a\b[^>]*\bhref="([^"]*)"')
PAGE_LINK = re.compile(r'<a\b(?=[^>]*linktype="page")[^>]*\bid="(\d+)"')

ADVICE = {
    "praise": _later("sounds like advertising; say what is known"),
    "cure": _later("no treatment can promise that; say what it may ease"),
    "safe": _later("say who watches, and what can go wrong"),
    "failed": _later("write 'did not help enough'"),
    "dose": _later("doses do not belong on pages for patients"),
    "approved": _later("ketamine is approved as an anesthetic only; say so"),
    "long": _later("is a long sentence; make two of it"),
    "committed": _later("write 'died by suicide'"),
    "attempt": _later("write 'suicide attempt', without a judgment"),
    "epidemic": _later("leave it out: it makes suicide look common"),
    "cry": _later("leave it out: it makes suicide look like a means"),
    "prevents": _later("this has not been shown; it may ease thoughts for a time"),
    "label": _later("name the person first: 'people who live with …'"),
    "tests": _later("write 'negative' or 'positive'"),
}


def text_of(page) -> str:
    """Everything that readers read of it, a paragraph a line."""
    questions = [block.value for block in page.questions]
    parts = [f"{heading}\n{text}" for _place, heading, text, _more in parts_of(page)]
    return "\n".join([*parts, *questions])


def remarks(page) -> list[str]:
    """What to look at again, as sentences."""
    return [*_reading(page), *_words(page), *_facts(page), *_leads(page)]


def refusals(page) -> list[str]:
    """Why it cannot be saved, as sentences."""
    return [*_harm(page), *_numbers(page), *_links(page)]


def _reading(page) -> Iterator[str]:
    text = text_of(page)
    if len(text.split()) < FEWEST_WORDS:
        return
    level = grade(text)
    words = _("Reading grade {level:.1f}; {most} is the most.")
    yield words.format(level=level, most=TARGET)


def _words(page) -> Iterator[str]:
    for remark in misleading(text_of(page)):
        yield f"“{remark.found}”: {ADVICE[remark.code]}."


def _facts(page) -> Iterator[str]:
    parts = [text for _place, _heading, text, _more in parts_of(page)]
    yield from on_facts(page)
    yield from on_numbers(page, text_of(page))
    yield from on_comparisons(parts)


def _leads(page) -> Iterator[str]:
    """Words of a glossary that lead to articles which nobody can read."""
    lists = [block for block in page.body if block.block_type == "words"]
    codes = {item["article"] or "" for block in lists for item in block.value["words"]}
    if not lists:
        return
    live = type(page).objects.live().filter(article_code__in=codes)
    missing = codes - {"", *live.values_list("article_code", flat=True)}
    for code in sorted(missing):
        yield _("A word leads to {code}; no published article has this code.").format(
            code=code
        )


def _harm(page) -> Iterator[str]:
    for remark in harmful(text_of(page)):
        yield f"“{remark.found}”: {ADVICE[remark.code]}."


def _numbers(page) -> Iterator[str]:
    """A number that changes would stay wrong in a text."""
    record = CrisisRecord.current()
    if record is None:
        return
    told = {record.line_number, record.line_text_number, record.emergency_number}
    text = text_of(page)
    for number in sorted(filter(None, told)):
        if re.search(rf"(?<!\d){re.escape(number)}(?!\d)", text):
            yield _("Write 'the crisis line' instead of {number}.").format(
                number=number
            )


def _links(page) -> Iterator[str]:
    source = html.unescape(str(page.body.get_prep_value()))
    ids = {int(number) for number in PAGE_LINK.findall(source)}
    live = type(page).objects.live().filter(pk__in=ids).values_list("pk", flat=True)
    if ids - set(live):
        yield _("A link leads to a page that is not there, or no more.")
    for address in LINK.findall(source):
        yield from addresses.faults(address)
