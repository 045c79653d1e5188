"""Every action of the trail in plain words, and the groups they are looked for in."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from intake.web.staff.cases.activity_words import WORDS as OF_A_CASE

GROUPS = {
    "opened": _("Records opened"),
    "found": _("People looked up"),
    "taken": _("Copies and downloads"),
    "signing": _("Signing in and out"),
    "care": _("Work on a request"),
    "safety": _("Safety"),
    "clinic": _("People, settings and erasing"),
    "content": _("Portal, questionnaires and rules"),
    "trail": _("Audit trail and emergency access"),
}
# The end of a name says most; what begins a name says the rest.
TAKEN = ("downloaded", "copied", "exported")
LOOKED_UP = ("patient.found", "patients.compared", "patients.searched", "drafts.read")
BEGINNINGS = {
    "signing": (
        "code.",
        "signed_out",
        "patient.signed_in",
        "staff.signed_in",
        "staff.sign_in",
        "staff.password_set",
        "staff.link_made",
        "address.opened",
        "object.opened",
        "factor.",
        "factors.",
        "recovery_code",
        "sessions.",
    ),
    "trail": ("trail.", "emergency."),
    "safety": ("alert.", "drill.", "plan.", "help.", "rota.", "safety_policy."),
    "clinic": (
        "staff.",
        "organisation.",
        "erasure.",
        "hold.",
        "retention.",
        "patient.erased",
        "keys.",
        "site.",
        "crisis_record.",
        "message.",
        "second_reader_policy.",
        "tag.",
        "view.",
    ),
    "content": ("questionnaire.", "protocol.", "portal.", "table_row.", "learning."),
}
OTHERS = {
    "address.opened": _("tried an address that their role may not open"),
    "object.opened": _("tried to open what is not theirs"),
    "patient.found": _("found this person in a search or a list"),
    "appeal.answered": _("answered what the patient says is wrong"),
    "appeal.read": _("read what the patient says is wrong"),
    "appeal.sent": _("said that something is wrong"),
    "attachment.infected": _("brought a file in which a virus was found"),
    "call.due": _("there is news to be told by phone"),
    "case.came_back": _("asked again after a “not now”"),
    "case.correction_begun": _("opened questions to correct an answer"),
    "case.change_read": _("read what another version changes"),
    "case.evaluated": _("the rules were run"),
    "code.asked": _("asked for a sign-in code"),
    "code.guessed_at": _("many sign-in codes of patients were wrong"),
    "code.tried": _("tried a sign-in code"),
    "condition.met": _("ticked off a condition"),
    "condition.opened_again": _("opened a condition again"),
    "crisis_record.changed": _("changed the help numbers"),
    "crisis_record.worded": _("changed the sentences around the help numbers"),
    "drafts.read": _("looked at what is being filled in"),
    "drill.opened": _("began a drill"),
    "emergency.ended": _("ended emergency access"),
    "emergency.opened": _("opened a record of another site in an emergency"),
    "emergency.read": _("looked at an emergency access"),
    "emergency.reviewed": _("looked an emergency access over"),
    "erasure.asked": _("asked that a record be erased"),
    "erasure.declined": _("declined to erase a record"),
    "erasure.taken_back": _("took back the wish to be erased"),
    "factor.added": _("added an app or a passkey"),
    "factor.removed": _("removed an app or a passkey"),
    "factor.tried": _("tried a code or a passkey"),
    "factors.reset": _("reset somebody's second step"),
    "hold.lifted": _("lifted a legal hold"),
    "hold.placed": _("placed a legal hold"),
    "keys.rotated": _("sealed data with a new master key"),
    "learning.answered": _("answered a question about what they read"),
    "learning.read": _("marked a page of the portal as read"),
    "letter.downloaded": _("saved a letter"),
    "looks.read": _("looked at who had opened the record"),
    "message.tested": _("sent a test message"),
    "organisation.changed": _("changed the clinic's settings"),
    "patient.erased": _("the record was erased"),
    "patient.read": _("looked at name and contact"),
    "patients.compared": _("was shown records that are alike"),
    "patients.searched": _("searched for a person"),
    "plan.read": _("opened the plan for hard times"),
    "portal.claim_changed": _("changed what a fact means"),
    "portal.claim_retired": _("retired a fact"),
    "portal.claim_saved": _("saved a fact"),
    "portal.facts_loaded": _("loaded the shipped facts and sources"),
    "portal.feedback_given": _("a reader said whether a page was clear"),
    "portal.links_checked": _("the links of the portal were tried"),
    "portal.loaded": _("loaded the shipped pages"),
    "portal.published": _("published a page"),
    "portal.reasons_signed": _("signed the reasons why questions are asked"),
    "portal.remark_removed": _("removed a reader's remark"),
    "portal.review_announced": _("told editors which texts are due for reading"),
    "portal.sent_back": _("sent a page back to its editors"),
    "portal.signed": _("signed the words of a page"),
    "portal.source_saved": _("saved a source"),
    "portal.translation_checked": _("stood for a translation"),
    "portal.translation_reviewed": _("reviewed a translation"),
    "portal.translation_saved": _("saved a translation"),
    "portal.translation_taken_down": _("took a translation down"),
    "portal.unpublished": _("took a page down"),
    "protocol.published": _("published rules"),
    "protocol.rerun": _("had open cases evaluated again"),
    "protocol.tried": _("asked what a version would change"),
    "questionnaire.proposed": _("uploaded a wording"),
    "questionnaire.published": _("published a questionnaire"),
    "questionnaire.reopened": _("opened a questionnaire to new patients"),
    "questionnaire.retired": _("closed a questionnaire to new patients"),
    "record.copied": _("took a copy of the record"),
    "report.read": _("opened the report of response times"),
    "response.saved": _("saved a page of answers"),
    "response.typed": _("typed on a page"),
    "response.typed_discarded": _("put away what was typed"),
    "recovery_code.used": _("signed in with a recovery code"),
    "recovery_codes.made": _("made new recovery codes"),
    "retention.changed": _("changed how long records are kept"),
    "retention.taken_back": _("took back that records are kept for a shorter time"),
    "retention.run": _("erased records by age"),
    "retention.told": _("told somebody until when their draft is kept"),
    "sessions.ended": _("signed other browsers out"),
    "rota.removed": _("took a turn off the rota"),
    "rota.stand_added": _("put somebody in for a turn"),
    "rota.turn_added": _("put somebody on the rota"),
    "safety_policy.chain_changed": _("changed whom to turn to"),
    "safety_policy.changed": _("changed the alert policy"),
    "seal.opened": _("met sealed data that did not open"),
    "second_reader_policy.changed": _("changed when a second reader is needed"),
    "second_reading.agreed": _("both readers agree"),
    "second_reading.asked": _("asked for a second reader"),
    "second_reading.given": _("gave a second opinion"),
    "second_reading.overtaken": _("the case changed before the second opinion"),
    "second_reading.passed_on": _("passed differing opinions on"),
    "second_reading.read": _("read both opinions"),
    "second_reading.settled": _("settled differing opinions"),
    "second_reading.taken_back": _("took a decision back"),
    "signed_out": _("signed out"),
    "site.changed": _("changed a site"),
    "site.created": _("added a site"),
    "staff.changed": _("changed somebody's name, roles or sites"),
    "staff.created": _("made an account"),
    "staff.ended": _("ended somebody's access"),
    "staff.link_made": _("made a one-time link"),
    "staff.password_set": _("set a password"),
    "staff.restored": _("let somebody in again"),
    "staff.sign_in": _("tried to sign in"),
    "staff.signed_in": _("signed in"),
    "table_row.confirmed": _("confirmed a row of a clinical table"),
    "table_row.disputed": _("disputed a row of a clinical table"),
    "tag.changed": _("changed a tag"),
    "tag.created": _("added a tag"),
    "trail.break_acknowledged": _("acknowledged a break of the audit trail"),
    "trail.exported": _("exported lines of the audit trail"),
    "trail.read": _("looked at the audit trail"),
    "view.forgotten": _("removed a view of the worklist"),
    "view.kept": _("named a view of the worklist"),
    "workload.downloaded": _("downloaded a list of the workload"),
    "workload.read": _("opened the report of the workload"),
    "worklist.read": _("looked at the worklist"),
}
WORDS: dict[str, Promise] = {**OF_A_CASE, **OTHERS}


def in_words(action: str) -> str:
    return str(WORDS.get(action, action))


def group_of(action: str) -> str:
    """The group in which an action is looked for."""
    ending = action.rpartition(".")[2]
    if ending in TAKEN:
        return "taken"
    for group, beginnings in BEGINNINGS.items():
        if group in ("signing", "trail") and action.startswith(beginnings):
            return group
    if action in LOOKED_UP:
        return "found"
    if ending == "read":
        return "opened"
    for group, beginnings in BEGINNINGS.items():
        if action.startswith(beginnings):
            return group
    return "care"


def actions_of(group: str) -> list[str]:
    return sorted(action for action in WORDS if group_of(action) == group)
