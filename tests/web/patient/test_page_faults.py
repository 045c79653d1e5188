"""The database fails while a page is posted: nothing is half done, one may go on."""

import pytest

from intake.practice.models import CrisisRecord
from intake.questionnaires.models import SavedPage
from intake.safety.models import Alert
from tests.factories.questionnaires import RISK, publish_part
from tests.factories.responses import answer_until
from tests.faults import faults

pytestmark = pytest.mark.django_db(transaction=True)

MOOD = {f"phq9_{number}": "0" for number in range(1, 9)} | {"phq9_9": "3"}


@pytest.fixture
def visitor(visit, monkeypatch):
    monkeypatch.setattr(CrisisRecord, "last_read", None)
    publish_part(*RISK)
    visitor = visit()
    visitor.client.raise_request_exception = False
    answer_until(visitor.response, "mood")
    return visitor


def test_a_page_that_failed_can_be_sent_again(visitor):
    broken = []

    for reply in faults(lambda: visitor.send("mood", MOOD, revision=0)):
        is_stored = SavedPage.objects.filter(page="mood").exists()
        assert is_stored == Alert.objects.exists()
        assert reply.status == (302 if is_stored else 503)
        broken.append(reply.status)

    assert len(broken) > 15
    assert broken.count(503) > 15
    assert SavedPage.objects.filter(page="mood").count() == 1
    assert Alert.objects.get().level == "same_day"
    assert visitor.open("screen").status == 200


def test_what_failed_says_so_and_where_help_is(visitor):
    replies = list(faults(lambda: visitor.open("mood")))

    assert {reply.status for reply in replies} == {503}
    assert all(reply.has("a[href='tel:988']") for reply in replies)
