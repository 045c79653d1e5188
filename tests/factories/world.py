"""A clinic in which everything has happened once, in words that occur nowhere else.

Two people filled the questionnaire in. Of the first there is everything that the
application can keep; the second is in the middle of it. What is in ``CANARIES`` must
never be found in the open.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import uuid4

from django.utils import timezone

from intake.accounts.models import User
from intake.coordination import contacts, hand_overs, notes, tags, tasks
from intake.coordination.models import Tag
from intake.decisions import actions as decisions
from intake.decisions import appeals, second
from intake.decisions.letters import Signed
from intake.decisions.models import Appeal, AppealAnswer
from intake.decisions.reading import View
from intake.domain.answer import answered
from intake.domain.letters.drafting import Choices
from intake.domain.payers.shipped import load_rule_sets
from intake.education.loading import load_portal
from intake.feedback import actions as feedback
from intake.feedback.models import Answer as Heard
from intake.findings import outside
from intake.findings.actions import Statement, deal_with
from intake.findings.attachments import Document
from intake.findings.files import Clean, Media
from intake.findings.inquiries import Reply
from intake.learning import actions as learning
from intake.patients import actions as patients
from intake.patients import sameness
from intake.patients.identity import Identity, identity_of
from intake.patients.models import Patient, PrivacyNotice
from intake.payers import actions as payers
from intake.practice.models import Location
from intake.questionnaires import actions as questionnaires
from intake.questionnaires.actions import Place
from intake.questionnaires.models import Response
from intake.review import actions as review
from intake.review import asking, saved_views
from intake.review.actions import Verdict
from intake.review.assisting import send_by_patient
from intake.review.models import Case
from intake.safety import actions as safety
from intake.safety.contacts import Attempt as Call
from intake.safety.contacts import log_contact
from intake.safety.models import Alert
from intake.safety.plans import Plan, save_plan
from tests.factories.cases import WELL, fill, make_response
from tests.factories.checks import check
from tests.factories.inquiries import ANEURYSM, ask
from tests.factories.scores import enter as enter_score
from tests.factories.scores import entry
from tests.factories.staff import make_site, make_staff
from tests.factories.work import found

EMAIL = "thessaly@quillfeather.example"
PERSON = {
    "first_name": "Thessaly",
    "last_name": "Quillfeather",
    "preferred_name": "Tessalind",
    "phone": "555 013 7731",
    "emergency_name": "Orsino Umberwick",
    "emergency_phone": "555 013 9942",
    "emergency_relation": "uncle",
}
# One made-up word for every place into which somebody writes.
MEDICINE, OTHER = "zyxwopram", "brindlepollen"
WORDS = {
    name: f"{name} {word}"
    for name, word in {
        "note": "farrowmint",
        "task": "gloamthistle",
        "contact": "hobblewick",
        "handover": "inglenookle",
        "finding": "jasperquail",
        "source": "kestrelmoot",
        "inquiry": "larkspindle",
        "doctor": "mirthwood",
        "reply": "nettlebrook",
        "file": "ottersedge",
        "plan": "pipistrellow",
        "rationale": "quincebarrow",
        "message": "rookhavener",
        "condition": "sorrelgate",
        "met": "tanglewhist",
        "appeal": "umbellifern",
        "answer": "vetchinghay",
        "alert": "wickerholt",
        "call": "yarrowmead",
        "typed": "zephyrlock",
        "asked": "alderpeck",
        "same": "bramblecote",
        "remark": "cinderfold",
        "history": "dapplegrove",
        "second": "elderwhin",
    }.items()
}
CANARIES = (
    *(value for name, value in PERSON.items() if name != "emergency_relation"),
    "quillfeather",
    MEDICINE,
    OTHER,
    *(text.split()[1] for text in WORDS.values()),
)


def said(name: str) -> str:
    """The words of one place."""
    return WORDS[name]


@dataclass
class World:
    """Who is there, and what is theirs."""

    site: Location
    clinician: User
    colleague: User
    case: Case
    other: Case
    draft: Response
    alert: Alert
    token: str = ""  # of a question outside that still waits
    used_token: str = ""

    @property
    def patient(self) -> Patient:
        return self.case.patient


def make_world() -> World:
    """Everything once, by the same actions as in the clinic."""
    load_portal()
    site = make_site("Hill Street")
    clinician = make_staff("clinician", sites=(site,), name="Dr. Blue")
    colleague = make_staff("clinician", "medical_director", sites=(site,))
    case = _told(site)
    other = _case_of(make_response(site=site, last_name="Plain"), {})
    draft = make_response(site=site, last_name="Halfway")
    world = World(
        site, clinician, colleague, case, other, draft, case.patient.alerts.get()
    )
    _keep_typing(world)
    _answer_the_alert(world)
    _look_into_findings(world)
    _talk_about_it(world)
    _decide(world)
    _read_the_portal(world)
    return world


def _told(site: Location) -> Case:
    """Everything about themselves, a risk answer among it."""
    patient = patients.find_or_create(EMAIL)
    known = {"born_on": date(1971, 8, 23), "sex": "female", "state": "VT"}
    response = questionnaires.introduce(
        patient=patient,
        identity=Identity(may_leave_message="yes", language="en", **known, **PERSON),
        site=site,
        notice=PrivacyNotice.current(),
        by=patient.user,
    )
    given = {
        "aneurysm": "yes",
        "phq9_9": 2,
        "other_allergies": OTHER,
        "medicines": [{"rx_name": MEDICINE, "rx_dose": "7 tablets"}],
    }
    return _case_of(response, given)


def _case_of(response: Response, given: dict) -> Case:
    fill(response, WELL | given)
    return send_by_patient(
        response=response,
        words=questionnaires.Words("These are mine.", "en"),
        by=response.patient.user,
        name=identity_of(response.patient).full_name,
    )


def _keep_typing(world: World) -> None:
    response = world.draft
    questionnaires.keep_typed(
        response=response,
        place=Place("medicines", str(uuid4())),
        raw={"rx_name": [said("typed")]},
        answers={"rx_name": answered(said("typed"))},
        revision=0,
        by=response.patient.user,
    )


def _answer_the_alert(world: World) -> None:
    alert, by = world.alert, world.clinician
    safety.acknowledge(alert=alert, note=said("alert"), by=by)
    call = Call(channel="phone", result="reached", at=timezone.now(), note=said("call"))
    log_contact(alert=alert, attempt=call, by=by)
    plan = Plan(warning_signs=said("plan"), people=PERSON["emergency_name"])
    save_plan(patient=world.patient, plan=plan, seen=0, by=by)


def _look_into_findings(world: World) -> None:
    case, by = world.case, world.clinician
    scan = Clean(Media.PDF, b"%PDF-1.4\n" + said("file").encode() + b"\n%%EOF\n")
    works = found(case, ANEURYSM).works
    deal_with(
        case=case,
        grounds=works.grounds,
        statement=Statement("resolved", said("finding"), said("source")),
        seen=works.latest,
        by=by,
        evidence=Document(f"{said('file')}.pdf", scan),
    )
    words = {"words": said("inquiry"), "name": said("doctor")}
    inquiry, world.used_token = ask(case, by, **words)
    outside.receive(
        inquiry=inquiry, reply=Reply("no_objection", said("reply")), document=None
    )
    _inquiry, world.token = ask(case, by, **words)
    check(case, "row-0", by, words=said("history"))
    enter_score(case.response, entry("qids"), by)


def _talk_about_it(world: World) -> None:
    case, by, to = world.case, world.clinician, world.colleague
    note = notes.Written(said("note"), uuid4(), (to,))
    notes.write(case=case, written=note, by=by)
    due_on = timezone.localdate() + timedelta(days=3)
    wanted = tasks.Wanted(said("task"), due_on, uuid4(), person=to)
    tasks.give(case=case, wanted=wanted, by=by)
    attempt = contacts.Attempt(
        "phone", "no_answer", timezone.now(), uuid4(), said("contact")
    )
    contacts.log(case=case, attempt=attempt, by=by)
    offer = hand_overs.Offer(to, said("handover"), uuid4())
    hand_overs.offer(case=case, offer=offer, by=by)
    tag = tags.save_tag(tag=Tag(name="Ramp", color="blue"), by=by)
    tags.put(case=case, shown=[], chosen=[tag.pk], by=by)
    saved_views.keep(by=by, name="Mine", query="mine=yes")
    judgement = sameness.Judgement("different", said("same"), 0)
    sameness.judge(
        first=world.patient, second=world.other.patient, judgement=judgement, by=by
    )


def _decide(world: World) -> None:
    by, to = world.clinician, world.colleague
    case = world.case = Case.objects.select_related("patient").get(pk=world.case.pk)
    sheet = payers.make_sheet(case=case, rules=load_rule_sets()["cigna"], by=by)
    payers.sign_sheet(sheet=sheet, seen=sheet.digest, by=by)
    outcomes = {"iv_im": "conditional", "in": "not_now"}
    signed = Signed(
        Verdict(outcomes, said("rationale"), said("message")),
        Choices(own_conditions=(said("condition"),)),
    )
    reading = second.decide(
        case=case, signed=signed, seen=review.revision_of(case), wishes=True, by=by
    )
    view = View(outcomes, said("second"))
    second.give_opinion(reading=reading, view=view, by=to)
    decision = case.decisions.current().get()
    condition = decision.conditions.first()
    decisions.mark_condition(condition=condition, is_met=True, note=said("met"), by=by)
    made = appeals.appeal(
        case=case,
        kind=Appeal.Kind.DISAGREE,
        words=said("appeal"),
        by=world.patient.user,
    )
    appeals.answer_appeal(
        appeal=made,
        outcome=AppealAnswer.Outcome.STANDS,
        reply=said("answer"),
        by=to,
    )
    items = ["escort"]
    asking.ask_patient(case=case, items=items, reason=said("asked"), by=by)


def _read_the_portal(world: World) -> None:
    learning.mark_read(
        patient=world.patient, code="T11", edition=1, by=world.patient.user
    )
    version = feedback.Version("T2", "en", 1)
    feedback.give(version=version, answer=Heard.NO, remark=said("remark"))
