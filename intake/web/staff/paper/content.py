"""What the document of a case says, as plain data: texts, pairs and lists of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.domain.payers.words import day_in_words
from intake.practice.models import ROUTES, Organisation
from intake.questions.models import Ending
from intake.questions.reading import Asked
from intake.web.ui.words import badge

Context = Mapping[str, Any]
Pairs = list[list[str]]
ENDED = {
    Ending.Kind.DECLINED: gettext_lazy("The patient would rather not say."),
    Ending.Kind.TAKEN_BACK: gettext_lazy("Taken back."),
    Ending.Kind.EXPIRED: gettext_lazy("No answer."),
}


@dataclass(frozen=True)
class Made:
    """By whom the document was made, and when."""

    by: str
    at: datetime


def content_of(context: Context, made: Made) -> dict[str, Any]:
    """Everything on the page of a case, in its order; the context is the page's."""
    case = context["case"]
    content = {
        "reference": case.reference,
        "clinic": Organisation.current().name,
        "made": _("made {at} by {who}").format(at=_time(made.at), who=made.by),
        "person": _person(context),
        "glance": _glance(context),
        "old": [_old(one) for one in context["old_facts"]],
        "groups": [_group(one) for one in context["finding_groups"] if one["findings"]],
        "scores": [_score(score) for score in context["scores"]],
        "trials": [_trial(trial) for trial in context["treatments"]["trials"]],
        "resistance": context["treatments"]["resistance"]["words"],
        "medicines": _medicines(context["medicines"]),
        "conditions": [_conditions(one) for one in context["conditions"]],
        "completeness": _completeness(context["completeness"]),
        "own_words": [_own_words(one) for one in context["own_questions"]],
        "decisions": [_decision(*pair) for pair in context["decisions"]],
        "observations": [_observation(one) for one in context["observations"]],
        "answers": [_answers(section) for section in context["sections"]],
        "activity": [_activity(one) for one in context["activity"]],
    }
    return _spelled(content)


def _spelled(data: Any) -> Any:
    """Every text in the language of the page; lists and names as they are."""
    if isinstance(data, dict):
        return {name: _spelled(each) for name, each in data.items()}
    if isinstance(data, list):
        return [_spelled(each) for each in data]
    return str(data)


def _person(context: Context) -> Pairs:
    identity, patient = context["identity"], context["case"].patient
    site = [_("Site"), str(patient.site or _("none"))]
    if identity is None:
        return [site]
    contact = (
        identity.emergency_name,
        identity.emergency_relation,
        identity.emergency_phone,
    )
    return [
        [_("Name"), identity.full_name],
        [_("Born"), f"{_day(identity.born_on)} ({context['age']})"],
        [_("State"), identity.state],
        [_("Phone"), identity.phone],
        [_("E-mail"), context["email"] or _("none")],
        [_("Emergency contact"), " ".join(part for part in contact if part) or "–"],
        site,
    ]


def _glance(context: Context) -> Pairs:
    run = context["evaluation"]
    return [
        [_("Result of the rules"), _badge("tier", run.tier)],
        [_("Safety"), _badge("level", run.safety)],
        *([one["name"], _status(one)] for one in context["routes"]),
        [_("Stage"), context["case"].get_stage_display()],
        [_("Evaluated"), f"{_time(run.at)}, {run.protocol}"],
        *([_("Open alert"), _badge("level", a.level)] for a in context["alerts"]),
    ]


def _status(route: Mapping[str, Any]) -> str:
    words = _badge("severity", route["status"])
    if route["requested"]:
        return words
    return _("{status} (not asked for)").format(status=words)


def _old(one: Mapping[str, Any]) -> str:
    words = _("{label}: {value} {unit}, {day}, {n} days old")
    return words.format(**_plain(one), day=_day(one["as_of"]), n=one["age"])


def _plain(one: Mapping[str, Any]) -> dict[str, Any]:
    return {name: one[name] for name in ("label", "value", "unit")}


