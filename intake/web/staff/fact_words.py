"""The facts of a trial in words for staff: what each is called, and its values."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.domain.treatments.agents import load_agents
from intake.domain.treatments.evidence import Evidence, Status, as_facts
from intake.domain.treatments.trials import Trial

STATUSES = {
    Status.PATIENT_REPORTED: gettext_lazy("Reported by the patient"),
    Status.STAFF_ENTERED: gettext_lazy("Entered by staff"),
    Status.PHARMACY_LIST: gettext_lazy("From a pharmacy list"),
    Status.RECORD_VERIFIED: gettext_lazy("Verified from a record"),
}
SOURCES = {
    Status.PATIENT_REPORTED: gettext_lazy("Patient"),
    Status.STAFF_ENTERED: gettext_lazy("Conversation"),
    Status.PHARMACY_LIST: gettext_lazy("Pharmacy list"),
    Status.RECORD_VERIFIED: gettext_lazy("Record"),
}
# "ended" stands for two facts of a trial: why it was stopped, and whether it was.
ENDED = "ended"
STILL_TAKEN = "still_taking"
TRIAL_FACTS = {
    "agent": gettext_lazy("Medicine"),
    "dose": gettext_lazy("Highest dose, mg a day"),
    "weeks_at_highest": gettext_lazy("Weeks at the highest dose"),
    "weeks_total": gettext_lazy("Weeks in all"),
    "started": gettext_lazy("Begun"),
    ENDED: gettext_lazy("Why it ended"),
    "adherence": gettext_lazy("How regularly it was taken"),
    "improvement": gettext_lazy("Best improvement, %"),
    "lost_later": gettext_lazy("Helped at first, then no longer"),
    "indication": gettext_lazy("Taken for"),
    "episode": gettext_lazy("In which episode"),
    "added_to": gettext_lazy("Added to another antidepressant"),
}
YES_NO = {"yes": gettext_lazy("Yes"), "no": gettext_lazy("No")}
CHOICES = {
    ENDED: {
        "no_benefit": gettext_lazy("No benefit"),
        "side_effects": gettext_lazy("Side effects"),
        "both": gettext_lazy("No benefit and side effects"),
        "other": gettext_lazy("Another reason"),
        STILL_TAKEN: gettext_lazy("Still taken"),
    },
    "adherence": {
        "good": gettext_lazy("Nearly every day"),
        "poor": gettext_lazy("Days were often missed"),
    },
    "lost_later": YES_NO,
    "indication": {
        "depression": gettext_lazy("Depression"),
        "other": gettext_lazy("Something else"),
    },
    "episode": {
        "current": gettext_lazy("This episode"),
        "other": gettext_lazy("An earlier episode"),
    },
    "added_to": YES_NO,
}
MEDICINE_FACTS = {
    "name": gettext_lazy("Name"),
    "strength": gettext_lazy("Strength"),
    "often": gettext_lazy("How often"),
    "taken": gettext_lazy("Taken now"),
}


def codes_of(trial: Trial) -> dict[str, Any]:
    """The facts of a trial as a form shows them: numbers, texts and codes."""
    return to_codes(as_facts(trial))


def to_codes(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Stated facts as codes, ``ended`` in place of the two that it stands for."""
    shown = {name: _code(value) for name, value in facts.items() if name != "ongoing"}
    if "stop_reason" in shown:
        ended = shown.pop("stop_reason")
        shown[ENDED] = STILL_TAKEN if facts.get("ongoing") else ended
    return shown


def from_codes(codes: Mapping[str, Any]) -> dict[str, Any]:
    """The reverse of :func:`to_codes`; an empty code is not known."""
    facts = {name: _plain(name, code) for name, code in codes.items() if name != ENDED}
    if ENDED in codes:
        ended = codes[ENDED] or None
        facts["ongoing"] = None if ended is None else ended == STILL_TAKEN
        facts["stop_reason"] = None if ended == STILL_TAKEN else ended
    return facts


def _code(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else value


def _plain(name: str, code: Any) -> Any:
    if CHOICES.get(name) is YES_NO:
        return None if code == "" else code == "yes"
    return None if code == "" else code


def value_words(name: str, code: Any) -> str:
    """The value of a fact, from its code."""
    if code in ("", None):
        return _("Not known")
    if name == "agent":
        agent = load_agents().find(code)
        return agent.label if agent else str(code)
    if isinstance(code, int | float):
        return number_words(code)
    return str(CHOICES.get(name, {}).get(code, code))


def number_words(number: float | None) -> str:
    """A figure without needless decimals; a dash when it is not known."""
    return "–" if number is None else f"{number:g}"


def names_in_words(names: Iterable[str]) -> str:
    """Facts by what they are called: "highest dose, weeks in all"."""
    called = [str(TRIAL_FACTS.get(name) or MEDICINE_FACTS[name]) for name in names]
    return ", ".join(name[:1].lower() + name[1:] for name in called)


def evidence_words(evidence: Evidence) -> str:
    """Where a row comes from, by whom and on which day."""
    return _signed(str(STATUSES[evidence.status]), evidence)


def source_words(value: str, evidence: Evidence) -> str:
    """What a source says: "Pharmacy list: 100, by Ada North, 3 November 2026"."""
    said = _("{source}: {value}").format(source=SOURCES[evidence.status], value=value)
    return _signed(said, evidence)


def _signed(words: str, evidence: Evidence) -> str:
    if evidence.who:
        words = _("{words}, by {who}").format(words=words, who=evidence.who)
    if evidence.on is None:
        return words
    day = date_format(evidence.on, "j F Y")
    return _("{words}, {day}").format(words=words, day=day)
