"""Two clinicians who enter a score at once."""

import pytest

from intake.audit.models import Event
from intake.questionnaires.score_entry import ScoreChanged
from intake.safety.models import Alert, AlertEvent
from tests.factories.cases import make_response
from tests.factories.questionnaires import RISK, publish_part
from tests.factories.responses import send
from tests.factories.scores import enter, entry, least, staff_scores
from tests.factories.staff import make_staff
from tests.questionnaires.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sent():
    publish_part(*RISK)
    return send(make_response())


def entering(response, by, **given):
    entered = entry("cssrs", least("cssrs", **given))
    return lambda: enter(response, entered, by, seen=0)


def test_one_is_recorded_and_the_other_is_shown_it(sent):
    clinicians = [make_staff("clinician"), make_staff("clinician")]

    done = at_once(*(entering(sent, by, cssrs_1="yes") for by in clinicians))

    assert sorted(type(found).__name__ for found in done) == [
        "ScoreChanged",
        "ScoreRecord",
    ]
    assert any(isinstance(found, ScoreChanged) for found in done)
    assert staff_scores(sent).count() == 1
    assert AlertEvent.objects.filter(alert=Alert.objects.get()).count() == 1


def test_a_button_that_was_pressed_four_times_has_one_effect(sent):
    clinician = make_staff("clinician")

    done = at_once(*[entering(sent, clinician, cssrs_6="no")] * 4)

    assert {found.pk for found in done} == {staff_scores(sent).get().pk}
    assert Event.objects.filter(action="score.entered").count() == 1


def test_scores_of_different_instruments_do_not_stand_in_each_others_way(sent):
    clinicians = [make_staff("clinician"), make_staff("clinician")]
    codes = ("cssrs", "qids")
    answers = [least("cssrs", cssrs_1="yes"), least("qids", qids_12=3)]

    at_once(
        *(
            lambda by=by, code=code, said=said: enter(
                sent, entry(code, said), by, seen=0
            )
            for by, code, said in zip(clinicians, codes, answers, strict=True)
        )
    )

    assert {record.instrument for record in staff_scores(sent)} == set(codes)
    assert Alert.objects.get().level == "same_day"
