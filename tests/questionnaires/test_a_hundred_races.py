"""Two tabs that save the same page again and again, a hundred times in all."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from intake.questionnaires.models import SavedPage
from intake.questionnaires.stored import open_page
from tests.factories.cases import make_response
from tests.factories.questionnaires import publish
from tests.factories.responses import fresh, save

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 50  # for each tab
DIARY = {
    "link_id": "days",
    "type": "group",
    "text": "Days",
    "items": [{"link_id": "diary", "type": "text", "text": "How was it?", "why": "x"}],
}


def test_a_hundred_races_of_two_tabs_lose_nothing():
    publish(items=[DIARY])
    response = make_response()

    def write(tab):
        """Saves every text; where the other was first, looks and saves again."""
        conflicts = 0
        try:
            for number in range(ROUNDS):
                text = {"diary": {"value": f"{tab} {number}"}}
                while save(response, "days", text).conflict:
                    conflicts += 1
        finally:
            connection.close()
        return conflicts

    with ThreadPoolExecutor(2) as pool:
        conflicts = sum(pool.map(write, ["one", "two"]))

    history = SavedPage.objects.filter(response=response).order_by("number")
    texts = [open_page(saved, response.patient)["diary"]["value"] for saved in history]
    assert conflicts > 0
    assert sorted(texts) == sorted(
        f"{tab} {number}" for tab in ("one", "two") for number in range(ROUNDS)
    )
    assert [saved.number for saved in history] == list(range(1, 2 * ROUNDS + 1))
    assert fresh(response).sheet.answers["diary"].value == texts[-1]
