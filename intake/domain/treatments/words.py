"""The judgements and notes in English, for staff; pages translate by the same codes."""

from .resistance import Note
from .trials import Judgement, Value

SENTENCES = {
    "trial.failed_adequate": (
        "Adequate and failed: {dose} mg a day (at least {minimum} mg) for {weeks} "
        "weeks (at least {required_weeks}), best improvement {improvement} %."
    ),
    "trial.responded": "Responded: best improvement {improvement} %.",
    "trial.lost_response": (
        "Responded (best improvement {improvement} %), then lost the benefit."
    ),
    "trial.intolerance": (
        "Stopped for side effects before {minimum} mg a day was taken for "
        "{required_weeks} weeks."
    ),
    "trial.poor_adherence": "Not taken on most days.",
    "trial.inadequate_dose": (
        "Highest dose {dose} mg a day; at least {minimum} mg is needed."
    ),
    "trial.inadequate_duration": (
        "Too short: {most_weeks} weeks at a sufficient dose; at least "
        "{required_weeks} are needed."
    ),
    "trial.still_running": (
        "Still running, {most_weeks} weeks so far; at least {required_weeks} are "
        "needed."
    ),
    "trial.not_for_depression": "Taken for something other than depression.",
    "trial.other_episode": "Taken in another episode of depression.",
    "trial.augmentation": "Augmentation: listed apart from antidepressant trials.",
    "trial.ketamine_history": "Ketamine: listed apart from antidepressant trials.",
    "trial.not_counted": "Not an antidepressant trial.",
    "trial.indeterminate": "Not known: {missing}.",
    "doubt.dose": (
        "{agent}: {dose} mg a day is hardly possible (over {ceiling} mg); the patient "
        "says that it is right."
    ),
    "doubt.whole": (
        "{agent}: {most_weeks} weeks in all are fewer than {weeks} at the highest "
        "dose; the whole time counts as not known."
    ),
    "note.same_drug": "{drug} is listed more than once and counts once.",
    "note.related_drugs": "{drug} and {other} are closely related; both are counted.",
    "flag.ahead": "Begun {started}, which is still ahead.",
    "flag.too_long": "{weeks} weeks are longer than the time since {started}.",
    "flag.before_birth": "Begun {started}, before the birth.",
    "flag.before_episode": (
        "Begun {started}, before this episode of {months} months began."
    ),
    "flag.duplicate": "May be the same trial as another one of {other}.",
    "flag.overlap": (
        "At the same time as {other} for more than two months, and not told as a "
        "combination."
    ),
}

MISSING = {
    "agent": "which medicine ({agent})",
    "minimum": "the minimum dose of {agent}",
    "dose": "the highest dose",
    "weeks": "the weeks at the highest dose",
    "time_at_minimum": "the time at {minimum} mg or more",
    "adherence": "whether it was taken on most days",
    "improvement": "the best improvement",
    "indication": "what it was taken for",
    "episode": "whether it was in this episode",
}


def in_words(said: Judgement | Note) -> str:
    """The English sentence of a judgement or note."""
    shown = {name: _shown(value) for name, value in said.values.items()}
    missing = said.values.get("missing")
    codes = missing if isinstance(missing, tuple) else ()
    shown["missing"] = ", ".join(MISSING[code].format(**shown) for code in codes)
    return SENTENCES[said.why].format(**shown)


def _shown(value: Value) -> str:
    """A number without needless decimals; what is not known has no figure."""
    if isinstance(value, float | int):
        return f"{value:g}"
    return str(value or "not named")


SETTLED = {
    "agent": "the name of the medicine",
    "dose": "the highest dose",
    "weeks": "the weeks at the highest dose",
    "time_at_minimum": "the weeks at {minimum} mg or more",
    "adherence": "whether it was taken on most days",
    "improvement": "how much it helped",
    "indication": "what it was for",
    "episode": "when it was taken",
}


def what_settles(judgement: Judgement) -> str:
    """What a clinician would have to find out; empty when nothing is missing."""
    missing = judgement.values.get("missing")
    codes = missing if isinstance(missing, tuple) else ()
    shown = {name: _shown(value) for name, value in judgement.values.items()}
    needed = [SETTLED[code].format(**shown) for code in codes if code in SETTLED]
    sentences = [f"A record of {_and(needed)}."] if needed else []
    if "minimum" in codes:
        sentences.append(f"A judgment of what dose of {shown['agent']} is enough.")
    return " ".join(sentences)


def _and(parts: list[str]) -> str:
    *most, last = parts
    return f"{', '.join(most)} and {last}" if most else last
