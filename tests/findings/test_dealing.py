"""Dealing with findings: appended, tied to what each rests on, and taken back."""

import pytest
from django.db import InternalError, transaction

from intake.audit.models import Event
from intake.domain.answer import answered
from intake.findings.actions import (
    NoEvidence,
    NoSuchFinding,
    NothingStated,
    NotReasoned,
    WorkChanged,
    deal_with,
    decide,
    take_back,
)
from intake.findings.models import FindingWork
from intake.findings.work import found_in
from intake.patients import vault
from intake.review import actions as review
from intake.review import evaluation
from intake.review.actions import CaseChanged, CaseIsWithdrawn, Verdict
from tests.factories.cases import make_case
from tests.factories.checks import check
from tests.factories.staff import make_staff
from tests.factories.work import BY_LETTER, found, statement, work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing")]
ANEURYSM = "VAS-01"
GO_ON = {"iv_im": "conditional", "in": "eligible"}
TAKES = {"medicines": [{"rx_name": "oxycodone"}]}


def verdict(**outcomes):
    return Verdict(GO_ON | outcomes, "Why", "What comes next")


def decided(case, by, reasons=None, **outcomes):
    return decide(
        case=case,
        verdict=verdict(**outcomes),
        reasons=reasons or {},
        seen=review.revision_of(case),
        by=by,
    )


def test_a_finding_that_nobody_dealt_with_is_open(case):
    assert found(case, ANEURYSM).works.is_open
    assert not found(case, ANEURYSM).works.is_open_again


@pytest.mark.parametrize(
    ("kind", "is_open"),
    [("confirmed", True), ("resolved", False), ("set_aside", False)],
)
def test_a_confirmed_finding_stays_open_and_the_others_do_not(
    case, clinician, kind, is_open
):
    work(case, ANEURYSM, clinician, kind)

    works = found(case, ANEURYSM).works
    assert works.counts.record.kind == kind
    assert (works.counts.reason, works.counts.source) == (
        "The aneurysm was clipped.",
        BY_LETTER,
    )
    assert works.is_open is is_open


def test_the_finding_itself_stays(case, clinician):
    before = [one.report for one in found_in(case)]

    work(case, ANEURYSM, clinician)

    assert [one.report for one in found_in(case)] == before


def test_the_newest_work_counts_and_the_earlier_is_kept(case, clinician):
    first = work(case, ANEURYSM, clinician, "confirmed")
    second = work(case, ANEURYSM, clinician, "resolved")

    works = found(case, ANEURYSM).works

    assert works.counts.record == second
    assert [one.record for one in works.here] == [first, second]


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_nothing_is_dealt_with_without_a_reason(case, clinician, reason):
    with pytest.raises(NothingStated):
        work(case, ANEURYSM, clinician, reason=reason)

    assert not FindingWork.objects.exists()


@pytest.mark.parametrize("kind", ["confirmed", "resolved"])
def test_what_was_checked_or_settled_names_its_evidence(case, clinician, kind):
    with pytest.raises(NoEvidence):
        work(case, ANEURYSM, clinician, kind, source=" ")


def test_to_set_aside_is_a_judgement_and_needs_no_source(case, clinician):
    work(case, ANEURYSM, clinician, "set_aside", source="")

    assert not found(case, ANEURYSM).works.is_open


def test_work_can_neither_be_changed_nor_deleted(case, clinician):
    record = work(case, ANEURYSM, clinician)

    with pytest.raises(InternalError), transaction.atomic():
        FindingWork.objects.filter(pk=record.pk).update(kind="confirmed")
    with pytest.raises(InternalError), transaction.atomic():
        record.delete()


def test_taking_back_opens_the_finding_and_keeps_both(case, clinician):
    record = work(case, ANEURYSM, clinician)
    other = make_staff("clinician", sites=(case.patient.site,))

    undone = take_back(case=case, number=record.pk, reason="Wrong patient", by=other)

    (one,) = found(case, ANEURYSM).works.here
    assert found(case, ANEURYSM).works.is_open
    assert (one.taken_back_by, one.taken_back_why) == (undone, "Wrong patient")
    assert undone.by == other


