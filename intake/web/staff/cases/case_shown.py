"""What a clinician, or the front desk, reads of a case."""

from django.http import QueryDict
from django.urls import reverse

from intake.domain.eligibility.protocol import Protocol as Rules
from intake.findings.inquiries import inquiries_of
from intake.learning.standing import shown_to_clinicians
from intake.patients.identity import email_of, identity_of
from intake.practice.models import ROUTES, Organisation
from intake.questionnaires.filled import Filled, filled
from intake.questionnaires.knowledge import facts_of
from intake.questions.reading import asked_in_own_words
from intake.reminders import standing
from intake.reruns.actions import changes_of, latest_rerun
from intake.review import asked, evaluation
from intake.review.checks import History
from intake.review.history import Histories, histories_of
from intake.review.models import Case
from intake.safety.models import Alert
from intake.safety.replies import how_to_reach, reply_to
from intake.web.staff.alerts.alert_found import level_set
from intake.web.staff.asking.amendments_shown import amendments_shown, earlier_shown
from intake.web.staff.asking.askable import ask_query
from intake.web.staff.decisions.decisions_shown import decisions_shown
from intake.web.staff.findings.work_shown import with_work
from intake.web.staff.history.doubts_shown import doubts_shown
from intake.web.staff.history.history_shown import (
    checks_shown,
    medicines_shown,
    treatments_shown,
)
from intake.web.staff.payers.sheets_shown import sheets_shown
from intake.web.staff.reading import page_language
from intake.web.staff.runs.old_facts import ask_for_old, old_facts
from intake.web.staff.scores.scores_shown import scores_shown
from intake.web.staff.tables.table_marks import TableMarks
from intake.web.ui.entered import EnteredForStaff
from intake.web.ui.former_answers import sent_rows

from .activity_shown import activity_of
from .agreed_shown import agreed_shown
from .case_forms import ObservationForm
from .completeness_shown import completeness_shown
from .conditions_shown import conditions_shown
from .differences_shown import difference_shown
from .finding_groups import gravest_open, grouped
from .findings_shown import (
    findings_shown,
    observations_shown,
    reading_of,
    safety_shown,
)
from .trail_shown import trail_shown


def identity_context(case: Case) -> dict:
    identity = identity_of(case.patient)
    return {
        "case": case,
        "identity": identity,
        "age": identity.age(Organisation.current().today()) if identity else None,
        "email": email_of(case.patient),
        **_request_context(case),
        "calls": list(case.calls.due()),
    }


def _request_context(case: Case) -> dict:
    request, own = asked.open_request(case), _own_context(case)
    if request is None:
        no_answer = standing.unanswered_step(case)
        return own | {"request_open": None, "no_answer": no_answer}
    until = standing.open_until(request, Organisation.current())
    return own | {"request_open": request, "open_until": until}


def _own_context(case: Case) -> dict:
    """The question in own words that waits for an answer, and until when."""
    own = case.questions.open().select_related("by").last()
    if own is None:
        return {}
    until = standing.question_open_until(own, Organisation.current())
    return {"own_open": own, "own_until": until}


def clinical_context(case: Case) -> dict:
    now = filled(case.response)
    latest = evaluation.latest(case)
    run = evaluation.opened(latest)
    observations = evaluation.observations(case)
    facts = facts_of(now, now.organisation)
    histories = histories_of(case, now, facts)
    reading = reading_of(latest, run, now, observations, histories)
    return {
        **_alert_context(case),
        "evaluation": latest,
        "run": run,
        "routes": _routes(run),
        "safety_answers": safety_shown(reading),
        **_findings_context(case, now, run, findings_shown(reading)),
        "scores": scores_shown(now),
        **_history_context(now, histories, latest.protocol.rules),
        **_facts_context(case, now, facts, latest.protocol.rules),
        **_answers_context(now),
        "agreed": agreed_shown(case.response, case.patient),
        "sheets": sheets_shown(case),
        "own_questions": asked_in_own_words(case)[::-1],
        "rerun": _rerun_shown(case),
        "activity": activity_of(case),
        **decisions_shown(case),
        "observations": observations_shown(reading, observations),
        "observation_form": observation_form(),
    }


