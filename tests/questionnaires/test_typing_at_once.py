"""What is typed, while the database breaks or two windows do things at once."""

import pytest

from intake.domain.answer import answered
from intake.questionnaires import actions
from intake.questionnaires.actions import Place
from intake.questionnaires.models import SavedPage, Typed
from tests.factories.cases import make_response
from tests.factories.questionnaires import RISK, publish_part
from tests.factories.responses import answer_until, fresh, save
from tests.faults import faults
from tests.questionnaires.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
WANTED = Place("wanted")


@pytest.fixture
def risk():
    publish_part(*RISK)
    return make_response()


def keep(response, *reasons, revision=0):
    return actions.keep_typed(
        response=response,
        place=WANTED,
        raw={"routes": ["in"], "reasons": list(reasons)},
        answers={"routes": answered(["in"]), "reasons": answered(list(reasons))},
        revision=revision,
        by=response.patient.user,
    )


def save_it(response, *reasons):
    data = {"routes": {"value": ["in"]}, "reasons": {"value": list(reasons)}}
    return save(response, "wanted", data, revision=0)


def test_a_save_that_breaks_at_any_statement_keeps_what_was_typed(risk):
    keep(risk, "pain")
    broken = 0

    for _nothing in faults(lambda: save_it(risk, "pain")):
        broken += 1
        assert Typed.objects.exists() != SavedPage.objects.exists()

    assert broken > 8
    assert SavedPage.objects.count() == 1
    assert not Typed.objects.exists()


def test_keeping_that_breaks_leaves_what_was_kept_before(risk):
    answer_until(risk, "screen", phq9_9=1)
    keep(risk, "pain", revision=1)

    for _nothing in faults(lambda: keep(risk, "anxiety", revision=1)):
        kept = actions.typed_on(risk, WANTED)
        assert kept.answers["reasons"].value in (["pain"], ["anxiety"])

    assert actions.typed_on(risk, WANTED).answers["reasons"].value == ["anxiety"]


@pytest.mark.parametrize("_time", range(5))
def test_saving_and_keeping_the_same_at_once_leaves_nothing_behind(risk, _time):
    at_once(lambda: save_it(risk, "pain"), lambda: keep(risk, "pain"))

    assert not Typed.objects.exists()
    assert fresh(risk).sheet.answers["reasons"] == answered(["pain"])


def test_words_from_two_windows_at_once_are_one_row(risk):
    done = at_once(*(lambda one=one: keep(risk, one) for one in ("pain", "anxiety")))

    assert done == [True, True]
    kept = actions.typed_on(risk, WANTED)
    assert kept.answers["reasons"].value in (["pain"], ["anxiety"])
    assert Typed.objects.count() == 1


def test_keeping_while_the_form_is_sent_is_in_time_or_told_that_it_is_not(risk):
    answer_until(risk)
    by = risk.patient.user

    at_once(
        lambda: actions.complete_response(response=risk, by=by),
        lambda: keep(risk, "pain", revision=1),
    )

    assert not Typed.objects.exists()