def test_taking_back_the_newest_lets_the_one_before_count(case, clinician):
    work(case, ANEURYSM, clinician, "set_aside")
    newest = work(case, ANEURYSM, clinician, "confirmed")

    take_back(case=case, number=newest.pk, reason="A mistake", by=clinician)

    assert found(case, ANEURYSM).works.counts.record.kind == "set_aside"


def test_taking_back_twice_has_one_effect_and_needs_a_reason(case, clinician):
    record = work(case, ANEURYSM, clinician)
    with pytest.raises(NothingStated):
        take_back(case=case, number=record.pk, reason=" ", by=clinician)

    first = take_back(case=case, number=record.pk, reason="A mistake", by=clinician)

    assert first == take_back(case=case, number=record.pk, reason="x", by=clinician)
    assert FindingWork.objects.count() == 2


def test_what_takes_back_and_what_is_of_another_case_cannot_be_taken_back(
    case, clinician, site
):
    record = work(case, ANEURYSM, clinician)
    undone = take_back(case=case, number=record.pk, reason="A mistake", by=clinician)
    other = make_case(site=site)

    for where, number in ((case, undone.pk), (other, record.pk), (case, 0)):
        with pytest.raises(NoSuchFinding):
            take_back(case=where, number=number, reason="Why", by=clinician)


def test_the_same_form_twice_has_one_effect(case, clinician):
    works = found(case, ANEURYSM).works
    how = {"case": case, "grounds": works.grounds, "seen": 0, "by": clinician}

    first = deal_with(statement=statement(), **how)

    assert deal_with(statement=statement(), **how) == first
    assert FindingWork.objects.count() == 1


def test_work_on_an_older_look_is_refused(case, clinician):
    works = found(case, ANEURYSM).works
    work(case, ANEURYSM, make_staff("clinician"), "set_aside")

    with pytest.raises(WorkChanged):
        deal_with(
            case=case,
            grounds=works.grounds,
            statement=statement("set_aside"),
            seen=works.latest,
            by=clinician,
        )


def test_a_finding_that_is_not_there_is_not_dealt_with(case, clinician):
    with pytest.raises(NoSuchFinding):
        deal_with(
            case=case, grounds="0" * 64, statement=statement(), seen=0, by=clinician
        )


def test_nothing_is_dealt_with_in_a_withdrawn_case(case, clinician):
    record = work(case, ANEURYSM, clinician)
    review.withdraw_case(case=case, by=case.patient.user)

    with pytest.raises(CaseIsWithdrawn):
        work(case, ANEURYSM, clinician)
    with pytest.raises(CaseIsWithdrawn):
        take_back(case=case, number=record.pk, reason="Why", by=clinician)


def about_classes(case):
    """The finding about the class of a medicine that is taken."""
    (finding,) = [
        one.id
        for one in found_in(case)
        if one.report["facts"].get("med") not in (None, ["UNKNOWN"])
    ]
    return finding


class TestGrounds:
    def test_an_unchanged_finding_keeps_its_work(self, case, clinician):
        work(case, ANEURYSM, clinician)

        review.observe(
            case=case, fact="capacity_concern", answer=answered("yes"), by=clinician
        )

        assert not found(case, ANEURYSM).works.is_open

    def test_other_evidence_opens_it_again_and_keeps_what_was_done(
        self, site, clinician
    ):
        case = make_case(TAKES, site=site)
        finding = about_classes(case)
        record = work(case, finding, clinician)
        name = {"name": "methadone"}

        check(case, "row-0", clinician, history="medicines", facts=name)

        works = found(case, finding).works
        assert works.is_open
        assert works.is_open_again
        assert [one.record for one in works.before] == [record]

    def test_a_medicine_of_no_such_class_opens_nothing_again(self, site, clinician):
        taking = {"medicines": [{"rx_name": "oxycodone"}, {"rx_name": "zyxwopram"}]}
        case = make_case(taking, site=site)
        finding = about_classes(case)
        work(case, finding, clinician)
        stopped = {"taken": "no"}

        check(case, "row-1", clinician, history="medicines", facts=stopped)

        assert not found(case, finding).works.is_open

    def test_they_differ_between_patients_and_say_nothing(self, case, site):
        other = make_case({"aneurysm": "yes"}, site=site)

        mine, theirs = found(case, ANEURYSM), found(other, ANEURYSM)

        assert mine.report == theirs.report
        assert mine.works.grounds != theirs.works.grounds


