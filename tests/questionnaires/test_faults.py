"""Whatever breaks within a save leaves all of it or nothing, and can be repeated."""

import pytest

from intake.audit.models import Event
from intake.domain.questionnaire.answers import ListState
from intake.questionnaires.models import SavedPage
from intake.safety.escalation import escalate_due
from intake.safety.models import Alert, AlertEvent
from tests.factories.cases import make_response
from tests.factories.questionnaires import LISTS, RISK, publish_part
from tests.factories.responses import (
    add_row,
    answer,
    answer_until,
    fresh,
    say_of_list,
)
from tests.faults import faults

pytestmark = pytest.mark.django_db(transaction=True)


def stored():
    """What a save changes, as sets that tell all, nothing and something apart."""
    return (
        list(SavedPage.objects.order_by("pk").values_list("page", "row", "number")),
        list(Alert.objects.values_list("level", "present_level")),
        AlertEvent.objects.count(),
        Event.objects.filter(outcome=Event.Outcome.DONE).count(),
    )


def is_whole(pages, alerts, events, _trail):
    """The page and its alert; finding somebody for it may break and undoes neither."""
    one_alert = (alerts, events) == ([("same_day", "same_day")], 1)
    return ("mood", "", 1) in pages and one_alert


def test_a_page_with_a_risk_answer_is_stored_with_its_alert_or_not_at_all():
    publish_part(*RISK)
    response = make_response()
    answer_until(response, "mood")
    before, broken = stored(), 0

    for _result in faults(lambda: answer(response, "mood", phq9_9=3)):
        broken += 1
        assert stored() == before or is_whole(*stored())

    assert broken > 12
    assert is_whole(*stored())
    escalate_due()
    assert Alert.objects.get().due_at, "its clock runs, whatever broke"


def test_a_row_is_stored_with_its_open_list_or_not_at_all():
    publish_part(*LISTS)
    response = make_response()
    answer(response, "wanted")
    row = add_row(response, "medicines", rx_name="sertraline")
    say_of_list(response, "medicines", ListState.DONE)
    before, broken = stored(), 0

    def change():
        answer(response, "medicines", row=row, rx_name="lithium")

    for _result in faults(change):
        broken += 1
        assert stored() == before
        assert fresh(response).sheet.rows("medicines").state == ListState.DONE

    assert broken > 12
    now = fresh(response)
    assert now.number("medicines", row) == 2
    assert now.sheet.rows("medicines").state == ListState.OPEN


def test_nothing_is_said_to_be_done_that_was_not():
    publish_part(*RISK)
    response = make_response()
    done = Event.objects.filter(action="response.saved", outcome="done")

    for _result in faults(lambda: answer(response, "wanted")):
        assert not done.exists()

    assert done.count() == 1
