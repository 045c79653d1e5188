"""Who may open which address: the one table, and the question asked of it.

An address that is not in the table is refused. Which objects a person may see there is
a second question, answered by each model's ``visible_to``.
"""

from dataclasses import dataclass

from .models import User
from .roles import (
    ADMINISTRATORS,
    ALL_STAFF,
    CARE_TEAM,
    CLINICAL,
    EDITORS,
    PRIVACY_OFFICERS,
    PUBLISHERS,
    REVIEWERS_OF_ACCESS,
    Role,
)


@dataclass(frozen=True)
class Access:
    """Everybody, or patients, or staff with one of these roles."""

    everybody: bool = False
    patients: bool = False
    roles: frozenset[Role] = frozenset()

    def admits(self, user: User) -> bool:
        if self.everybody:
            return True
        if not user.is_authenticated:
            return False
        return self.patients if user.is_patient else user.has_role(self.roles)


EVERYBODY = Access(everybody=True)
PATIENTS = Access(patients=True)
STAFF = Access(roles=ALL_STAFF)
CARE = Access(roles=CARE_TEAM)
CLINICIANS = Access(roles=CLINICAL)
EDITING = Access(roles=EDITORS)
TRANSLATING = Access(roles=EDITORS | CLINICAL)
PUBLISHING = Access(roles=PUBLISHERS)
DIRECTING = Access(roles=frozenset({Role.MEDICAL_DIRECTOR}))
ADMINISTRATION = Access(roles=ADMINISTRATORS)
PRIVACY = Access(roles=PRIVACY_OFFICERS)
REVIEWING_ACCESS = Access(roles=REVIEWERS_OF_ACCESS)