class TestDeciding:
    def test_going_on_in_spite_of_an_open_finding_needs_a_reason(self, case, clinician):
        grounds = found(case, ANEURYSM).works.grounds

        with pytest.raises(NotReasoned) as refused:
            decided(case, clinician, {grounds: " "})

        assert refused.value.lacking == [grounds]
        assert not case.decisions.exists()

    def test_the_reason_is_kept_with_the_decision(self, case, clinician):
        grounds = found(case, ANEURYSM).works.grounds

        decision = decided(case, clinician, {grounds: "Clipped in 2011", "other": "x"})

        (record,) = decision.overruled.all()
        works = found(case, ANEURYSM).works
        assert (works.overruled.record, works.overruled.reason) == (
            record,
            "Clipped in 2011",
        )
        assert works.is_open, "a decision does not settle the matter"
        assert works.counts is None

    @pytest.mark.parametrize("outcome", ["not_now", "not_suitable", "more_information"])
    def test_not_going_on_needs_none(self, case, clinician, outcome):
        decision = decided(case, clinician, iv_im=outcome, **{"in": outcome})

        assert not decision.overruled.exists()

    @pytest.mark.parametrize("kind", ["resolved", "set_aside"])
    def test_what_was_dealt_with_needs_none(self, case, clinician, kind):
        work(case, ANEURYSM, clinician, kind)

        assert not decided(case, clinician).overruled.exists()

    def test_what_was_confirmed_needs_one(self, case, clinician):
        work(case, ANEURYSM, clinician, "confirmed")

        with pytest.raises(NotReasoned):
            decided(case, clinician)

    def test_a_finding_on_one_route_does_not_stand_against_the_other(
        self, site, clinician
    ):
        case = make_case({"stay": "no"}, site=site)
        holding = [one for one in found_in(case) if one.holds(["in"])]
        only_here = [one for one in holding if not one.holds(["iv_im"])]
        assert holding == only_here

        assert decided(case, clinician, **{"in": "not_now"})

    def test_the_same_decision_twice_has_one_effect(self, case, clinician):
        grounds = found(case, ANEURYSM).works.grounds
        seen = review.revision_of(case)
        how = {"case": case, "verdict": verdict(), "seen": seen, "by": clinician}
        first = decide(reasons={grounds: "Clipped"}, **how)

        assert decide(reasons={grounds: "Clipped"}, **how) == first
        assert FindingWork.objects.count() == 1

    def test_a_decision_on_an_older_look_is_refused_as_before(self, case, clinician):
        with pytest.raises(CaseChanged):
            decide(case=case, verdict=verdict(), reasons={}, seen="0.0", by=clinician)


def test_every_step_is_in_the_trail_without_a_word_of_the_finding(case, clinician):
    record = work(case, ANEURYSM, clinician)
    take_back(case=case, number=record.pk, reason="A mistake", by=clinician)
    decided(case, clinician, {found(case, ANEURYSM).works.grounds: "Clipped"})

    events = list(Event.objects.filter(action__startswith="finding."))

    assert [(event.action, event.detail) for event in events] == [
        ("finding.dealt_with", {"kind": "resolved"}),
        ("finding.taken_back", {}),
        ("finding.overruled", {}),
    ]
    assert {event.patient_id for event in events} == {str(case.patient.pk)}


def test_what_was_said_is_sealed_for_this_case(case, clinician):
    record = work(case, ANEURYSM, clinician)

    stored = bytes(record.sealed)
    assert ANEURYSM.encode() not in stored
    assert b"clipped" not in stored
    assert ANEURYSM not in record.grounds
    with pytest.raises(vault.CannotOpen):
        vault.open_value(case.patient, "finding work of another", stored)


def test_the_cost_of_reading_does_not_grow(case, clinician, django_assert_num_queries):
    run = evaluation.opened(evaluation.latest(case))
    for kind in ("confirmed", "resolved", "set_aside"):
        work(case, ANEURYSM, clinician, kind)

    with django_assert_num_queries(1):
        found_in(case, run)
