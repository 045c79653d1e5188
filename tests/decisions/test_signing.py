"""A signed decision keeps its letter and its conditions; those are ticked off."""

from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import InternalError, connection, transaction

from intake.audit.models import Event
from intake.decisions import actions
from intake.decisions.letters import told_of
from intake.decisions.models import Condition, Letter
from intake.decisions.printing import as_pdf, blocks, letter_data
from intake.review import actions as review
from intake.review.models import Case
from tests.factories.cases import make_case
from tests.factories.letters import NOT_NOW, sign
from tests.factories.staff import make_site, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(case, clinician):
    """A decision with two conditions."""
    return sign(case, clinician, conditions=("bp_log",), own_conditions=("Call us.",))


def mark(condition, by, is_met=True, note="Seen on paper."):
    return actions.mark_condition(condition=condition, is_met=is_met, note=note, by=by)


def test_both_texts_are_kept_as_drafted_and_as_sent(case, clinician):
    decision = sign(case, clinician, message="In my own words.", reasons=("medicine",))

    told = told_of(decision, case)
    assert told.verdict.message == "In my own words."
    assert "does not go well with the treatment" in told.drafted
    assert told.is_edited
    assert told.choices.reasons == ("medicine",)


def test_an_unchanged_draft_counts_as_unchanged(case, clinician):
    first = told_of(sign(case, clinician), case)

    again = sign(case, clinician, message=first.drafted.replace("\n", "\r\n"))

    assert not told_of(again, case).is_edited


def test_what_a_letter_says_lies_sealed(case, clinician):
    decision = sign(case, clinician, NOT_NOW, reasons=("pregnancy",))

    letter = Letter.objects.get(decision=decision)
    assert b"pregnancy" not in bytes(letter.sealed)


def test_the_day_to_come_back_is_kept(case, clinician):
    decision = sign(case, clinician, NOT_NOW, return_on=date(2027, 3, 1))

    assert told_of(decision, case).return_on == date(2027, 3, 1)


def test_a_refused_decision_leaves_no_letter(case, clinician):
    with pytest.raises(review.CaseChanged):
        sign(case, clinician, seen="another", conditions=("bp_log",))

    assert not Letter.objects.exists()
    assert not Condition.objects.exists()


def test_the_same_decision_sent_twice_has_one_letter(case, clinician):
    seen = review.revision_of(case)

    for _ in range(2):
        sign(case, clinician, seen=seen, conditions=("bp_log",))

    assert Letter.objects.count() == Condition.objects.count() == 1


def test_conditions_are_open_until_they_are_ticked_off(asked, case, clinician):
    told = told_of(asked, case)
    assert [one.is_met for one in told.conditions] == [False, False]

    mark(Condition.objects.get(number=1), clinician)

    told = told_of(asked, case)
    assert [one.is_met for one in told.conditions] == [True, False]
    assert told.open_conditions[0].text == "Call us."
    step = told.conditions[0].latest
    assert (step.by, step.note) == (str(clinician), "Seen on paper.")


def test_a_condition_that_is_open_after_all_keeps_both_steps(asked, case, clinician):
    condition = Condition.objects.get(number=1)
    mark(condition, clinician)

    mark(condition, clinician, is_met=False, note="It was another person's log.")

    standing = told_of(asked, case).conditions[0]
    assert [step.is_met for step in standing.steps] == [True, False]
    assert not standing.is_met
    assert Event.objects.filter(action="condition.opened_again").count() == 1


def test_ticking_off_twice_counts_once(asked, clinician):
    condition = Condition.objects.get(number=1)

    assert mark(condition, clinician) is not None
    assert mark(condition, clinician) is None
    assert Event.objects.filter(action="condition.met").count() == 1


def test_a_condition_of_a_replaced_decision_is_not_ticked_off(asked, case, clinician):
    condition = Condition.objects.get(number=1)
    sign(case, clinician, NOT_NOW)

    with pytest.raises(actions.DecisionReplaced):
        mark(condition, clinician)

    assert not condition.steps.exists()


def test_nothing_is_ticked_off_after_withdrawing(asked, case, clinician):
    review.withdraw_case(case=case, by=case.patient.user)

    with pytest.raises(review.CaseIsWithdrawn):
        mark(Condition.objects.get(number=1), clinician)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE decisions_letter SET return_on = now()",
        "DELETE FROM decisions_condition",
        "UPDATE decisions_conditionstep SET kind = 'open'",
    ],
)
def test_nothing_of_it_can_be_changed_even_by_hand(asked, clinician, statement):
    mark(Condition.objects.get(number=1), clinician)

    with pytest.raises(InternalError, match="Cannot"), transaction.atomic():
        connection.cursor().execute(statement)


def test_the_letter_prints_as_a_pdf_with_what_nobody_can_print_as_a_box(
    case, clinician
):
    decision = sign(
        case,
        clinician,
        message="Hello 🙂\n\n- one\n- two #set text(red)",
        conditions=("bp_log",),
    )

    document = as_pdf(told_of(decision, case), case)

    assert document.startswith(b"%PDF")


def test_a_decision_without_a_letter_prints_too(case, clinician):
    verdict = review.Verdict(NOT_NOW, "Why", "What")
    seen = review.revision_of(case)
    decision = review.record_decision(
        case=case, verdict=verdict, seen=seen, by=clinician
    )

    assert as_pdf(told_of(decision, case), case).startswith(b"%PDF")


def test_paragraphs_keep_their_lines_and_lists_their_points():
    assert list(blocks("Why\r\n- one\r\n- two\r\n\r\n\r\nBye")) == [
        {"is_headed": True, "lines": ["Why"], "points": ["one", "two"]},
        {"is_headed": False, "lines": ["Bye"], "points": []},
    ]


@pytest.mark.parametrize(
    ("text", "is_headed"),
    [("Next\nCall us.", True), ("Hello,\nand welcome.", False), ("- one", False)],
)
def test_a_heading_is_a_first_line_that_does_not_end_like_a_sentence(text, is_headed):
    assert [block["is_headed"] for block in blocks(text)] == [is_headed]


@pytest.mark.parametrize(("message", "has_boxes"), [("Hello", False), ("🙂", True)])
def test_boxes_are_explained_where_there_are_some(case, clinician, message, has_boxes):
    decision = sign(case, clinician, message=message)

    assert letter_data(told_of(decision, case), case)["has_boxes"] == has_boxes


@pytest.mark.django_db(transaction=True)
def test_of_two_clinicians_who_sign_at_once_one_is_told_and_leaves_nothing():
    site = make_site()
    case = make_case(site=site)
    seen = review.revision_of(case)
    staff = [make_staff("clinician", sites=(site,)) for _ in range(2)]
    start, results = Barrier(2, timeout=20), []

    def run(by, conditions):
        try:
            fresh = Case.objects.select_related("patient").get(pk=case.pk)
            start.wait()
            sign(fresh, by, seen=seen, conditions=conditions)
            results.append("signed")
        except review.CaseChanged:
            results.append("told")
        finally:
            connection.close()

    pairs = zip(staff, [("bp_log",), ("escort", "stay")], strict=True)
    threads = [Thread(target=run, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted(results) == ["signed", "told"]
    (decision,) = case.decisions.all()
    assert Letter.objects.get().decision == decision
    assert {one.decision for one in Condition.objects.all()} == {decision}
