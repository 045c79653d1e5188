"""What is hardly possible in a treatment history, on the page of the case."""

import pytest

from tests.factories.cases import make_case
from tests.web.staff.reading import one, parsed, text

pytestmark = pytest.mark.django_db
TOLD = {
    "tx_for_depression": "yes",
    "tx_this_episode": "yes",
    "tx_added_to": "no",
    "tx_weeks_total": 30,
    "tx_weeks": 8,
}


def page(client, clinician, site, *rows):
    case = make_case({"treatments": [TOLD | row for row in rows]}, site=site)
    client.force_login(clinician)
    return client.get(f"/staff/cases/{case.reference}/")


def test_it_is_named_with_its_figures(client, clinician, site):
    shown = page(
        client,
        clinician,
        site,
        {"tx_drug": "sertraline", "tx_dose": 5000},
        {"tx_drug": "fluoxetine", "tx_weeks_total": 4},
    )

    words = text(one(shown, "[data-doubts]"))
    assert "sertraline: 5000 mg a day" in words
    assert "fluoxetine: 4 weeks in all" in words


def test_a_usual_history_has_none(client, clinician, site):
    shown = page(client, clinician, site, {"tx_drug": "sertraline", "tx_dose": 100})

    assert not parsed(shown).select("[data-doubts]")


def test_a_ticked_agent_stands_among_the_trials(client, clinician, site):
    case = make_case({"tx_added": ["lithium"]}, site=site)
    client.force_login(clinician)

    shown = client.get(f"/staff/cases/{case.reference}/")

    trials = one(shown, "table.trials")
    assert "lithium" in text(trials)
    *_, to_check = [a["href"] for a in trials.select("a[href*='/tried/']")]
    assert "lithium" not in to_check
    assert "lithium" in client.get(to_check).text
