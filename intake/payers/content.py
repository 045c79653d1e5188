"""The content of a sheet for a payer, in words, as plain data.

It is composed once, sealed, and shown and printed from that: what a version says never
changes. It is in English, because it goes to a payer. Nothing is invented: what nobody
knows says "not known", and is named again among the gaps.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from intake.domain.answer import NOT_ASKED, Answer, State
from intake.domain.eligibility.contraindications import contraindications
from intake.domain.payers import trial_words
from intake.domain.payers.judging import Standing, judge
from intake.domain.payers.ruleset import RuleSet, Stated
from intake.domain.payers.trial_words import NOT_KNOWN
from intake.domain.payers.words import VERDICTS, day_in_words, in_words
from intake.domain.predicate import Truth
from intake.domain.treatments.evidence import Evidence, Status
from intake.patients.identity import Identity, identity_of
from intake.practice.models import Organisation
from intake.questionnaires.dated_scores import DatedScore
from intake.review import evaluation
from intake.review.models import Case
from intake.review.treatments import KnownTrial

from .gaps import gaps
from .grounds import Grounds, grounds_of
from .other_treatments import other_treatments, said

FORMAT = 1
ROUTE = "in"  # payers are asked for the esketamine nasal spray
MEASURES = {"phq9": ("PHQ-9", 27), "qids": ("QIDS-SR16", 27)}
EVIDENCE = {
    Status.PATIENT_REPORTED: "reported by the patient",
    Status.STAFF_ENTERED: "entered by staff",
    Status.PHARMACY_LIST: "from a pharmacy list",
    Status.RECORD_VERIFIED: "verified from a record",
}
CONTRAINDICATIONS = {
    Truth.MET: "present",
    Truth.UNKNOWN: "unknown",
    Truth.NOT_MET: "absent",
}
Rows = list[list[str]]


def compose(case: Case, rules: RuleSet) -> dict[str, Any]:
    """What a sheet says of a case today, for one payer."""
    grounds = grounds_of(case)
    standings = judge(rules, grounds.history).standings
    content: dict[str, Any] = {
        "format": FORMAT,
        "reference": case.reference,
        "on": grounds.on.isoformat(),
        "day": day_in_words(grounds.on),
        "clinic": _clinic(case),
        "patient": _patient(identity_of(case.patient)),
        "payer": _payer(rules),
        "standings": [_standing(each) for each in standings],
        "diagnosis": _diagnosis(grounds.facts),
        "trials": [
            _trial(number, trial)
            for number, trial in enumerate(grounds.record.trials, 1)
        ],
        "is_confirmed": grounds.record.is_confirmed,
        "others": list(other_treatments(grounds.now, grounds.record.other)),
        "scores": [_score(one) for one in _measures(grounds)],
        "body": _body(grounds),
        "contraindications": _contraindications(case, grounds),
    }
    return content | {"gaps": gaps(content, grounds.record, standings)}


def _clinic(case: Case) -> Rows:
    organisation, site = Organisation.current(), case.patient.site
    rows = [["Clinic", organisation.name], ["Phone", organisation.phone]]
    if site:
        rows += [["Site", site.name], ["Address", site.address]]
    return [[label, value] for label, value in rows if value]


def _patient(identity: Identity | None) -> Rows:
    if identity is None:
        return [["Name", NOT_KNOWN], ["Date of birth", NOT_KNOWN]]
    sex = {"declined": "prefers not to say"}.get(identity.sex, identity.sex)
    return [
        ["Name", identity.full_name],
        ["Date of birth", day_in_words(identity.born_on)],
        ["Sex recorded for care", sex],
        ["State", identity.state],
    ]


def _payer(rules: RuleSet) -> dict[str, str]:
    return {
        "code": rules.code,
        "name": rules.name,
        "source": rules.source,
        "seen": rules.seen,
        "basis": str(rules.basis),
        "read_on": day_in_words(rules.read_on),
    }


def _standing(standing: Standing) -> dict[str, Any]:
    stated = isinstance(standing.requirement, Stated)
    return {
        "text": standing.requirement.text,
        "verdict": str(standing.verdict),
        "words": "for the clinician to state" if stated else VERDICTS[standing.verdict],
        "why": "" if stated else in_words(standing),
        "options": [_standing(option) for option in standing.options],
    }


def _diagnosis(facts: Mapping[str, Answer]) -> Rows:
    months = facts.get("episode_months", NOT_ASKED)
    told = facts.get("dx_mdd", NOT_ASKED)
    return [
        ["Major depression, told by a health professional", _reported(told)],
        ["Length of this episode", _reported(months, " months")],
    ]


def _trial(number: int, trial: KnownTrial) -> dict[str, Any]:
    standing = trial.standing
    return {
        "number": number,
        "name": trial_words.name(standing),
        "class": standing.agent.drug_class if standing.agent else NOT_KNOWN,
        "dose": trial_words.dose(standing),
        "weeks": trial_words.weeks(standing),
        "begun": trial_words.begun(standing),
        "response": trial_words.response(standing),
        "stopped": trial_words.stopped(standing),
        "purpose": trial_words.purpose(standing),
        "outcome": trial_words.OUTCOMES[trial.judgement.outcome],
        "evidence": _evidence(trial.told),
        "checked": list(_checked(trial)),
    }


def _checked(trial: KnownTrial) -> Iterator[str]:
    """What was held against a source, the facts of one source together."""
    by_source: dict[Evidence, list[str]] = {}
    for name, evidence in trial.by_fact.items():
        by_source.setdefault(evidence, []).append(trial_words.FACTS.get(name, name))
    for evidence, names in by_source.items():
        yield f"{', '.join(names)}: {_evidence(evidence)}"
    if trial.is_gone:
        yield "the patient has taken this trial off the list since"


def _evidence(evidence: Evidence) -> str:
    by = f" by {evidence.who}" if evidence.who else ""
    on = f", {day_in_words(evidence.on)}" if evidence.on else ""
    source = f" ({evidence.source})" if evidence.source else ""
    return f"{EVIDENCE[evidence.status]}{by}{on}{source}"


def _measures(grounds: Grounds) -> Iterable[DatedScore]:
    """The scores of depression; a payer is told no others."""
    return (score for score in grounds.scores if score.instrument in MEASURES)


def _score(score: DatedScore) -> dict[str, str]:
    title, most = MEASURES[score.instrument]
    total, band = score.data["total"], score.data["band"]
    by = score.record.entered_by
    return {
        "title": title,
        "total": f"{total:g} of {most}" if total is not None else "not completed",
        "band": (band or "").replace("_", " "),
        "day": day_in_words(score.on),
        "how": f"entered by {by}" if by else "answered by the patient",
    }


def _body(grounds: Grounds) -> Rows:
    view = grounds.now
    rule = view.definition.facts.get("bmi")
    if rule is None or rule.calculate != "bmi":
        return [["Height", NOT_KNOWN], ["Weight", NOT_KNOWN]]
    height, weight = (view.answer_to(rule.reads[name]) for name in ("height", "weight"))
    index = grounds.facts.get("bmi", NOT_ASKED)
    return [
        ["Height", _quantity(height)],
        ["Weight", _quantity(weight)],
        [
            "Body mass index",
            f"{index.value:.1f} kg/m²" if _is_answered(index) else NOT_KNOWN,
        ],
    ]


def _quantity(answer: Answer) -> str:
    if not _is_answered(answer):
        return NOT_KNOWN
    given = answer.value["given"]
    return " ".join(f"{number:g} {unit}" for unit, number in given.items())


def _contraindications(case: Case, grounds: Grounds) -> dict[str, list[str]]:
    rules = evaluation.latest(case).protocol.rules
    found: dict[str, list[str]] = {code: [] for code in CONTRAINDICATIONS.values()}
    judged = contraindications(rules, grounds.facts, grounds.on, ROUTE)
    for criterion, truth in judged:
        found[CONTRAINDICATIONS[truth]].append(criterion.title)
    return found


def _reported(answer: Answer, unit: str = "") -> str:
    words = said(answer)
    if words == NOT_KNOWN:
        return words
    value = f"{words}{unit}" if _is_answered(answer) else words
    return f"{value} (reported by the patient)"


def _is_answered(answer: Answer) -> bool:
    return answer.state is State.ANSWERED
