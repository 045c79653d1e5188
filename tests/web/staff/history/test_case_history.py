"""Prior treatments on the page of a case: explained, drawn, and flagged."""

import pytest

from intake.review.treatments import treatment_record
from intake.web.staff.history.stage_shown import EXPLAINED, MOST, PARTS
from tests.factories.cases import WELL, make_case
from tests.web.staff.reading import one, parsed, text, values

pytestmark = pytest.mark.django_db
SERTRALINE, BUPROPION = WELL["treatments"]


def url(case):
    return f"/staff/cases/{case.reference}/"


@pytest.fixture
def shown(client, clinician, site):
    """Gives the page of somebody with these trials."""
    client.force_login(clinician)

    def show(*trials, **answers):
        case = make_case({"treatments": list(trials), **answers}, site=site)
        return client.get(url(case))

    return show


def test_resistance_that_is_definite_names_the_trials_that_count(shown):
    found = one(shown(SERTRALINE, BUPROPION), "[data-resistance]")

    assert found["data-resistance"] == "met"
    assert "Definite." in text(found)
    assert "These count: sertraline, bupropion." in text(found)


def test_resistance_that_is_possible_says_what_would_settle_it(shown):
    page = shown(SERTRALINE, BUPROPION | {"tx_dose": "unsure"})

    found = one(page, "[data-resistance]")

    assert found["data-resistance"] == "possible"
    assert "bupropion : A record of the highest dose." in text(
        found.select_one("[data-settled-by]")
    )


def test_every_part_of_the_stage_is_explained(shown):
    page = shown(SERTRALINE, BUPROPION)

    parts = parsed(page).select("[data-stage-parts] [data-part]")

    assert [part["data-part"] for part in parts] == list(PARTS)
    assert "18 months" in text(parts[0])
    assert "2 of 3" in text(parts[0])
    assert "not validated" in text(parts[1])
    assert PARTS.keys() == EXPLAINED.keys() == MOST.keys()


def test_a_part_that_is_not_known_says_so(shown):
    page = shown(SERTRALINE, BUPROPION, episode_months="unsure")

    assert "not known" in text(one(page, "[data-part=duration]"))
    assert "How long this episode has lasted" in text(
        one(page, "[data-stage-parts] summary")
    )


def test_trials_are_drawn_with_their_words_and_as_a_table(shown):
    page = shown(SERTRALINE | {"tx_started": "2021-03"}, BUPROPION)

    drawing = one(page, "svg[data-timeline]")

    assert drawing["role"] == "img"
    named = drawing["aria-labelledby"], drawing["aria-describedby"]
    title, words = (text(one(page, f"#{name}")) for name in named)
    assert title == "Trials over time"
    assert "sertraline 150 mg: failed, counts. Begun March 2021, at least 12" in words
    assert values(page, "[data-bar]", "data-bar") == ["row-0"]
    assert "bupropion 300 mg" in text(one(page, "[data-undated]"))
    rows = one(page, ".trial-times table").select("tbody tr")
    assert len(rows) == 2


def test_the_drawing_holds_no_style_that_the_page_may_not_have(shown):
    page = shown(SERTRALINE | {"tx_started": "2021"})

    assert not parsed(page).select("svg [style], svg style, svg script")


def test_times_that_cannot_be_stand_there_with_a_flag(shown):
    page = shown(SERTRALINE | {"tx_started": "2020", "tx_weeks_total": 900}, SERTRALINE)

    first, second = parsed(page).select("[data-trial]")

    flags = [text(flag) for flag in first.select("[data-flag]")]
    assert any("longer than the time since 2020" in flag for flag in flags)
    assert first["data-outcome"] == "failed_adequate"
    assert not second.select("[data-flag]")


def test_two_rows_that_may_be_one_trial_are_both_kept_and_flagged(site):
    case = make_case({"treatments": [SERTRALINE, SERTRALINE]}, site=site)

    trials = treatment_record(case).trials

    assert [[note.why for note in trial.flags] for trial in trials] == [
        ["flag.duplicate"],
        ["flag.duplicate"],
    ]
