"""Every address that names something of a patient, tried by those it is not for.

What is asked for is there: whoever it belongs to is let in, and the very same is asked
in every method by people of another site, or by another patient of the same clinic.
They also ask with something of their own before what is not theirs.
"""

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from intake.accounts.access import ADDRESSES
from intake.accounts.models import User
from intake.accounts.roles import CARE_TEAM, Role
from intake.audit.models import Event
from intake.questions.actions import ask
from tests.architecture.documents import DOCS, text
from tests.factories.cases import make_response
from tests.factories.factors import with_app
from tests.factories.inquiries import ANEURYSM
from tests.factories.scores import staff_scores
from tests.factories.staff import make_site, make_staff
from tests.factories.work import found
from tests.factories.world import World, _case_of, make_world
from tests.security.fuzzing.rows import rows_of
from tests.security.fuzzing.targets import parts_of_addresses

TURNED_AWAY = (
    403,
    404,
    405,
)  # an address refuses a method before it looks for anything
METHODS = ("get", "head", "post", "put", "patch", "delete", "options")
# What these name belongs to the clinic, to everybody who has the role, or to whoever
# holds the link.
OF_THE_CLINIC = {
    "patient:link", "staff:welcome",
    "staff:person_factors", "staff:person_change", "staff:person_link",
    "staff:person_end", "staff:site_change", "staff:tag_change",
    "staff:emergency_review", "staff:remark_remove", "staff:rota_remove",
    "staff:privacy_request", "staff:privacy_hold", "staff:protocol", "staff:rerun",
    "staff:portal_page", "staff:translation", "staff:translation_read",
    "staff:questionnaire_close", "staff:proposal", "staff:proposal_page",
    "staff:proposal_print", "staff:version", "staff:version_open", "staff:version_page",
    "staff:version_print", "staff:table_row", "staff:table_row_state",
}  # fmt: skip
PARTS = {
    name: parts
    for name, parts in parts_of_addresses().items()
    if name.startswith(("patient:", "staff:")) and name not in OF_THE_CLINIC
}
# Where two things are named, and the second is a row of somebody's: not the page of a
# questionnaire, a finding's mark or the place of a score.
WITHIN = {
    "staff:appeal", "staff:condition", "staff:letter", "staff:letter_pdf",
    "staff:note_correct", "staff:note_seen", "staff:task_end", "staff:hand_over_answer",
    "staff:inquiry", "staff:attachment", "staff:finding_take_back",
    "staff:case_answers", "staff:score_correct", "staff:check_take_back",
    "staff:sheet", "staff:sheet_pdf", "staff:same_person",
}  # fmt: skip

SENT = {"staff:sheet_make": {"payer": "cigna"}}


def visitors_of(name: str) -> tuple[str, ...]:
    """Those whom the table lets try the address, and to whom nothing there belongs."""
    if name.startswith("patient:"):
        return ("patient",)
    return (
        ("doctor", "desk") if Role.FRONT_DESK in ADDRESSES[name].roles else ("doctor",)
    )


PAIRS = [(name, visitor) for name in PARTS for visitor in visitors_of(name)]


@dataclass
class Walk:
    """What came back: the status by address, visitor and method."""

    let_in: dict[str, int] = field(default_factory=dict)
    turned: dict[tuple[str, str, str], int] = field(default_factory=dict)
    within: dict[tuple[str, str], int] = field(default_factory=dict)
    traced: set[str] = field(default_factory=set)
    is_unchanged: bool = False


@pytest.fixture(scope="module")
def walk(django_db_setup, django_db_blocker) -> Walk:
    with django_db_blocker.unblock(), transaction.atomic():
        walk = _walked(make_world())
        transaction.set_rollback(True)
    return walk


def _walked(world: World) -> Walk:
    walk, insider = Walk(), make_staff(*CARE_TEAM, sites=(world.site,))
    with_app(insider)
    things = _things(world, insider)
    inside = {user: _Visitor(user) for user in {insider, *_owners(world).values()}}
    for name, given in things.items():
        by = inside[_owners(world)[name] if name.startswith("patient:") else insider]
        walk.let_in[name] = by.find(name, given)

    own = _case_of(make_response(site=make_site("Elsewhere")), {})
    sites = (own.patient.site,)
    strangers = {
        "doctor": _Visitor(make_staff("clinician", "medical_director", sites=sites)),
        "desk": _Visitor(make_staff("front_desk", sites=sites)),
        "patient": _Visitor(make_response(site=world.site).patient.user),
    }
    spared = [one.patient for one in (world.case, world.other, world.draft)]
    before = rows_of(spared)
    for name, visitor in PAIRS:
        for method in METHODS:
            status = strangers[visitor].ask(method, name, things[name])
            walk.turned[name, visitor, method] = status
    for name in WITHIN:
        first = {"reference": own.reference, "first_id": own.patient.pk}
        given = {part: first.get(part, one) for part, one in things[name].items()}
        for method in ("get", "post"):
            walk.within[name, method] = strangers["doctor"].ask(method, name, given)
    tries = Event.objects.filter(action="object.opened", outcome="refused")
    theirs = tries.filter(patient_id__in=[str(one.pk) for one in spared])
    walk.traced = set(theirs.values_list("detail__address", flat=True))
    walk.is_unchanged = before == rows_of(spared)
    return walk


