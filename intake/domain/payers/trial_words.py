"""A trial in the words of a sheet for a payer, in English; what is unknown says so.

How much a trial helped is told as the range that was asked, never as a single figure:
the patient chose a range.
"""

from datetime import date

from intake.domain.treatments.trials import Outcome, Trial

NOT_KNOWN = "not known"
QUARTER, HALF = 25, 50  # percent
ADHERENCE = {
    "good": "taken nearly every day",
    "poor": "often missed days",
    None: "not known how regularly",
}
STOPPED = {
    "no_benefit": "did not help enough",
    "side_effects": "side effects",
    "both": "did not help enough, and side effects",
    "other": "another reason",
}
PURPOSE = {
    "depression": "for depression",
    "other": "for something other than depression",
    None: "purpose not known",
}
EPISODE = {
    "current": "present episode",
    "other": "earlier episode",
    None: "episode not known",
}
ADDED = {
    True: "added to another antidepressant",
    False: "taken by itself",
    None: "not known whether added to another",
}
OUTCOMES = {
    Outcome.FAILED_ADEQUATE: "adequate, without enough response",
    Outcome.RESPONDED: "response",
    Outcome.LOST_RESPONSE: "response, later lost",
    Outcome.INTOLERANCE: "not tolerated",
    Outcome.POOR_ADHERENCE: "not taken on most days",
    Outcome.INADEQUATE_DOSE: "dose below the usual minimum",
    Outcome.INADEQUATE_DURATION: "shorter than the usual minimum",
    Outcome.NOT_FOR_DEPRESSION: "not for depression",
    Outcome.OTHER_EPISODE: "in an earlier episode",
    Outcome.NOT_COUNTED: "not an antidepressant trial",
    Outcome.INDETERMINATE: "cannot be judged: something is not known",
}

FACTS = {
    "agent": "medicine",
    "dose": "dose",
    "weeks_at_highest": "weeks at this dose",
    "weeks_total": "weeks in all",
    "started": "begun",
    "ongoing": "whether still taken",
    "stop_reason": "why stopped",
    "adherence": "how regularly",
    "improvement": "response",
    "lost_later": "whether the response was lost",
    "indication": "purpose",
    "episode": "episode",
    "added_to": "whether added to another",
}


def name(trial: Trial) -> str:
    """The agent with its brands, else what was written, else that it is not known."""
    return trial.agent.label if trial.agent else trial.name or NOT_KNOWN


def short_name(trial: Trial) -> str:
    """The same without the brands."""
    return trial.agent.generic if trial.agent else trial.name or NOT_KNOWN


def dose(trial: Trial) -> str:
    """The highest dose."""
    return NOT_KNOWN if trial.dose is None else f"{trial.dose:g} mg a day"


def weeks(trial: Trial) -> str:
    """The weeks at the highest dose, and in all where that was said."""
    highest, total = trial.weeks_at_highest, trial.weeks_total
    at_highest = NOT_KNOWN if highest is None else f"{highest:g} weeks"
    in_all = "" if total is None else f"; in all: {total:g} weeks"
    return f"at this dose: {at_highest}{in_all}"


def begun(trial: Trial) -> str:
    """When it was begun, and whether it goes on."""
    since = month_in_words(trial.started) if trial.started else NOT_KNOWN
    return f"{since}, still taken" if trial.ongoing else since


def month_in_words(started: str) -> str:
    """A year, or a month with its year: "2024", "May 2024"."""
    year, _, month = started.partition("-")
    return f"{date(int(year), int(month), 1):%B %Y}" if month else year


def response(trial: Trial) -> str:
    """The best improvement as a range."""
    best = trial.improvement
    if best is None:
        return NOT_KNOWN
    lost = "; lost later" if trial.lost_later else ""
    if best >= HALF:
        return f"{HALF} % or more better{lost}"
    if best >= QUARTER:
        return f"{QUARTER} to {HALF - 1} % better{lost}"
    return f"less than {QUARTER} % better{lost}" if best else "no improvement"


def stopped(trial: Trial) -> str:
    """Why it was stopped."""
    if trial.ongoing:
        return "still taken"
    return STOPPED[trial.stop_reason] if trial.stop_reason else NOT_KNOWN


def purpose(trial: Trial) -> str:
    """What for, in which episode, whether added to another, and how regularly."""
    return "; ".join(
        (
            PURPOSE[trial.indication],
            EPISODE[trial.episode],
            ADDED[trial.added_to],
            ADHERENCE[trial.adherence],
        )
    )


def gaps(trial: Trial) -> tuple[str, ...]:
    """What a payer asks of a trial and nobody knows."""
    unknown = {
        "which medicine": trial.agent is None and not trial.name,
        "highest dose": trial.dose is None,
        "weeks": trial.weeks_at_highest is None and trial.weeks_total is None,
        "when it was begun": not trial.started,
        "response": trial.improvement is None,
        "why it was stopped": not trial.ongoing and trial.stop_reason is None,
    }
    return tuple(words for words, is_unknown in unknown.items() if is_unknown)
