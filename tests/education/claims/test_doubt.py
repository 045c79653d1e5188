"""When a page has to be read again because of a fact that it states."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from intake.education.claims.models import Claim

DAY, BEFORE, AFTER = date(2026, 11, 22), date(2026, 11, 21), date(2026, 11, 23)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
MORNING, EVENING = NOON.replace(hour=8), NOON.replace(hour=18)


def page(reviewed_on=None, evidence_on=BEFORE, published=MORNING):
    return SimpleNamespace(
        reviewed_on=reviewed_on, evidence_on=evidence_on, last_published_at=published
    )


def test_a_fact_that_did_not_change_casts_no_doubt():
    assert not Claim().is_in_doubt_on(page())


@pytest.mark.parametrize("reviewed_on", [None, AFTER], ids=["draft", "signed since"])
def test_a_retired_fact_casts_doubt_on_every_page(reviewed_on):
    retired = Claim(retired="A newer label says otherwise.", changed_on=DAY)

    assert retired.is_in_doubt_on(page(reviewed_on, AFTER, EVENING))


@pytest.mark.parametrize(
    ("stated", "is_in_doubt"),
    [
        pytest.param(page(BEFORE, AFTER, EVENING), True, id="signed before the day"),
        pytest.param(page(DAY, BEFORE, MORNING), True, id="signed in the morning"),
        pytest.param(page(DAY, BEFORE, EVENING), False, id="signed in the evening"),
        pytest.param(page(AFTER, BEFORE, EVENING), False, id="signed since"),
        pytest.param(page(None, BEFORE, EVENING), True, id="a draft of old evidence"),
        pytest.param(page(None, DAY, MORNING), True, id="a draft of that morning"),
        pytest.param(page(None, DAY, EVENING), False, id="a draft looked through"),
    ],
)
def test_a_changed_fact_casts_doubt_until_somebody_read_the_page(stated, is_in_doubt):
    changed = Claim(changed_on=DAY, changed_at=NOON)

    assert changed.is_in_doubt_on(stated) is is_in_doubt


def test_a_fact_that_shipped_as_changed_has_a_day_alone():
    shipped = Claim(changed_on=DAY, changed_at=None)

    assert shipped.is_in_doubt_on(page(BEFORE))
    assert not shipped.is_in_doubt_on(page(DAY, BEFORE, MORNING))