class _Visitor:
    def __init__(self, user: User):
        self.client = Client(raise_request_exception=False)
        self.client.force_login(user)

    def find(self, name: str, given: dict[str, Any]) -> int:
        """What those learn who may ask; nothing is done that would be in the way."""
        with transaction.atomic():
            status = self.ask("get", name, given)
            if status == HTTPStatus.METHOD_NOT_ALLOWED:
                status = self.ask("post", name, given)
            transaction.set_rollback(True)
        return status

    def ask(self, method: str, name: str, given: dict[str, Any]) -> int:
        sent = SENT.get(name) if method == "post" else None
        reply = getattr(self.client, method)(reverse(name, kwargs=given), sent or {})
        return reply.status_code


def _owners(world: World) -> dict[str, User]:
    """The patient whose page it is, by address."""
    theirs = {"patient:question": world.other, "patient:answers": world.case}
    return {
        name: theirs.get(name, world.draft).patient.user
        for name in PARTS
        if name.startswith("patient:")
    }


def _things(world: World, insider: User) -> dict[str, dict[str, Any]]:
    """What each address names, by its parts; all of it is there."""
    case, draft = world.case, world.draft
    common = {
        "reference": case.reference,
        "patient_id": case.patient.pk,
        "first_id": case.patient.pk,
        "second_id": world.other.patient.pk,
        "alert_id": world.alert.pk,
        "response_id": draft.pk,
        "question_id": ask(case=world.other, words="When?", by=world.clinician).pk,
        "factor_id": insider.factors.get().pk,
        "key": found(case, ANEURYSM).works.grounds[:16],
        "record": staff_scores(case.response).first().pk,
        "row": "row-0",
        "row_id": uuid4(),
        "number": 1,
    }
    own = _numbers(world) | {
        "patient:answers": {"response_id": case.response_id},
        "staff:case_answers": {"response_id": case.response_id},
    }
    return {
        name: {part: own.get(name, common).get(part, common[part]) for part in parts}
        for name, parts in PARTS.items()
    }


def _numbers(world: World) -> dict[str, dict[str, int]]:
    case = world.case
    decision, note = case.decisions.current().get(), case.notes.get()
    pages = {one.link_id: one.number for one in world.draft.definition.pages}
    numbers = {
        "staff:appeal": decision.appeals.get().pk,
        "staff:condition": decision.conditions.first().pk,
        "staff:letter": decision.pk,
        "staff:letter_pdf": decision.pk,
        "staff:note_correct": note.pk,
        "staff:note_seen": note.pk,
        "staff:task_end": case.tasks.get().pk,
        "staff:hand_over_answer": case.handovers.get().pk,
        "staff:inquiry": case.inquiries.first().pk,
        "staff:attachment": case.attachments.first().number,
        "staff:finding_take_back": found(case, ANEURYSM).works.latest,
        "staff:check_take_back": case.source_checks.first().pk,
        "staff:sheet": case.sheets.first().number,
        "staff:sheet_pdf": case.sheets.first().number,
        **{name: pages["medicines"] for name in PARTS if "row_id" in PARTS[name]},
    }
    return {name: {"number": number} for name, number in numbers.items()}


def test_what_is_tried_is_there(walk):
    """Nobody is turned away because there was nothing to find."""
    wrong = {n: status for n, status in walk.let_in.items() if status in TURNED_AWAY}

    assert wrong == {}
    assert set(walk.let_in) == set(PARTS)


def test_nobody_else_finds_it_by_any_method(walk):
    found = {key: s for key, s in walk.turned.items() if s not in TURNED_AWAY}

    assert found == {}
    assert len(walk.turned) == len(PAIRS) * len(METHODS)


def test_nobody_finds_it_behind_something_of_their_own(walk):
    found = {key: s for key, s in walk.within.items() if s not in TURNED_AWAY}

    assert found == {}


def test_every_try_is_in_the_trail_with_whose_record_it_was(walk):
    assert set(PARTS) - walk.traced == {"staff:factor_remove"}  # of no patient


def test_nothing_of_theirs_is_changed(walk):
    assert walk.is_unchanged


def test_the_page_of_roles_says_how_much_is_tried():
    tried = f"{len(PAIRS)} pairs of an address and somebody × {len(METHODS)} methods"

    said = " ".join(text(DOCS / "reference" / "roles.md").split())
    assert f"{tried} = {len(PAIRS) * len(METHODS):,}" in said
    assert f"{len(PARTS)} addresses that name something of a patient" in said
