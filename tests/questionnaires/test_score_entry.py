"""Scores that staff enter: scored here, kept for good, and heard at once."""

from datetime import date, timedelta

import pytest
from django.db import InternalError, transaction

from intake.audit.models import Event
from intake.domain.answer import answered
from intake.domain.safety import Level
from intake.domain.score_entry import NotStated, entry_forms
from intake.domain.scoring.score import OffScale
from intake.practice.models import Organisation
from intake.questionnaires import actions
from intake.questionnaires.filled import filled
from intake.questionnaires.models import Mode, Response, ScoreRecord
from intake.questionnaires.score_entry import (
    ImpossibleDay,
    NotSent,
    ScoreChanged,
    entered_scores,
    revision_of,
)
from intake.questionnaires.scores import open_score
from intake.safety.models import Alert, AlertEvent
from tests.factories.responses import answer_until
from tests.factories.scores import enter, entry, least, staff_scores
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db

HIGH = {"cssrs_2": "yes", "cssrs_3": "no", "cssrs_4": "yes", "cssrs_5": "no"}


def all_entered(response):
    return entered_scores(response.patient, [response.pk])


class TestStoring:
    def test_a_score_is_computed_and_kept_with_who_when_and_how(self, sent, clinician):
        answers = least("qids", qids_1=2, qids_4=1, qids_5=3, qids_6=2, qids_8=1)
        day = Organisation.current().today() - timedelta(days=3)

        record = enter(
            sent,
            entry("qids", answers, given_on=day, given="paper", language="es"),
            clinician,
        )

        kept = open_score(ScoreRecord.objects.get(pk=record.pk))
        assert (kept["total"], kept["band"], kept["safety"]) == (7, "mild", "none")
        assert kept["answers"]["qids_5"] == {"value": 3}
        assert (kept["given_on"], kept["given"]) == (day.isoformat(), "paper")
        assert kept["version"] == "1"
        assert (record.entered_by, record.mode) == (clinician, Mode.STAFF)
        assert (record.language, record.response) == ("es", sent)
        assert record.wording_digest == entry_forms()["qids"].digest

    def test_a_total_alone_is_kept_as_one(self, sent, clinician):
        record = enter(sent, entry("wsas", {"wsas_total": answered(21)}), clinician)

        kept = open_score(record)
        assert (kept["total"], kept["band"]) == (21, "moderately_severe")
        assert kept["answers"] == {"wsas_total": {"value": 21}}

    def test_what_an_instrument_tells_beside_its_score_is_kept(self, sent, clinician):
        record = enter(sent, entry("pcl5", least("pcl5", pcl5_16=4)), clinician)

        assert open_score(record)["details"] == {
            "clusters": False,
            "zone": False,
            "attention": True,
        }

    def test_it_is_written_in_the_trail_without_an_answer(self, sent, clinician):
        record = enter(sent, entry("mdq"), clinician)

        event = Event.objects.get(action="score.entered")
        assert (event.actor_id, event.subject_id) == (str(clinician.pk), str(record.pk))
        assert event.patient_id == str(sent.patient.pk)
        assert event.detail == {"instrument": "mdq"}

    def test_nothing_readable_is_stored(self, sent, clinician):
        record = enter(sent, entry("wsas", {"wsas_total": answered(21)}), clinician)

        assert b"total" not in bytes(record.sealed)

    def test_a_score_is_never_changed(self, sent, clinician):
        record = enter(sent, entry("wsas"), clinician)

        for change in (record.save, record.delete):
            with pytest.raises(InternalError), transaction.atomic():
                change()

    def test_the_same_instrument_is_entered_as_often_as_it_was_asked(
        self, sent, clinician
    ):
        first = enter(sent, entry("wsas"), clinician)
        second = enter(sent, entry("wsas", least("wsas", wsas_1=4)), clinician)

        assert list(staff_scores(sent).order_by("pk")) == [first, second]

    def test_the_scores_of_the_patient_stay_as_they_are(self, sent, clinician):
        before = set(sent.scores.values_list("pk", "instrument"))

        enter(sent, entry("pcl5"), clinician)

        own = sent.scores.filter(entered_by=None)
        assert set(own.values_list("pk", "instrument")) == before
        assert own.get(instrument="phq9").mode == Mode.SELF


