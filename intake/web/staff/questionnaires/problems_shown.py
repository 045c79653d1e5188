"""What keeps a questionnaire from being published, in words that say what to do."""

from collections.abc import Sequence
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.accounts.access import ADDRESSES
from intake.accounts.models import User
from intake.domain.questionnaire.files import MOST_BYTES, Fault, Unreadable
from intake.domain.questionnaire.reading import Problem
from intake.questionnaires.taking import SCREENING, Gap

from .definition_shown import Outline

MOST_SHOWN = 100
FAULTS = {
    Fault.EMPTY: gettext_lazy("The file is empty."),
    Fault.TOO_LARGE: gettext_lazy(
        "The file is larger than {most} kilobytes. A questionnaire is a text file and "
        "much smaller."
    ),
    Fault.PACKED: gettext_lazy(
        "This is a packed file, such as a ZIP archive or a document of a word "
        "processor. Choose the text file itself, with a name that ends in .toml or "
        ".json."
    ),
    Fault.NOT_UTF_8: gettext_lazy(
        "The file is not plain text in UTF-8. Open it in your editor, choose 'Save as' "
        "and the encoding UTF-8, and try again."
    ),
    Fault.NOT_TOML: gettext_lazy(
        "The file cannot be understood. Look for a missing quotation mark, bracket or "
        "equals sign, or a name that stands twice."
    ),
    Fault.NOT_JSON: gettext_lazy(
        "The file cannot be understood. Look for a missing quotation mark, comma or "
        "bracket."
    ),
    Fault.TWICE: gettext_lazy("A name stands twice in the same table of the file."),
    Fault.TOO_DEEP: gettext_lazy(
        "Tables and lists stand too deep inside each other. No questionnaire is like "
        "that."
    ),
    Fault.CHARACTER: gettext_lazy(
        "The file holds a character that cannot be shown or stored."
    ),
    Fault.NUMBER: gettext_lazy(
        "The file holds a number that is endless or far too large."
    ),
    Fault.DATE: gettext_lazy(
        "The file holds a date or time without quotation marks. Put them around it."
    ),
}


class Remark(NamedTuple):
    """A sentence, whose it is, and where it leads."""

    sentence: str
    subject: str = ""
    href: str = ""


def file_words(refusal: Unreadable) -> str:
    """Why a file cannot be read, and on which line."""
    words = str(FAULTS[refusal.fault]).format(most=MOST_BYTES // 1000)
    if refusal.line is None:
        return words
    return _("{words} It is on line {line} or just before.").format(
        words=words, line=refusal.line
    )


def remarks(outline: Outline, problems: Sequence[Problem]) -> list[Remark]:
    """Each problem with the question it belongs to, in the words of the question."""
    shown = [_remark(outline, problem) for problem in problems[:MOST_SHOWN]]
    return shown + _more(problems)


def unread(problems: Sequence[Problem]) -> list[Remark]:
    """Problems of a file of which no item could be read."""
    shown = [Remark(p.sentence, p.place) for p in problems[:MOST_SHOWN]]
    return shown + _more(problems)


def _remark(outline: Outline, problem: Problem) -> Remark:
    place, link_id = problem.place, problem.link_id
    if link_id:
        name = outline.name(link_id)
        is_own = place in (link_id, name)
        subject = name if is_own else f"{name} ({place})"
        return Remark(problem.sentence, subject, f"#item-{link_id}")
    block, _dot, name = place.partition(".")
    is_fact = block == "facts" and name in outline.definition.facts
    return Remark(problem.sentence, place, f"#fact-{name}" if is_fact else "#head")


def _more(problems: Sequence[Problem]) -> list[Remark]:
    left = len(problems) - MOST_SHOWN
    return [Remark(_("And {n} more.").format(n=left))] if left > 0 else []


def gap_remarks(gaps: Sequence[Gap], user: User) -> list[Remark]:
    """What the clinic lacks, with the page where it can be put right."""
    return [_gap(gap, user) for gap in gaps]


def _gap(gap: Gap, user: User) -> Remark:
    sentences = {
        Gap.NUMBERS: _(
            "It asks about danger, and nobody has confirmed the help numbers. Somebody "
            "has to try them and tick that they work."
        ),
        Gap.RECIPIENT: _(
            "It asks about danger, and an alert would reach nobody. A clinician or "
            "medical director who can sign in must be given a site."
        ),
        Gap.SITE: _(
            "It asks about danger, and at a site that takes new patients nobody can "
            "take an alert. A clinician who can sign in must be given that site, or it "
            "must be closed to new patients."
        ),
        Gap.ROTA: _(
            "It asks about danger, and the rota names nobody for some of the staffed "
            "hours of the next seven days. Fill the gaps, or let new alerts go to "
            "everybody of the site."
        ),
    }
    places = {
        Gap.NUMBERS: ("staff:crisis", _("Help numbers")),
        Gap.RECIPIENT: ("staff:people", _("People")),
        Gap.SITE: ("staff:people", _("People")),
        Gap.ROTA: ("staff:policy_rota", _("Rota")),
    }
    name, label = places[gap]
    if ADDRESSES[name].admits(user):
        return Remark(sentences[gap], label, reverse(name))
    ask = _("An administrator can do that under Administration, {place}.")
    return Remark(f"{sentences[gap]} {ask.format(place=label)}")


def fact_remarks(facts: Sequence[str]) -> list[Remark]:
    """Facts that the rules of the clinic ask for and no question gives."""
    sentence = _("The rules for eligibility ask for the fact '{fact}', which it lacks.")
    return [Remark(sentence.format(fact=fact), _("Facts"), "#facts") for fact in facts]


def new_code(code: str) -> Remark:
    """A questionnaire that nobody is given, perhaps because its name is misspelt."""
    sentence = _(
        "There is no questionnaire '{code}' yet. New patients get the one that is "
        "called '{usual}'; nobody is given this one."
    )
    return Remark(sentence.format(code=code, usual=SCREENING), "", "#head")
