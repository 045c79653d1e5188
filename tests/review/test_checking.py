"""Holding a history against a source: both are kept, and the case is judged again."""

from dataclasses import replace

import pytest
from django.db import InternalError, transaction

from intake.audit.models import Event
from intake.domain.medicines.matching import match
from intake.domain.questionnaire.answers import ListState
from intake.domain.treatments.evidence import Status
from intake.domain.treatments.trials import Outcome
from intake.questionnaires.filled import filled
from intake.review import asking, evaluation
from intake.review.actions import CaseIsWithdrawn, withdraw_case
from intake.review.checking import (
    NoSuchRow,
    NothingStated,
    RowChanged,
    check_row,
    take_back,
)
from intake.review.history import histories_of
from intake.review.medicines import medicine_record
from intake.review.models import Case, SourceCheck
from intake.review.treatments import treatment_record
from tests.factories.cases import WELL, make_case
from tests.factories.checks import add, check, found_in
from tests.factories.responses import save, say_of_list
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db
MEDICINES = {"history": "medicines"}
LOW_DOSE = {
    "treatments": [
        WELL["treatments"][0],
        WELL["treatments"][1] | {"tx_drug": "escitalopram", "tx_dose": 5},
    ]
}


@pytest.fixture
def doubtful(site):
    """Somebody whose second trial was too low in dose, as they remember it."""
    return make_case(LOW_DOSE, site=site)


def facts_that_count(case):
    inputs = evaluation.opened(evaluation.latest(case))
    return {finding["id"] for finding in inputs["findings"]}, inputs["corrected"]


def test_a_corrected_dose_stands_beside_what_the_patient_said(doubtful, clinician):
    check(doubtful, "row-1", clinician, facts={"dose": 20.0})

    trial = treatment_record(doubtful).trials[1]

    assert (trial.reported.dose, trial.standing.dose) == (5, 20.0)
    assert trial.judgement.outcome is Outcome.FAILED_ADEQUATE
    assert trial.status is Status.PHARMACY_LIST
    assert trial.evidence_of("dose").who == clinician.name
    assert trial.evidence_of("improvement").status is Status.PATIENT_REPORTED


def test_the_answers_of_the_patient_are_not_touched(doubtful, clinician):
    before = filled(doubtful.response).sheet.rows("treatments")

    check(doubtful, "row-1", clinician, facts={"dose": 20.0, "agent": "sertraline"})

    assert filled(doubtful.response).sheet.rows("treatments") == before


def test_the_case_is_evaluated_again_over_what_stands(doubtful, clinician):
    found, corrected = facts_that_count(doubtful)
    assert "IND-01" in found
    assert corrected == []

    check(doubtful, "row-1", clinician, facts={"dose": 20.0})

    found, corrected = facts_that_count(doubtful)
    assert "IND-01" not in found
    assert corrected == ["trd"]


def test_a_fact_may_be_confirmed_as_it_was_told(case, clinician):
    check(case, "row-0", clinician, facts={"dose": 150.0}, source="record_verified")

    trial = treatment_record(case).trials[0]

    assert trial.standing == trial.reported
    assert trial.evidence_of("dose").status is Status.RECORD_VERIFIED


def test_of_each_fact_the_newest_statement_stands(case, clinician):
    check(case, "row-0", clinician, facts={"dose": 50.0, "improvement": 0})
    check(case, "row-0", clinician, facts={"dose": 75.0}, source="record_verified")

    trial = treatment_record(case).trials[0]

    assert (trial.standing.dose, trial.standing.improvement) == (75.0, 0)
    assert trial.evidence_of("dose").status is Status.RECORD_VERIFIED
    assert trial.evidence_of("improvement").status is Status.PHARMACY_LIST


def test_what_was_stated_can_be_taken_back_and_is_kept(doubtful, clinician):
    wrong = check(doubtful, "row-1", clinician, facts={"dose": 20.0})

    take_back(case=doubtful, check=wrong.pk, words="Another patient", by=clinician)

    trial = treatment_record(doubtful).trials[1]
    assert trial.standing == trial.reported
    assert trial.status is Status.PATIENT_REPORTED
    assert facts_that_count(doubtful)[1] == []
    assert SourceCheck.objects.count() == 2


def test_taking_back_lets_the_statement_before_it_stand_again(case, clinician):
    check(case, "row-0", clinician, facts={"dose": 50.0})
    wrong = check(case, "row-0", clinician, facts={"dose": 75.0})

    take_back(case=case, check=wrong.pk, words="Misread", by=clinician)

    assert treatment_record(case).trials[0].standing.dose == 50.0


def test_a_trial_that_only_a_source_knows_is_added_and_says_so(case, clinician):
    add(case, clinician, facts={"agent": "duloxetine", "dose": 60.0})

    added = treatment_record(case).trials[2]

    assert added.reported is None
    assert added.standing.agent.generic == "duloxetine"
    assert added.judgement.outcome is Outcome.INDETERMINATE
    assert treatment_record(case).resistance.maximum == 3


def test_a_medicine_whose_name_is_corrected_changes_the_classes(site, clinician):
    case = make_case({"medicines": [{"rx_name": "little blue pill"}]}, site=site)
    assert "MED-17" in facts_that_count(case)[0]

    check(case, "row-0", clinician, facts={"name": "lorazepam"}, **MEDICINES)

    found, corrected = facts_that_count(case)
    assert "MED-17" not in found
    assert corrected == ["med"]
    medicine = medicine_record(case).medicines[0]
    assert (medicine.said, medicine.name) == ("little blue pill", "lorazepam")
    assert medicine.match == match("lorazepam")


