"""The standings in English, for staff; pages may translate by the same codes."""

from datetime import date

from intake.domain.treatments.trials import Value
from intake.domain.treatments.words import in_words as judgement_in_words

from .judging import Standing, TrialStanding, Verdict

SENTENCES = {
    "trials.met": "Counted: {names}.",
    "trials.missing": "Counted: {names}; asked for: {count}.{of_classes}",
    "trials.unknown": (
        "Counted: {names}; asked for: {count}.{of_classes} May count when more is "
        "known: {open_names}."
    ),
    "trials.unconfirmed": (
        "Counted: {names}; asked for: {count}.{of_classes} The patient has not said "
        "that the list of medicines is complete."
    ),
    "score.met": "{instrument} {total} on {on}; {days} days old.",
    "score.low": "{instrument} {total} on {on}; asked for: at least {at_least}.",
    "score.old": (
        "{instrument} {total} on {on}; {days} days old, asked for: at most "
        "{within_weeks} weeks."
    ),
    "score.part": "{instrument} on {on} was not completed, so that it has no total.",
    "score.none": "No score of {instruments} is recorded.",
    "answers.met": "By the answers: {answered}.",
    "answers.missing": "By the answers: {answered}.",
    "answers.unknown": "Not known: {missing}.",
    "stated": "Not asked in the questionnaire: for the clinician to state.",
    "one_of.met": "One of these is met.",
    "one_of.unknown": "It is not known whether one of these is met.",
    "one_of.missing": "None of these is met.",
}
INSTRUMENTS = {"phq9": "PHQ-9", "qids": "QIDS", "gad7": "GAD-7", "phq2": "PHQ-2"}
FACTS = {
    "age": "age",
    "bmi": "height and weight",
    "dx_mdd": "diagnosis of major depression",
    "psychotherapy": "talk therapy",
    "sud_active": "present problem with alcohol or drugs",
}
VERDICTS = {
    Verdict.MET: "met",
    Verdict.MISSING: "missing",
    Verdict.UNKNOWN: "not known",
}


RECENT = {
    Verdict.MET: "",
    Verdict.MISSING: " It ended before the years that count.",
    Verdict.UNKNOWN: " Not known: whether it lies in the years that count.",
}


def trial_in_words(standing: TrialStanding) -> str:
    """Why a trial counts, does not, or may, by the figures of the payer."""
    return judgement_in_words(standing.judgement) + RECENT[standing.is_recent]


def in_words(standing: Standing) -> str:
    """The English sentence of a standing."""
    shown = {name: _shown(name, value) for name, value in standing.values.items()}
    built = {"of_classes": _classes(standing), "answered": _answered(standing)}
    return SENTENCES[standing.why].format(**shown, **built)


def day_in_words(day: date) -> str:
    """A day as it is written in a sentence: "4 March 2026"."""
    return f"{day.day} {day:%B %Y}"


def _classes(standing: Standing) -> str:
    """That too few classes were tried, where that is asked for."""
    asked, found = (standing.values.get(n) for n in ("classes", "found_classes"))
    if asked in (None, 1):
        return ""
    return f" Classes: {found}; asked for: {asked}."


def _answered(standing: Standing) -> str:
    """Each fact with what was said: "age: 45, talk therapy: no"."""
    match standing.values:
        case {"facts": tuple(facts), "answers": tuple(answers)}:
            names = [FACTS.get(fact, fact) for fact in facts]
            said = zip(names, answers, strict=True)
            return ", ".join(f"{name}: {answer}" for name, answer in said)
    return ""


def _shown(name: str, value: Value) -> str:
    if isinstance(value, tuple):
        words = FACTS | INSTRUMENTS
        return ", ".join(words.get(one, one) for one in value) or "none"
    if name == "on":
        return day_in_words(date.fromisoformat(str(value)))
    if isinstance(value, str):
        return INSTRUMENTS.get(value, value)
    return "without a total" if value is None else f"{value:g}"