def _rerun_shown(case: Case) -> dict | None:
    """What another version of the protocol changed, until somebody decides."""
    turn = latest_rerun(case)
    changes = turn and changes_of(turn)
    if not changes:
        return None
    before, after = turn.before.protocol.rules, turn.rerun.version.rules
    return {"turn": turn, "difference": difference_shown(changes, before, after)}


def _findings_context(case: Case, now: Filled, run: dict, findings: list[dict]) -> dict:
    """What was found, with what was done about it and what is asked outside."""
    inquiries = inquiries_of(case)
    findings = _with_ask_address(case, now, findings)
    findings = with_work(case, run, findings, inquiries)
    return {
        "findings": findings,
        "outstanding": [one for one in inquiries if one.is_outstanding],
        "finding_groups": grouped(findings),
        "gravest_open": gravest_open(findings),
    }


def _history_context(now: Filled, histories: Histories, rules: Rules) -> dict:
    """Treatments and medicines, with the marks of the tables they rest on."""
    treatments, medicines = histories.treatments, histories.medicines
    marks = TableMarks(treatments, medicines)
    tried = treatments_shown(treatments, now.organisation.today())
    return {
        "treatments": marks.of_trials(tried),
        "doubts": doubts_shown(now, treatments),
        "medicines": marks.of_medicines(medicines_shown(now, medicines, rules)),
        "trial_checks": checks_shown(histories.checks, History.TRIALS),
        "medicine_checks": checks_shown(histories.checks, History.MEDICINES),
    }


def _facts_context(case: Case, now: Filled, facts: dict, rules: Rules) -> dict:
    """Conditions, what has grown old, and what the patient has read about."""
    old = old_facts(rules, facts, now)
    known = {name: fact.answer for name, fact in facts.items()}
    return {
        "conditions": conditions_shown(rules, facts, now),
        "old_facts": old,
        "ask_for_old": ask_for_old(case, now, old),
        "learning": shown_to_clinicians(case.patient, known),
    }


def _answers_context(now: Filled) -> dict:
    """All that was sent, and how it changed."""
    sent = asked.sendings(now)
    return {
        "sections": sent_rows(sent, page_language(), EnteredForStaff(now)),
        "completeness": completeness_shown(now),
        "trail": trail_shown([now]),
        "amendments": amendments_shown(now),
        "earlier": earlier_shown(now),
    }


def case_context(case: Case) -> dict:
    """Everything that a clinician reads of a case."""
    return identity_context(case) | clinical_context(case)


def _alert_context(case: Case) -> dict:
    alerts = list(Alert.objects.open().filter(patient=case.patient))
    if not alerts:
        return {"alerts": alerts}
    (alert,) = alerts
    alert.patient = case.patient
    reach = how_to_reach(identity_of(case.patient), reply_to(alert))
    return {"alerts": alerts, "level_set": level_set(alert), "reach": reach}


def _with_ask_address(case: Case, now: Filled, findings: list[dict]) -> list[dict]:
    """Each with where the patient is asked about what caused it, if that can be."""
    address = reverse("staff:case_ask", args=[case.reference])
    for finding in findings:
        query = ask_query(now, [cause["item"] for cause in finding["causes"]])
        can_be = query and case.stage != Case.Stage.WITHDRAWN
        finding["ask_url"] = f"{address}?{query}" if can_be else ""
    return findings


def _routes(run: dict) -> list[dict]:
    """What was asked for first."""
    routes = [
        {
            "code": code,
            "name": name,
            "status": run["routes"][code],
            "requested": code in run["requested"],
        }
        for code, name in ROUTES
    ]
    return sorted(routes, key=lambda route: not route["requested"])


def observation_form(data: QueryDict | None = None) -> ObservationForm:
    """The form for what only staff can state."""
    facts = evaluation.staff_only_facts(evaluation.active_protocol())
    return ObservationForm(data, facts=facts)
