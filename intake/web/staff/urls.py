from django.urls import path

from intake.web.staff import converters  # noqa: F401 - reads references
from intake.web.staff.alerts import alert_contact, alert_level, alerts, plans
from intake.web.staff.asking import calls, case_ask
from intake.web.staff.cases import case_answers, case_detail
from intake.web.staff.coordination.coordination_urls import coordination_patterns
from intake.web.staff.duplicates.duplicate_urls import duplicate_patterns
from intake.web.staff.history import case_history
from intake.web.staff.payers import payers, sheets
from intake.web.staff.policy import drills, response_times
from intake.web.staff.policy.policy_urls import policy_patterns
from intake.web.staff.questionnaires.questionnaire_urls import (
    questionnaire_patterns,
)
from intake.web.staff.reports import workload
from intake.web.staff.scores import score_entry
from intake.web.staff.tables import tables
from intake.web.staff.worklist import assignment, search, worklist

from .administration.admin_urls import account_patterns, admin_patterns
from .audit.urls import audit_patterns
from .decisions.urls import decision_patterns
from .emergency.urls import emergency_patterns
from .entry import sending
from .entry.urls import entry_patterns
from .feedback.urls import feedback_patterns
from .findings.urls import finding_patterns
from .paper.urls import paper_patterns
from .portal.urls import portal_patterns
from .privacy.urls import privacy_patterns
from .protocols.urls import protocol_patterns
from .runs.urls import run_patterns

app_name = "staff"
urlpatterns = [
    *account_patterns,
    *audit_patterns,
    *admin_patterns,
    *decision_patterns,
    *coordination_patterns,
    *duplicate_patterns,
    *emergency_patterns,
    *entry_patterns,
    *finding_patterns,
    *feedback_patterns,
    *paper_patterns,
    *policy_patterns,
    *privacy_patterns,
    *protocol_patterns,
    *portal_patterns,
    *questionnaire_patterns,
    *run_patterns,
    path("", worklist.worklist, name="worklist"),
    path("state/", worklist.worklist_state, name="worklist_state"),
    path("views/", worklist.worklist_views, name="worklist_views"),
    path("find/", search.search, name="search"),
    path("next/", assignment.case_next, name="case_next"),
    path("cases/<reference:reference>/", case_detail.case_detail, name="case_detail"),
    path(
        "cases/<reference:reference>/assign/",
        assignment.case_assign,
        name="case_assign",
    ),
    path("cases/<reference:reference>/ask/", case_ask.case_ask, name="case_ask"),
    path(
        "cases/<reference:reference>/answers/<uuid:response_id>/",
        case_answers.case_answers,
        name="case_answers",
    ),
    path(
        "cases/<reference:reference>/observe/",
        case_detail.case_observe,
        name="case_observe",
    ),
    path(
        "cases/<reference:reference>/scores/",
        score_entry.score_choose,
        name="score_choose",
    ),
    path(
        "cases/<reference:reference>/scores/<int:number>/",
        score_entry.score_enter,
        name="score_enter",
    ),
    path(
        "cases/<reference:reference>/scores/<int:record>/correct/",
        score_entry.score_correct,
        name="score_correct",
    ),
    path("cases/<reference:reference>/payers/", payers.payers, name="payers"),
    path(
        "cases/<reference:reference>/payers/<int:number>/",
        payers.payer,
        name="payer",
    ),
    path(
        "cases/<reference:reference>/tried/", case_history.trial_add, name="trial_add"
    ),
    path(
        "cases/<reference:reference>/tried/<slug:row>/",
        case_history.trial_check,
        name="trial_check",
    ),
    path(
        "cases/<reference:reference>/taken/",
        case_history.medicine_add,
        name="medicine_add",
    ),
    path(
        "cases/<reference:reference>/taken/<slug:row>/",
        case_history.medicine_check,
        name="medicine_check",
    ),
    path(
        "cases/<reference:reference>/stated/<int:number>/",
        case_history.check_take_back,
        name="check_take_back",
    ),
    path(
        "cases/<reference:reference>/sheets/",
        sheets.sheet_make,
        name="sheet_make",
    ),
    path(
        "cases/<reference:reference>/sheets/<int:number>/",
        sheets.sheet,
        name="sheet",
    ),
    path(
        "cases/<reference:reference>/sheets/<int:number>/pdf/",
        sheets.sheet_pdf,
        name="sheet_pdf",
    ),
    path("cases/<reference:reference>/told/", calls.case_told, name="case_told"),
    path("entry/sent/<reference:reference>/", sending.sent, name="entry_sent"),
    path("patients/<uuid:patient_id>/plan/", plans.plan, name="plan"),
    path("patients/<uuid:patient_id>/plan/write/", plans.plan_write, name="plan_write"),
    path("drills/", drills.drills, name="drills"),
    path("workload/", workload.workload, name="workload"),
    path("workload/csv/", workload.workload_csv, name="workload_csv"),
    path("response-times/", response_times.response_times, name="response_times"),
    path("tables/", tables.tables, name="tables"),
    path("tables/<slug:table>/<slug:row>/", tables.table_row, name="table_row"),
    path(
        "tables/<slug:table>/<slug:row>/state/",
        tables.table_row_state,
        name="table_row_state",
    ),
    path("alerts/<uuid:alert_id>/", alerts.alert_detail, name="alert_detail"),
    path(
        "alerts/<uuid:alert_id>/contact/",
        alert_contact.alert_contact,
        name="alert_contact",
    ),
    path(
        "alerts/<uuid:alert_id>/hand-over/",
        alert_contact.alert_hand_over,
        name="alert_hand_over",
    ),
    path("alerts/<uuid:alert_id>/level/", alert_level.alert_level, name="alert_level"),
]
