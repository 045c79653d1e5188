"""A case: reading it, and adding what only staff can observe."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from intake.domain.answer import answered
from intake.findings.inquiries import inquiries_of
from intake.learning.standing import shown_to_clinicians
from intake.patients.identity import email_of, identity_of
from intake.practice.models import ROUTES, Organisation
from intake.questionnaires.filled import Filled, filled
from intake.questionnaires.knowledge import facts_of
from intake.reminders import standing
from intake.review import actions, asked, evaluation
from intake.review.checks import History
from intake.review.history import histories_of
from intake.review.models import Case
from intake.review.visits import last_visit
from intake.safety.models import Alert
from intake.safety.replies import how_to_reach, reply_to
from intake.web.staff.alerts.alert_found import level_set
from intake.web.staff.asking.amendments_shown import amendments_shown, earlier_shown
from intake.web.staff.asking.askable import ask_query
from intake.web.staff.coordination.shown import coordination_shown
from intake.web.staff.decisions.decisions_shown import decisions_shown
from intake.web.staff.duplicates.same_person_shown import same_person_shown
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
from intake.web.staff.worklist.assigned import assignment_shown
from intake.web.ui.entered import EnteredForStaff
from intake.web.ui.former_answers import sent_rows

from .activity_shown import activity_of
from .case_forms import ObservationForm
from .completeness_shown import completeness_shown
from .conditions_shown import conditions_shown
from .contents import contents
from .finding_groups import gravest_open, grouped
from .findings_shown import (
    findings_shown,
    observations_shown,
    reading_of,
    safety_shown,
)
from .since_shown import Present, since_shown
from .trail_shown import trail_shown

RELATED = ("patient__identity", "patient__site", "response__version", "assignee")


def case_of(request: HttpRequest, reference: str, *, clinical: bool = False) -> Case:
    """The case of an address, or 404 when it is not one that this person may see."""
    cases = Case.objects.visible_to(request.user)
    if clinical:
        cases = Case.objects.clinical_to(request.user)
    case = get_object_or_404(cases.select_related(*RELATED), reference=reference)
    case.response.patient = case.patient
    return case


@never_cache
@require_safe
def case_detail(request: HttpRequest, reference: str) -> HttpResponse:
    """Everything a clinician needs on one page; the front desk sees identity alone."""
    case = case_of(request, reference)
    now = timezone.now()
    before = last_visit(case, request.user, now)
    actions.read_case(case=case, by=request.user)
    context = _identity_context(case) | {"now": now}
    context["coordination"] = coordination_shown(case, request.user)
    context["person"] = same_person_shown(case.patient, request.user)
    if not request.user.is_clinical:
        return render(request, "staff/case_front_desk.html", context)
    context |= _clinical_context(case)
    context["since"] = since_shown(case, _present(context), before, request.user)
    context["assignment"] = assignment_shown(case, request.user)
    context["contents"] = contents(context)
    return render(request, "staff/case_detail.html", context)


def _identity_context(case: Case) -> dict:
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
    request = asked.open_request(case)
    if request is None:
        return {"request_open": None, "no_answer": standing.unanswered_step(case)}
    until = standing.open_until(request, Organisation.current())
    return {"request_open": request, "open_until": until}


def _clinical_context(case: Case) -> dict:
    now = filled(case.response)
    latest = evaluation.latest(case)
    run = evaluation.opened(latest)
    observations = evaluation.observations(case)
    facts = facts_of(now, now.organisation)
    histories = histories_of(case, now, facts)
    reading = reading_of(latest, run, now, observations, histories)
    old = old_facts(latest.protocol.rules, facts, now)
    marks = TableMarks(histories.treatments, histories.medicines)
    findings = _with_ask_address(case, now, findings_shown(reading))
    inquiries = inquiries_of(case)
    findings = with_work(case, run, findings, inquiries)
    return {
        **_alert_context(case),
        "evaluation": latest,
        "run": run,
        "routes": _routes(run),
        "safety_answers": safety_shown(reading),
        "findings": findings,
        "outstanding": [one for one in inquiries if one.is_outstanding],
        "finding_groups": grouped(findings),
        "gravest_open": gravest_open(findings),
        "scores": scores_shown(now),
        "treatments": marks.of_trials(
            treatments_shown(histories.treatments, now.organisation.today())
        ),
        "doubts": doubts_shown(now, histories.treatments),
        "medicines": marks.of_medicines(
            medicines_shown(now, histories.medicines, latest.protocol.rules)
        ),
        "trial_checks": checks_shown(histories.checks, History.TRIALS),
        "medicine_checks": checks_shown(histories.checks, History.MEDICINES),
        "sections": sent_rows(
            asked.sendings(now), page_language(), EnteredForStaff(now)
        ),
        "sheets": sheets_shown(case),
        "conditions": conditions_shown(latest.protocol.rules, facts, now),
        "completeness": completeness_shown(now),
        "activity": activity_of(case),
        "learning": shown_to_clinicians(
            case.patient, {name: fact.answer for name, fact in facts.items()}
        ),
        "old_facts": old,
        "ask_for_old": ask_for_old(case, now, old),
        "trail": trail_shown([now]),
        "amendments": amendments_shown(now),
        "earlier": earlier_shown(now),
        **decisions_shown(case),
        "observations": observations_shown(reading, observations),
        "observation_form": _observation_form(),
    }


def case_context(case: Case) -> dict:
    """Everything that a clinician reads of a case."""
    return _identity_context(case) | _clinical_context(case)


def _present(context: dict) -> Present:
    return Present(
        latest=context["evaluation"],
        run=context["run"],
        amendments=context["amendments"],
        scores=context["scores"],
        activity=context["activity"],
    )


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


def _observation_form(data=None) -> ObservationForm:
    facts = evaluation.staff_only_facts(evaluation.active_protocol())
    return ObservationForm(data, facts=facts)


@never_cache
@require_http_methods(["POST"])
def case_observe(request: HttpRequest, reference: str) -> HttpResponse:
    """Add what only staff can state; the case is evaluated again."""
    case = case_of(request, reference, clinical=True)
    form = _observation_form(request.POST)
    if not form.is_valid():
        context = {"case": case, "form": form}
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return render(request, "staff/case_observe.html", context, status=status)
    try:
        actions.observe(
            case=case,
            fact=form.cleaned_data["fact"],
            answer=answered(form.cleaned_data["value"]),
            by=request.user,
        )
    except actions.CaseIsWithdrawn:
        return withdrawn(request, case)
    messages.success(request, _("Recorded. The case was evaluated again."))
    return redirect("staff:case_detail", reference=reference)


def withdrawn(request: HttpRequest, case: Case) -> HttpResponse:
    """The patient does not want to go on: nothing more is done here."""
    status = HTTPStatus.CONFLICT
    return render(request, "staff/case_withdrawn.html", {"case": case}, status=status)
