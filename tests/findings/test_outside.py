"""Asking outside: a link that works once, proved by a date, ended once."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.utils import timezone

from intake.audit.models import Event
from intake.domain.answer import answered
from intake.findings.attachments import Document, attached_to
from intake.findings.files import Clean, Media
from intake.findings.inquiries import (
    MOST_TRIES,
    Reply,
    Standing,
    inquiries_of,
    inquiry_of,
)
from intake.findings.models import Ending, Inquiry
from intake.findings.outside import (
    LinkIsOver,
    WrongBirthDate,
    find,
    prove,
    receive,
    send_again,
    withdraw,
)
from intake.review import actions as review
from intake.review.actions import CaseIsWithdrawn, Verdict
from intake.review.models import Case
from intake.review.worklist import cases_for
from tests.factories.cases import make_case
from tests.factories.files import PDF
from tests.factories.inquiries import ANEURYSM, ask
from tests.factories.staff import make_site, make_staff
from tests.questionnaires.test_races import at_once

pytestmark = pytest.mark.django_db
BORN, WRONG = date(1984, 5, 6), date(1984, 6, 5)
FINE = Reply("no_objection", "Clipped in 2011.")
LETTER = Document("letter.pdf", Clean(Media.PDF, PDF))
NO = Verdict({"iv_im": "not_now", "in": "not_now"}, "Why", "What")


@pytest.fixture
def inquiry(case, clinician):
    return ask(case, clinician)[0]


def standing(case):
    return [one.standing for one in inquiries_of(case)]


def reread(case):
    return Case.objects.select_related("patient__identity", "response").get(pk=case.pk)


def test_a_link_is_known_by_its_token_and_only_a_digest_is_kept(case, clinician):
    inquiry, token = ask(case, clinician)

    assert find(token) == inquiry
    assert len(token) >= 43
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM findings_inquiry AS t")
        (row,) = cursor.fetchone()
    for word in (token, token.encode().hex(), "Rivera", b"Rivera".hex(), ANEURYSM):
        assert word not in row


@pytest.mark.parametrize("token", ["", "x", "reply", "A" * 43, "é" * 43])
def test_a_forged_token_opens_nothing(inquiry, token):
    with pytest.raises(LinkIsOver):
        find(token)


def test_two_links_differ(case, clinician):
    assert ask(case, clinician)[1] != ask(case, clinician)[1]


def test_a_link_expires(case, clinician, monkeypatch):
    _inquiry, token = ask(case, clinician, days=2)
    later = timezone.now() + timedelta(days=2, seconds=1)

    monkeypatch.setattr(timezone, "now", lambda: later)

    with pytest.raises(LinkIsOver):
        find(token)
    assert standing(case) == [Standing.EXPIRED]


def test_the_right_date_opens_it_and_is_recorded(inquiry, case):
    prove(inquiry=inquiry, born_on=BORN)

    event = Event.objects.get(action="inquiry.opened")
    assert (event.actor_id, event.patient_id) == ("", str(case.patient.pk))


def test_wrong_dates_lock_it_for_the_right_one_too(case, clinician):
    inquiry, token = ask(case, clinician)

    for _try in range(MOST_TRIES - 1):
        with pytest.raises(WrongBirthDate):
            prove(inquiry=inquiry, born_on=WRONG)
    with pytest.raises(LinkIsOver):
        prove(inquiry=inquiry, born_on=WRONG)

    with pytest.raises(LinkIsOver):
        prove(inquiry=inquiry, born_on=BORN)
    with pytest.raises(LinkIsOver):
        find(token)
    assert standing(case) == [Standing.LOCKED]
    refused = Event.objects.filter(action="inquiry.opened", outcome="refused")
    assert refused.count() == MOST_TRIES


def test_a_reply_lands_on_its_finding_with_its_file(inquiry, case):
    receive(inquiry=inquiry, reply=FINE, document=LETTER)

    (one,) = inquiries_of(case)
    assert one.standing is Standing.REPLIED
    assert (one.asked.finding, one.choice) == (
        ANEURYSM,
        "I know of no reason against it",
    )
    assert one.reply.words == "Clipped in 2011."
    (file,) = attached_to(case)
    assert (file.record, file.finding) == (one.ending.attachment, ANEURYSM)
    assert file.record.by is None


def test_a_reply_is_sealed(inquiry):
    ending = receive(inquiry=inquiry, reply=FINE, document=None)

    assert b"Clipped" not in bytes(ending.sealed_reply)


def test_the_same_reply_twice_has_one_effect(inquiry):
    first = receive(inquiry=inquiry, reply=FINE, document=LETTER)

    assert receive(inquiry=inquiry, reply=FINE, document=LETTER) == first
    assert Event.objects.filter(action="inquiry.replied").count() == 1


@pytest.mark.parametrize(
    ("reply", "document"),
    [(Reply("advise_against"), LETTER), (FINE, None)],
    ids=["other-words", "no-file"],
)
def test_another_reply_comes_too_late(inquiry, case, reply, document):
    receive(inquiry=inquiry, reply=FINE, document=LETTER)

    with pytest.raises(LinkIsOver):
        receive(inquiry=inquiry, reply=reply, document=document)

    assert len(attached_to(case)) == 1


def test_a_withdrawn_link_takes_no_reply_and_the_reply_that_came_first_stays(
    case, clinician
):
    closed, token = ask(case, clinician)
    replied, _token = ask(case, clinician)
    receive(inquiry=replied, reply=FINE, document=None)

    for inquiry in (closed, closed, replied):
        withdraw(case=case, number=inquiry.pk, by=clinician)

    assert standing(case) == [Standing.REPLIED, Standing.WITHDRAWN]
    with pytest.raises(LinkIsOver):
        find(token)
    with pytest.raises(LinkIsOver):
        receive(inquiry=closed, reply=FINE, document=None)


def test_a_new_link_replaces_the_one_before(case, clinician):
    inquiry, before = ask(case, clinician)

    again, token = send_again(case=case, number=inquiry.pk, by=clinician)

    assert find(token) == again
    assert inquiry_of(case, again.pk).asked == inquiry_of(case, inquiry.pk).asked
    with pytest.raises(LinkIsOver):
        find(before)


def test_nothing_is_sent_again_once_the_reply_is_there(case, clinician, inquiry):
    receive(inquiry=inquiry, reply=FINE, document=None)

    with pytest.raises(LinkIsOver):
        send_again(case=case, number=inquiry.pk, by=clinician)
    assert Inquiry.objects.count() == 1


def test_an_inquiry_of_another_case_is_none_of_this_one(inquiry, site, clinician):
    other = make_case(site=site)

    for change in (withdraw, send_again):
        with pytest.raises(LinkIsOver):
            change(case=other, number=inquiry.pk, by=clinician)


def test_once_the_patient_withdrew_nobody_is_asked_and_no_link_works(case, clinician):
    inquiry, token = ask(case, clinician)
    review.withdraw_case(case=case, by=case.patient.user)

    with pytest.raises(LinkIsOver):
        find(token)
    with pytest.raises(LinkIsOver):
        receive(inquiry=Inquiry.objects.get(pk=inquiry.pk), reply=FINE, document=None)
    with pytest.raises(CaseIsWithdrawn):
        ask(case, clinician)


def test_an_end_can_neither_be_changed_nor_doubled(inquiry, clinician):
    ending = receive(inquiry=inquiry, reply=FINE, document=None)

    with pytest.raises(InternalError), transaction.atomic():
        ending.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Ending.objects.create(inquiry=inquiry, withdrawn_by=clinician)


class TestComingBack:
    def test_a_case_with_a_reply_is_first_among_its_equals(self, site, clinician):
        first, second = (make_case({"aneurysm": "yes"}, site=site) for _ in range(2))
        inquiry, _token = ask(second, clinician)
        assert [row.case for row in cases_for(clinician)[0]] == [first, second]

        receive(inquiry=inquiry, reply=FINE, document=None)

        assert [row.case for row in cases_for(clinician)[0]] == [second, first]

    def test_it_stays_first_through_another_evaluation(self, inquiry, case, clinician):
        receive(inquiry=inquiry, reply=FINE, document=None)
        before = reread(case).urgency

        no = answered("no")
        review.observe(
            case=reread(case), fact="capacity_concern", answer=no, by=clinician
        )

        assert reread(case).urgency == before
        assert reread(case).replied_at

    def test_a_clinician_who_opens_it_has_seen_it(self, inquiry, case, clinician):
        before = reread(case).urgency
        receive(inquiry=inquiry, reply=FINE, document=None)
        review.read_case(case=reread(case), by=make_staff("front_desk"))
        assert reread(case).replied_at

        review.read_case(case=reread(case), by=clinician)

        assert reread(case).replied_at is None
        assert reread(case).urgency == before

    def test_a_decided_case_is_open_again_and_its_decision_stands(
        self, inquiry, case, clinician
    ):
        seen = review.revision_of(case)
        review.record_decision(case=case, verdict=NO, seen=seen, by=clinician)

        receive(inquiry=Inquiry.objects.get(pk=inquiry.pk), reply=FINE, document=None)

        assert reread(case).stage == Case.Stage.CHECKING
        assert case.decisions.current().count() == 1


def test_every_step_is_in_the_trail(case, clinician):
    inquiry, _token = ask(case, clinician)
    again, _token = send_again(case=case, number=inquiry.pk, by=clinician)
    prove(inquiry=again, born_on=BORN)
    receive(inquiry=again, reply=FINE, document=LETTER)

    told = Event.objects.filter(subject_type__startswith="findings.")
    assert list(told.values_list("action", flat=True)) == [
        "inquiry.made",
        "inquiry.withdrawn",
        "inquiry.made",
        "inquiry.opened",
        "attachment.kept",
        "inquiry.replied",
    ]


def test_reading_them_costs_one_query(case, clinician, django_assert_num_queries):
    for _number in range(3):
        receive(inquiry=ask(case, clinician)[0], reply=FINE, document=LETTER)

    with django_assert_num_queries(1):
        assert len(inquiries_of(case)) == 3


@pytest.mark.django_db(transaction=True)
def test_of_two_replies_at_once_one_is_taken():
    case = make_case({"aneurysm": "yes"}, site=make_site())
    inquiry, _token = ask(case, make_staff("clinician"))
    related = ("case__patient__identity", "case__response")

    def send(words):
        mine = Inquiry.objects.select_related(*related).get(pk=inquiry.pk)
        return receive(inquiry=mine, reply=Reply("cannot_say", words), document=None)

    came = at_once(lambda: send("one"), lambda: send("two"))

    assert sorted(type(one).__name__ for one in came) == ["Ending", "LinkIsOver"]
    assert Ending.objects.count() == 1