def _group(group: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "title": str(group["title"]),
        "findings": [_finding(finding) for finding in group["findings"]],
    }


def _finding(finding: Mapping[str, Any]) -> dict[str, Any]:
    by_route = ((name, finding[code]) for code, name in ROUTES)
    return {
        "id": finding["id"],
        "words": finding["words"],
        "routes": [
            [str(name), _badge("severity", code)] for name, code in by_route if code
        ],
        "causes": [[one["question"], one["answer"]] for one in finding["causes"]],
        "action": finding["action"],
        "change": "; ".join(finding["change"]),
        "sources": "; ".join([finding["protocol"], *finding["sources"]]),
    }


def _score(score: Mapping[str, Any]) -> dict[str, Any]:
    on = score.get("given_on") or timezone.localdate(score["at"])
    words = f"{score['points']} {score['band_words']}".strip()
    return {
        "title": score["title"],
        "result": words or _("not answered"),
        "how": f"{_day(on)}, {score['mode_words']}",
        "rows": [[row["question"], row["answer"] or "–"] for row in score["rows"]],
    }


def _trial(trial: Mapping[str, Any]) -> list[str]:
    return [trial["name"], str(trial["dose"]), str(trial["weeks"]), trial["why"]]


def _medicines(medicines: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "rows": [
            [row["name"], "; ".join(_note(note) for note in row["notes"])]
            for row in medicines["rows"]
        ],
        "combined": [
            f"{note['name']}: {', '.join(note['names'])}. {note['handling']}"
            for note in medicines["combined"]
        ],
    }


def _note(note: Mapping[str, Any]) -> str:
    return f"{note['name']}: {note['handling']}"


def _conditions(section: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "title": section["title"],
        "there": [row["label"] for row in section["there"]],
        "unknown": [row["label"] for row in section["unknown"]],
        "absent": section["absent"],
    }


def _completeness(told: Mapping[str, Any]) -> str:
    words = _("{answered} of {asked} questions have a clear answer ({percent}%).")
    return words.format(**{n: told[n] for n in ("answered", "asked", "percent")})


def _own_words(asked: Asked) -> list[str]:
    """The question with who asked, and the answer or why there is none."""
    question = f"{asked.words} ({asked.by}, {_time(asked.at)})"
    ending = asked.ending
    if ending is None:
        return [question, _("No answer yet.")]
    words = asked.answer or str(ENDED[ending.kind])
    return [question, f"{words} ({_time(ending.at)})"]


def _decision(decision: Any, verdict: Any) -> dict[str, Any]:
    routes = dict(ROUTES)
    return {
        "by": f"{decision.decided_by}, {_time(decision.decided_at)}",
        "outcomes": [
            [str(routes[route]), _badge("outcome", outcome)]
            for route, outcome in verdict.outcomes.items()
        ],
        "rationale": _paragraphs(verdict.rationale),
        "message": _paragraphs(verdict.message),
    }


def _observation(one: Mapping[str, Any]) -> list[str]:
    return [one["what"], f"{one['answer']} ({one['by']}, {_time(one['at'])})"]


def _answers(section: Mapping[str, Any]) -> dict[str, Any]:
    rows = (row for row in section["rows"] if not row["inactive"])
    return {
        "title": section["title"],
        "rows": [
            [row["question"], "; ".join(_paragraphs(row["answer"])) or "–"]
            for row in rows
        ],
    }


def _activity(one: Mapping[str, Any]) -> list[str]:
    return [_time(one["at"]), f"{one['who']}: {one['words']}"]


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in _lines(text) if line.strip()]


def _lines(text: str) -> Iterable[str]:
    return str(text or "").splitlines()


def _badge(kind: str, code: str) -> str:
    return str(badge(kind, str(code)).label)


def _day(on: date) -> str:
    return day_in_words(on)


def _time(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j F Y, g:i a")