def test_a_medicine_that_only_the_pharmacy_knows_counts(case, clinician):
    before = facts_that_count(case)[0]

    add(case, clinician, facts={"name": "phenelzine"}, **MEDICINES)

    after = facts_that_count(case)[0]
    assert after - before
    assert "MAOI" in histories_of(case, filled(case.response)).medicines.classes.value


def test_a_medicine_that_is_not_taken_any_more_counts_no_longer(site, clinician):
    case = make_case({"medicines": [{"rx_name": "oxycodone"}]}, site=site)
    assert "MED-04" in facts_that_count(case)[0]

    check(case, "row-0", clinician, facts={"taken": "no"}, **MEDICINES)

    assert "MED-04" not in facts_that_count(case)[0]
    assert medicine_record(case).medicines[0].is_taken is False


def test_what_was_checked_stays_when_the_patient_takes_it_off(case, clinician):
    check(case, "row-1", clinician, facts={"dose": 450.0})
    request = asking.ask_patient(
        case=case, items=["treatments"], reason="Is this all?", by=clinician
    )
    save(request, "treatments", {}, row="row-1", removed=True)
    say_of_list(request, "treatments", ListState.DONE)
    asking.receive_answers(response=request, by=request.patient.user)

    kept = treatment_record(Case.objects.get(pk=case.pk)).trials[1]

    assert kept.is_gone
    assert (kept.standing.agent.generic, kept.standing.dose) == ("bupropion", 450.0)


@pytest.mark.parametrize(
    ("facts", "answer"),
    [({"dose": 300.0}, "met"), ({"dose": 20.0}, None)],
    ids=["enough by themselves", "not enough"],
)
def test_of_a_list_that_is_not_confirmed_only_checked_trials_count(
    case, clinician, facts, answer
):
    check(case, "row-0", clinician, facts={"dose": 150.0})
    check(case, "row-1", clinician, facts=facts)

    record = replace(treatment_record(case), is_confirmed=False)

    assert (record.status.value if record.status else None) == answer


def test_a_list_of_medicines_that_is_not_confirmed_stays_unknown(case, clinician):
    add(case, clinician, facts={"name": "lithium"}, **MEDICINES)

    record = replace(medicine_record(case), state=ListState.UNSURE)

    assert record.classes is None


def test_a_form_that_is_sent_twice_has_one_effect(case, clinician):
    found = found_in("row-0")

    first = check_row(case=case, found=found, seen=0, by=clinician)
    again = check_row(case=case, found=found, seen=0, by=clinician)

    assert first == again
    assert SourceCheck.objects.count() == 1


def test_another_statement_meanwhile_is_not_written_over(case, clinician, site):
    check(case, "row-0", make_staff("clinician", sites=(site,)))

    with pytest.raises(RowChanged):
        check_row(case=case, found=found_in("row-0"), seen=0, by=clinician)

    assert SourceCheck.objects.count() == 1


@pytest.mark.parametrize(
    "how", [{"facts": {}}, {"words": "  "}], ids=["no fact", "no source"]
)
def test_nothing_is_stated_without_a_fact_and_a_source(case, clinician, how):
    with pytest.raises(NothingStated):
        check(case, "row-0", clinician, **how)

    assert not SourceCheck.objects.exists()


def test_a_row_that_is_not_there_is_not_checked(case, clinician):
    with pytest.raises(NoSuchRow):
        check(case, "row-9", clinician)
    with pytest.raises(NoSuchRow):
        check(case, "row-0", clinician, **MEDICINES)


def test_a_new_row_needs_a_name(case, clinician):
    with pytest.raises(NoSuchRow):
        add(case, clinician, facts={"dose": 20.0})


def test_a_withdrawn_case_takes_none(case, clinician):
    wrong = check(case, "row-0", clinician)
    withdraw_case(case=case, by=case.patient.user)

    with pytest.raises(CaseIsWithdrawn):
        check(case, "row-1", clinician)
    with pytest.raises(CaseIsWithdrawn):
        take_back(case=case, check=wrong.pk, words="Why", by=clinician)

    assert SourceCheck.objects.count() == 1


def test_taking_back_needs_a_reason_and_something_to_take_back(case, clinician):
    wrong = check(case, "row-0", clinician)

    with pytest.raises(NothingStated):
        take_back(case=case, check=wrong.pk, words=" ", by=clinician)
    with pytest.raises(NoSuchRow):
        take_back(case=case, check=wrong.pk + 1, words="Why", by=clinician)


def test_taking_back_twice_has_one_effect(case, clinician):
    wrong = check(case, "row-0", clinician)

    first = take_back(case=case, check=wrong.pk, words="Why", by=clinician)
    again = take_back(case=case, check=wrong.pk, words="Why", by=clinician)

    assert first == again


def test_every_step_is_in_the_trail_without_what_was_said(case, clinician):
    wrong = check(case, "row-0", clinician)
    add(case, clinician, facts={"name": "lithium"}, **MEDICINES)
    take_back(case=case, check=wrong.pk, words="Why", by=clinician)

    events = Event.objects.filter(action__startswith="history.")

    assert [(event.action, event.detail) for event in events] == [
        ("history.checked", {"history": "trials"}),
        ("history.added", {"history": "medicines"}),
        ("history.check_taken_back", {"history": "trials"}),
    ]


def test_what_was_stated_lies_sealed_and_cannot_be_changed(case, clinician):
    record = check(case, "row-0", clinician, words="Main Street")

    assert b"Main Street" not in bytes(record.sealed)
    with pytest.raises(InternalError), transaction.atomic():
        SourceCheck.objects.filter(pk=record.pk).update(row="row-1")