class TestRefusing:
    @pytest.mark.parametrize(
        ("code", "answers", "item"),
        [
            ("qids", {"qids_1": answered(4)}, "qids_1"),
            ("wsas", {"wsas_total": answered(41)}, "wsas_total"),
            (
                "wsas",
                {"wsas_total": answered(8), "wsas_1": answered(2)},
                "wsas_1",
            ),
            ("cssrs", {"cssrs_1": answered(1)}, "cssrs_1"),
            ("cssrs", {"phq9_9": answered(1)}, "phq9_9"),
        ],
    )
    def test_what_the_instrument_does_not_take(
        self, sent, clinician, code, answers, item
    ):
        with pytest.raises(OffScale) as refusal:
            enter(sent, entry(code, answers), clinician)

        assert refusal.value.item == item
        assert not staff_scores(sent).exists()

    def test_an_entry_with_a_silent_item(self, sent, clinician):
        answers = least("wsas")
        del answers["wsas_3"]

        with pytest.raises(NotStated) as refusal:
            enter(sent, entry("wsas", answers), clinician)

        assert refusal.value.items == ("wsas_3",)

    @pytest.mark.parametrize("code", ["phq9", "asq", "bdi"])
    def test_an_instrument_that_is_not_entered(self, sent, clinician, code):
        with pytest.raises(KeyError):
            enter(sent, entry(code, {}), clinician)

    def test_a_day_that_has_not_come(self, sent, clinician):
        tomorrow = Organisation.current().today() + timedelta(days=1)

        with pytest.raises(ImpossibleDay):
            enter(sent, entry("wsas", given_on=tomorrow), clinician)

    def test_a_day_before_the_patient_was_born(self, sent, clinician):
        with pytest.raises(ImpossibleDay):
            enter(sent, entry("wsas", given_on=date(1984, 5, 5)), clinician)

        assert enter(sent, entry("wsas", given_on=date(1984, 5, 6)), clinician)

    def test_a_response_that_was_notsend(self, risk, clinician):
        with pytest.raises(NotSent):
            enter(risk, entry("wsas"), clinician)

        assert not ScoreRecord.objects.exists()

    def test_an_entry_on_what_another_clinician_has_changed(self, sent, clinician):
        enter(sent, entry("wsas"), make_staff("clinician"), seen=0)

        with pytest.raises(ScoreChanged):
            enter(sent, entry("wsas"), clinician, seen=0)

        assert staff_scores(sent).count() == 1

    def test_another_instrument_is_no_change(self, sent, clinician):
        enter(sent, entry("wsas"), clinician, seen=0)

        assert enter(sent, entry("mdq"), clinician, seen=0)


class TestSendingTwice:
    def test_the_same_entry_twice_is_one(self, sent, clinician):
        entered = entry("cssrs", least("cssrs", cssrs_1="yes"))

        first = enter(sent, entered, clinician, seen=0)
        second = enter(sent, entered, clinician, seen=0)

        assert first == second
        assert AlertEvent.objects.filter(by=clinician).count() == 1
        assert Event.objects.filter(action="score.entered").count() == 1

    @pytest.mark.parametrize(
        "changed", [{"given": "phone"}, {"language": "es"}, {"reason": "Typed wrong."}]
    )
    def test_another_entry_is_not_the_same(self, sent, clinician, changed):
        enter(sent, entry("wsas"), clinician, seen=0)

        with pytest.raises(ScoreChanged):
            enter(sent, entry("wsas", **changed), clinician, seen=0)


class TestCorrecting:
    def test_a_correction_is_a_new_record_and_both_are_kept(self, sent, clinician):
        wrong = enter(sent, entry("wsas"), clinician)
        right = entry(
            "wsas",
            least("wsas", wsas_2=5),
            corrects=wrong.pk,
            reason="Read the wrong line.",
        )

        record = enter(sent, right, clinician)

        first, second = all_entered(sent)
        assert (first.record, second.record) == (wrong, record)
        assert (first.data["total"], second.data["total"]) == (0, 5)
        assert second.data["corrects"] == wrong.pk
        assert second.data["reason"] == "Read the wrong line."
        assert Event.objects.get(action="score.corrected").subject_id == str(record.pk)

    def test_a_score_is_corrected_once(self, sent, clinician):
        wrong = enter(sent, entry("wsas"), clinician)
        enter(sent, entry("wsas", corrects=wrong.pk, reason="Once."), clinician)

        with pytest.raises(ScoreChanged):
            enter(sent, entry("wsas", corrects=wrong.pk, reason="Twice."), clinician)

    def test_a_score_of_something_else_is_not_corrected(self, sent, clinician):
        other = enter(sent, entry("mdq"), clinician)
        patients = sent.scores.get(instrument="phq9")

        for record in (other, patients):
            wrong = entry("wsas", corrects=record.pk, reason="Mixed up.")
            with pytest.raises(ScoreChanged):
                enter(sent, wrong, clinician)

    def test_a_calmer_correction_lowers_no_alert(self, sent, clinician):
        wrong = enter(sent, entry("cssrs", least("cssrs", **HIGH)), clinician)
        calm = entry("cssrs", corrects=wrong.pk, reason="Another patient.")

        enter(sent, calm, clinician)

        alert = Alert.objects.get()
        assert (alert.level, alert.present_level) == (Level.HIGH, Level.HIGH)


def test_scores_stay_with_answers_that_were_amended(sent, clinician):
    record = enter(sent, entry("wsas"), clinician)
    again = actions.ask_again(
        base=sent, items=["phq9_1"], by=clinician, reason="Please look again."
    )
    answer_until(again)
    again = actions.complete_response(response=again, by=again.patient.user)
    now = filled(Response.objects.get(pk=again.pk))

    later = enter(again, entry("wsas", least("wsas", wsas_1=1)), clinician)

    found = entered_scores(again.patient, [again.pk, *now.earlier_ids])
    assert [one.record for one in found] == [record, later]
    assert revision_of(now, "wsas") == later.pk
