"""Trials over time as a drawing: where each bar begins and ends, in percent.

Whole numbers of pixels from top to bottom, percent from left to right: the drawing is
as wide as the page and its words keep their size.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from intake.domain.treatments.timeline import (
    MONTHS_IN_YEAR,
    Span,
    month_of,
    span_of,
    weeks_of,
)
from intake.domain.treatments.trials import Outcome
from intake.review.treatments import KnownTrial
from intake.web.staff.fact_words import number_words

ROW, TOP, FOOT = 46, 8, 26  # pixels
BAR = 18
MOST_TICKS = 6
LEAST = 1.2  # percent: a bar that can still be seen
LONGEST_NAME = 22  # letters
STEPS = (1, 2, 5, 10, 20)  # years from tick to tick
OUTCOMES = {
    Outcome.FAILED_ADEQUATE: gettext_lazy("failed, counts"),
    Outcome.RESPONDED: gettext_lazy("helped"),
    Outcome.LOST_RESPONSE: gettext_lazy("helped, then no longer"),
    Outcome.INTOLERANCE: gettext_lazy("side effects"),
    Outcome.POOR_ADHERENCE: gettext_lazy("often missed"),
    Outcome.INADEQUATE_DOSE: gettext_lazy("dose too low"),
    Outcome.INADEQUATE_DURATION: gettext_lazy("too short"),
    Outcome.NOT_FOR_DEPRESSION: gettext_lazy("not for depression"),
    Outcome.OTHER_EPISODE: gettext_lazy("another episode"),
    Outcome.NOT_COUNTED: gettext_lazy("listed apart"),
    Outcome.INDETERMINATE: gettext_lazy("not known"),
}
# How a bar is filled: what counts, what helped, what is open, and the rest.
PATTERNS = {
    Outcome.FAILED_ADEQUATE: "solid",
    Outcome.RESPONDED: "lines",
    Outcome.LOST_RESPONSE: "lines",
    Outcome.INDETERMINATE: "dots",
}
LEGEND = [
    ("solid", gettext_lazy("failed and counts")),
    ("dots", gettext_lazy("not known yet")),
    ("lines", gettext_lazy("helped")),
    ("empty", gettext_lazy("does not count")),
]


def timeline_shown(trials: Sequence[KnownTrial], on: date) -> dict[str, Any]:
    """The bars from the earliest on, the years beneath, and what has no date."""
    spans = [(trial, span_of(trial.standing, on)) for trial in trials]
    dated = [(trial, span) for trial, span in spans if span]
    dated.sort(key=lambda pair: (pair[1].begin, pair[1].vague))
    undated = [trial for trial, span in spans if span is None]
    if not dated:
        return {"bars": [], "undated": [_undated(trial) for trial in undated]}
    scale = _Scale(dated[0][1].begin, month_of(on) + 1)
    height = TOP + ROW * len(dated)
    return {
        "bars": [_bar(*pair, scale, place) for place, pair in enumerate(dated)],
        "ticks": scale.ticks(),
        "height": height + FOOT,
        "axis": height,
        "years_at": height + FOOT - 8,
        "undated": [_undated(trial) for trial in undated],
        "legend": LEGEND,
    }


class _Scale:
    """From months of the calendar to percent of the width; whole years."""

    def __init__(self, first: int, last: int):
        self.first = first // MONTHS_IN_YEAR
        self.last = -(-last // MONTHS_IN_YEAR)
        self.months = (self.last - self.first) * MONTHS_IN_YEAR

    def at(self, month: float) -> float:
        share = (month - self.first * MONTHS_IN_YEAR) / self.months
        return 100 * min(max(share, 0), 1)

    def ticks(self) -> list[dict[str, Any]]:
        years = self.last - self.first
        step = next((s for s in STEPS if years / s <= MOST_TICKS), STEPS[-1])
        return [
            {"year": str(year), "at": _percent(self.at(year * MONTHS_IN_YEAR))}
            for year in range(self.first, self.last, step)
        ]


def _percent(share: float) -> str:
    """With a point in every language, as drawings need it."""
    return f"{share:.2f}%"


def _bar(trial: KnownTrial, span: Span, scale: _Scale, place: int) -> dict[str, Any]:
    left = scale.at(span.begin)
    end = span.begin if span.end is None else span.end
    top = TOP + ROW * place
    outcome = trial.judgement.outcome
    return {
        "row": trial.row,
        "label": _label(trial),
        "label_at": top + 12,
        "top": top + 18,
        "middle": top + 18 + BAR // 2,
        "left": _percent(left),
        "width": _percent(max(LEAST, scale.at(end) - left)),
        "right": _percent(scale.at(end)),
        "vague_to": _percent(scale.at(end + span.vague)) if span.vague else "",
        "pattern": PATTERNS.get(outcome, "empty"),
        "is_open": span.end is None,
        "ongoing": span.ongoing,
        "words": _words(trial, span),
        "name": trial.name or _("Not named"),
        "begun": started_words(trial.standing.started),
        "length": length_words(trial, span),
        "outcome": OUTCOMES[outcome],
    }


def _label(trial: KnownTrial) -> str:
    """A short name, the dose and the outcome."""
    standing = trial.standing
    name = standing.agent.generic if standing.agent else standing.name
    name = name or _("Not named")
    if len(name) > LONGEST_NAME:
        name = f"{name[:LONGEST_NAME]}…"
    dose = "" if standing.dose is None else f" {number_words(standing.dose)} mg"
    words = [f"{name}{dose}: {OUTCOMES[trial.judgement.outcome]}"]
    if standing.ongoing:
        words.append(_("still taken"))
    elif weeks_of(standing) is None:
        words.append(_("length not known"))
    return ", ".join(words)


def _words(trial: KnownTrial, span: Span) -> str:
    """The bar in a sentence, for whoever does not see it."""
    return _("{trial}. Begun {begun}, {length}.").format(
        trial=_label(trial),
        begun=started_words(trial.standing.started),
        length=length_words(trial, span),
    )


def started_words(started: str | None) -> str:
    """A start as a person reads it: "March 2021", "2021"."""
    if not started:
        return _("not known")
    year, _dash, month = started.partition("-")
    if not month:
        return year
    return date_format(date(int(year), int(month), 1), "F Y")


def length_words(trial: KnownTrial, span: Span | None) -> str:
    """How long it was taken, and whether it still is."""
    weeks = weeks_of(trial.standing)
    if trial.standing.ongoing and weeks is None:
        return _("still taken")
    if weeks is None:
        return _("length not known")
    counted = ngettext("{n} week", "{n} weeks", round(weeks))
    words = counted.format(n=number_words(weeks))
    return _("at least {words}").format(words=words) if _is_least(span) else words


def _is_least(span: Span | None) -> bool:
    return span is not None and span.at_least


def _undated(trial: KnownTrial) -> dict[str, Any]:
    return {
        "row": trial.row,
        "label": _label(trial),
        "begun": started_words(trial.standing.started),
        "length": length_words(trial, None),
    }