ADDRESSES = {
    "home": EVERYBODY,
    "start": EVERYBODY,
    "start_on_paper": EVERYBODY,
    "check": EVERYBODY,
    "check_in": EVERYBODY,
    "page_feedback": EVERYBODY,
    "page_feedback_thanks": EVERYBODY,
    "page_feedback_in": EVERYBODY,
    "page_feedback_thanks_in": EVERYBODY,
    "why": EVERYBODY,
    "help_now": EVERYBODY,
    "privacy": EVERYBODY,
    "reply": EVERYBODY,
    "reply_received": EVERYBODY,
    "colors": EVERYBODY,
    "healthz": EVERYBODY,
    "readyz": EVERYBODY,
    "sign_out": EVERYBODY,
    "set_language": EVERYBODY,
    "media": EVERYBODY,
    "portal_video": EVERYBODY,
    "sources": EVERYBODY,
    "print_pack": EVERYBODY,
    "print_pack_in": EVERYBODY,
    "portal_in": EVERYBODY,
    "portal_page_in": EVERYBODY,
    "portal_search": EVERYBODY,
    "portal_changes": EVERYBODY,
    "portal_feed": EVERYBODY,
    "portal_topic": EVERYBODY,
    "portal_card": EVERYBODY,
    "sitemap": EVERYBODY,
    "robots": EVERYBODY,
    "wagtail_serve": EVERYBODY,
    "wagtailimages_serve": EVERYBODY,
    "demo_mailbox": EVERYBODY,
    "patient:sign_in": EVERYBODY,
    "patient:code": EVERYBODY,
    "patient:birth_date": EVERYBODY,
    "patient:passkey": EVERYBODY,
    "patient:stay": PATIENTS,
    "patient:devices": PATIENTS,
    "patient:home": PATIENTS,
    "patient:reach": PATIENTS,
    "patient:plan": PATIENTS,
    "patient:wrong": PATIENTS,
    "patient:come_back": PATIENTS,
    "patient:letter": PATIENTS,
    "patient:letter_pdf": PATIENTS,
    "patient:learning": PATIENTS,
    "patient:teach_back": PATIENTS,
    "patient:about_you": PATIENTS,
    "patient:under_age": PATIENTS,
    "patient:begin": PATIENTS,
    "patient:page": PATIENTS,
    "patient:row": PATIENTS,
    "patient:row_remove": PATIENTS,
    "patient:typed": PATIENTS,
    "patient:row_typed": PATIENTS,
    "patient:section": PATIENTS,
    "patient:now": PATIENTS,
    "patient:check": PATIENTS,
    "patient:submit": PATIENTS,
    "patient:answers": PATIENTS,
    "patient:copy": PATIENTS,
    "patient:copy_fhir": PATIENTS,
    "patient:copy_json": PATIENTS,
    "patient:copy_read": PATIENTS,
    "patient:copy_zip": PATIENTS,
    "patient:looked": PATIENTS,
    "patient:question": PATIENTS,
    "patient:withdraw": PATIENTS,
    "patient:erase": PATIENTS,
    "staff:sign_in": EVERYBODY,
    "staff:welcome": EVERYBODY,
    "staff:forgot": EVERYBODY,
    "staff:second": EVERYBODY,
    "staff:set_up": EVERYBODY,
    "staff:stay": STAFF,
    "staff:password": STAFF,
    "staff:account": STAFF,
    "staff:recovery_codes": STAFF,
    "staff:factor_app": STAFF,
    "staff:factor_passkey": STAFF,
    "staff:factor_remove": STAFF,
    "staff:confirm": STAFF,
    "staff:worklist": CARE,
    "staff:worklist_state": CARE,
    "staff:worklist_views": CARE,
    "staff:search": CARE,
    "staff:case_next": CLINICIANS,
    "staff:case_assign": CLINICIANS,
    "staff:note_add": CLINICIANS,
    "staff:note_correct": CLINICIANS,
    "staff:note_seen": CLINICIANS,
    "staff:task_add": CARE,
    "staff:task_end": CARE,
    "staff:case_contact": CARE,
    "staff:case_hand_over": CLINICIANS,
    "staff:hand_over_answer": CLINICIANS,
    "staff:case_tags": CARE,
    "staff:duplicates": CLINICIANS,
    "staff:same_person": CLINICIANS,
    "staff:drafts": CARE,
    "staff:patient": CARE,
    "staff:patient_change": CARE,
    "staff:entry_new": CARE,
    "staff:entry_sent": CARE,
    "staff:entry": CARE,
    "staff:entry_page": CARE,
    "staff:entry_row": CARE,
    "staff:entry_section": CARE,
    "staff:entry_row_remove": CARE,
    "staff:entry_now": CARE,
    "staff:entry_check": CARE,
    "staff:entry_submit": CARE,
    "staff:case_told": CARE,
    "staff:case_detail": CARE,
    "staff:case_decide": CLINICIANS,
    "staff:condition": CLINICIANS,
    "staff:appeal": CLINICIANS,
    "staff:second_reading": CLINICIANS,
    "staff:letter": CLINICIANS,
    "staff:letter_pdf": CLINICIANS,
    "staff:case_ask": CLINICIANS,
    "staff:finding": CLINICIANS,
    "staff:finding_take_back": CLINICIANS,
    "staff:attachment": CLINICIANS,
    "staff:inquiry_make": CLINICIANS,
    "staff:inquiry": CLINICIANS,
    "staff:case_answers": CLINICIANS,
    "staff:case_observe": CLINICIANS,
    "staff:case_runs": CLINICIANS,
    "staff:case_pdf": CLINICIANS,
    "staff:score_choose": CLINICIANS,
    "staff:score_enter": CLINICIANS,
    "staff:score_correct": CLINICIANS,
    "staff:payers": CLINICIANS,
    "staff:payer": CLINICIANS,
    "staff:trial_add": CLINICIANS,
    "staff:trial_check": CLINICIANS,
    "staff:medicine_add": CLINICIANS,
    "staff:medicine_check": CLINICIANS,
    "staff:check_take_back": CLINICIANS,
    "staff:sheet_make": CLINICIANS,
    "staff:sheet": CLINICIANS,
    "staff:sheet_pdf": CLINICIANS,
    "staff:tables": CLINICIANS,
    "staff:table_row": CLINICIANS,
    "staff:table_row_state": PUBLISHING,
    "staff:alert_detail": CLINICIANS,
    "staff:alert_contact": CLINICIANS,
    "staff:alert_hand_over": CLINICIANS,
    "staff:alert_level": CLINICIANS,
    "staff:plan": CLINICIANS,
    "staff:drills": DIRECTING,
    "staff:response_times": DIRECTING,
    "staff:workload": DIRECTING,
    "staff:workload_csv": DIRECTING,
    "staff:plan_write": CLINICIANS,
    "staff:policy": PUBLISHING,
    "staff:policy_clocks": PUBLISHING,
    "staff:policy_hours": PUBLISHING,
    "staff:policy_rota": PUBLISHING,
    "staff:policy_escalation": PUBLISHING,
    "staff:policy_second_reader": PUBLISHING,
    "staff:rota_add": PUBLISHING,
    "staff:rota_stand_in": PUBLISHING,
    "staff:rota_remove": PUBLISHING,
    "staff:protocols": DIRECTING,
    "staff:protocol": DIRECTING,
    "staff:rerun": DIRECTING,
    "staff:questionnaires": PUBLISHING,
    "staff:questionnaire_add": PUBLISHING,
    "staff:questionnaire_close": PUBLISHING,
    "staff:proposal": PUBLISHING,
    "staff:proposal_page": PUBLISHING,
    "staff:proposal_print": PUBLISHING,
    "staff:version": PUBLISHING,
    "staff:version_open": PUBLISHING,
    "staff:version_page": PUBLISHING,
    "staff:version_print": CARE,
    "staff:admin_home": ADMINISTRATION,
    "staff:people": ADMINISTRATION,
    "staff:person_add": ADMINISTRATION,
    "staff:person_change": ADMINISTRATION,
    "staff:person_link": ADMINISTRATION,
    "staff:person_end": ADMINISTRATION,
    "staff:person_factors": ADMINISTRATION,
    "staff:sites": ADMINISTRATION,
    "staff:site_add": ADMINISTRATION,
    "staff:site_change": ADMINISTRATION,
    "staff:tags": ADMINISTRATION,
    "staff:tag_add": ADMINISTRATION,
    "staff:tag_change": ADMINISTRATION,
    "staff:organisation": ADMINISTRATION,
    "staff:crisis": ADMINISTRATION,
    "staff:crisis_texts": ADMINISTRATION,
    "staff:privacy": PRIVACY,
    "staff:privacy_ask": PRIVACY,
    "staff:privacy_request": PRIVACY,
    "staff:privacy_hold_add": PRIVACY,
    "staff:privacy_hold": PRIVACY,
    "staff:privacy_retention": PRIVACY,
    "staff:emergency": CLINICIANS,
    "staff:emergency_end": CLINICIANS,
    "staff:emergency_report": REVIEWING_ACCESS,
    "staff:emergency_review": REVIEWING_ACCESS,
    "staff:audit": PRIVACY,
    "staff:audit_unusual": PRIVACY,
    "staff:audit_export": PRIVACY,
    "staff:audit_break": PRIVACY,
    "staff:portal_pages": CLINICIANS,
    "staff:portal_page": CLINICIANS,
    "staff:translations": TRANSLATING,
    "staff:translation": TRANSLATING,
    "staff:translation_read": TRANSLATING,
    "staff:feedback": EDITING,
    "staff:remark_remove": EDITING,
    "staff:test_message": ADMINISTRATION,
    "staff:trial_text": ADMINISTRATION,
}

# The editing side has hundreds of addresses of its own, all inside the same wall;
# managing of accounts there is closed, since staff are managed by our own pages, and so
# is what would move the page under which everything hangs.
EDITING_SIDE = "/cms/"
CLOSED = (
    "/cms/users/",
    "/cms/groups/",
    "/cms/sites/",
    "/cms/locales/",
    "/cms/failwhale/",
    "/cms/pages/1/move/",
    "/cms/pages/1/set_position/",
)


def rule_for(view_name: str, path: str) -> Access | None:
    """The rule of an address; None when the table does not have it."""
    if path.startswith(CLOSED):
        return None
    if path.startswith(EDITING_SIDE):
        return EDITING
    return ADDRESSES.get(view_name)
