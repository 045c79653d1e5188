"""What payers ask for, held against a case, on its pages."""

from datetime import timedelta

import pytest

from intake.domain.payers.shipped import load_rule_sets
from intake.payers.grounds import grounds_of
from intake.practice.models import Organisation
from tests.factories.cases import make_case
from tests.factories.scores import enter, entry
from tests.factories.staff import make_patient_account, make_site, make_staff
from tests.web.staff.reading import one, parsed, text, values

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing")]


def url(case, number=None):
    address = f"/staff/cases/{case.reference}/payers/"
    return address if number is None else f"{address}{number}/"


def number_of(code):
    return list(load_rule_sets()).index(code) + 1


@pytest.fixture
def opened(signed_in, case):
    """Open the page of one payer."""
    return lambda code, of=case: signed_in.get(url(of, number_of(code)))


def requirement(page, name):
    return one(page, f"[data-requirement={name}]")


def test_the_case_leads_there(signed_in, case):
    page = signed_in.get(f"/staff/cases/{case.reference}/")

    assert one(page, "a[data-payers]")["href"] == url(case)


def test_every_payer_stands_there_with_how_much_is_met(signed_in, case):
    page = signed_in.get(url(case))

    assert values(page, "[data-payer]", "data-payer") == list(load_rule_sets())
    cigna = one(page, "[data-payer=cigna]")
    assert text(cigna.select_one("[data-count=met]")).endswith("Met 2")
    assert text(cigna.select_one("[data-count=stated]")).endswith("state 3")


def test_each_requirement_says_whether_it_is_met_and_from_which_trials(opened):
    page = opened("cigna")

    assert requirement(page, "trials")["data-verdict"] == "met"
    assert "Counted: 1 (sertraline), 2 (bupropion)." in text(
        requirement(page, "trials")
    )
    assert requirement(page, "monitoring")["data-verdict"] == "stated"


def test_what_is_missing_says_what_and_what_is_not_known_says_why(opened):
    page = opened("qualchoice")

    assert requirement(page, "augmentations")["data-verdict"] == "missing"
    assert requirement(page, "taking")["data-verdict"] == "missing"
    assert "asked for: 2" in text(requirement(page, "augmentations"))


def test_each_trial_is_judged_by_the_figures_of_the_payer(opened, site):
    short = make_case(
        {
            "treatments": [
                {
                    "tx_drug": "sertraline",
                    "tx_dose": 100,
                    "tx_weeks": 5,
                    "tx_weeks_total": 5,
                    "tx_regular": "good",
                    "tx_benefit": "none",
                    "tx_for_depression": "yes",
                    "tx_this_episode": "yes",
                    "tx_added_to": "no",
                }
            ]
        },
        site=site,
    )

    strict, lenient = opened("cigna", short), opened("western_health", short)

    assert one(strict, "[data-trial]")["data-verdict"] == "missing"
    assert "at least 6 are needed" in text(one(strict, "[data-trial]"))
    assert one(lenient, "[data-trial]")["data-verdict"] == "met"


def test_a_choice_shows_its_options(opened):
    page = opened("carefirst")

    options = requirement(page, "augmentation_or_therapy").select("[data-option]")

    assert [option["data-option"] for option in options] == ["augmentation", "therapy"]


@pytest.mark.parametrize("code", sorted(load_rule_sets()))
def test_every_list_says_that_it_is_an_example_and_where_it_is_from(opened, code):
    page = opened(code)

    assert "An example: check with the payer." in text(parsed(page).main)
    assert load_rule_sets()[code].source in text(parsed(page).main)
    assert "22 November 2026" in text(parsed(page).main)


def test_a_case_that_says_nothing_shows_nothing_as_met(signed_in, site):
    empty = make_case(
        {"treatments": [], "dx_mdd": "unsure", "psychotherapy": "unsure"}, site=site
    )

    page = signed_in.get(url(empty, number_of("western_health")))

    verdicts = values(page, "[data-requirement]", "data-verdict")
    assert verdicts == ["unknown", "missing", "stated"]
    assert "No trial is listed." in text(parsed(page).main)


def test_a_payer_that_is_not_there_is_not_found(signed_in, case):
    assert signed_in.get(url(case, 0)).status_code == 404
    assert signed_in.get(url(case, 99)).status_code == 404


@pytest.mark.parametrize(
    ("visitor", "status"),
    [
        pytest.param(lambda site: None, 302, id="nobody"),
        pytest.param(lambda site: make_patient_account(), 403, id="a patient"),
        pytest.param(
            lambda site: make_staff("front_desk", sites=(site,)), 403, id="desk"
        ),
        pytest.param(
            lambda site: make_staff("clinician", sites=(make_site(),)),
            404,
            id="another site",
        ),
    ],
)
@pytest.mark.parametrize("number", [None, 1])
def test_others_do_not_see_it(client, site, case, visitor, status, number):
    if user := visitor(site):
        client.force_login(user)

    assert client.get(url(case, number)).status_code == status


def row(drug):
    return {
        "tx_drug": drug,
        "tx_dose": 300,
        "tx_weeks": 12,
        "tx_regular": "good",
        "tx_benefit": "none",
        "tx_for_depression": "yes",
        "tx_this_episode": "yes",
        "tx_added_to": "no",
    }


@pytest.mark.parametrize("number", [None, 1])
def test_fifteen_trials_cost_no_more_queries_than_one(
    signed_in, site, django_assert_num_queries, number, django_assert_max_num_queries
):
    few = make_case({"treatments": [row("sertraline")]}, site=site)
    many = make_case({"treatments": [row("sertraline")] * 15}, site=site)
    signed_in.get(url(few, number))  # what a process reads once
    signed_in.get(url(many, number))

    with django_assert_max_num_queries(60) as asked:
        signed_in.get(url(few, number))

    with django_assert_num_queries(len(asked)):
        signed_in.get(url(many, number))


class TestScores:
    """A score counts by the day of its answers."""

    def test_the_patients_own_score_is_of_the_day_it_was_answered(self, case):
        grounds = grounds_of(case)

        phq9 = next(s for s in grounds.history.scores if s.instrument == "phq9")

        assert (phq9.total, phq9.on) == (17, grounds.on)

    def test_what_staff_entered_is_of_the_day_it_was_asked(self, case, clinician):
        day = Organisation.current().today() - timedelta(days=40)
        enter(case.response, entry("qids", given_on=day), clinician)

        qids = next(
            s for s in grounds_of(case).history.scores if s.instrument == "qids"
        )

        assert qids.on == day

    def test_an_entry_that_was_corrected_does_not_count(self, case, clinician):
        wrong = enter(case.response, entry("qids", qids_all(3)), clinician)
        right = entry("qids", corrects=wrong.pk, reason="Typed wrong")
        enter(case.response, right, clinician)

        totals = [
            s.total for s in grounds_of(case).history.scores if s.instrument == "qids"
        ]

        assert totals == [0]


def qids_all(points):
    given = entry("qids").answers
    return {
        name: answer if answer.value == "no" else type(answer)(answer.state, points)
        for name, answer in given.items()
    }
