"""Scores that are not recorded: bad input, and what others did meanwhile."""

import pytest

from intake.questionnaires.scores import open_score
from intake.review import actions
from tests.factories.scores import enter, entry, least, staff_scores
from tests.factories.staff import make_staff
from tests.web.staff.reading import hidden, one, parsed, text
from tests.web.staff.scores.scoring import calm, case_url, day, post, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing")]


@pytest.mark.parametrize(
    ("code", "given", "field", "advice"),
    [
        pytest.param(
            "wsas", {}, "wsas_total", "Enter the items, or the total.", id="nothing"
        ),
        pytest.param(
            "wsas",
            {"wsas_total": "8", "wsas_2": "1"},
            "wsas_total",
            "either the items or the total",
            id="both",
        ),
        pytest.param(
            "wsas",
            {"wsas_total": "41"},
            "wsas_total",
            "Write a whole number from 0 to 40.",
            id="total off the scale",
        ),
        pytest.param(
            "wsas",
            {"wsas_total": "-1"},
            "wsas_total",
            "Write a whole number from 0 to 40.",
            id="total below 0",
        ),
        pytest.param(
            "wsas",
            {"wsas_total": "9" * 5000},
            "wsas_total",
            "Write a whole number from 0 to 40.",
            id="total beyond all numbers",
        ),
        pytest.param(
            "wsas",
            {f"wsas_{n}": "1" for n in range(1, 5)},
            "wsas_5",
            "say that there is none",
            id="silent item",
        ),
        pytest.param(
            "wsas",
            calm("wsas", wsas_3="9"),
            "wsas_3",
            "Choose one of the answers.",
            id="item off the scale",
        ),
        pytest.param(
            "qids",
            {"qids_total": "9"},
            "qids_12",
            "say that there is none",
            id="item 12 beside a total",
        ),
        pytest.param(
            "cssrs",
            calm("cssrs", cssrs_2="yes"),
            "cssrs_3",
            "say that there is none",
            id="due after a yes",
        ),
        pytest.param(
            "mdq",
            calm("mdq", given="letter"),
            "given",
            "Choose how you have the answers.",
            id="how",
        ),
        pytest.param(
            "mdq",
            calm("mdq", language="tlh"),
            "language",
            "Choose the language.",
            id="language",
        ),
        pytest.param(
            "mdq", calm("mdq", days_ago=-1), "given_on", "not ahead", id="tomorrow"
        ),
        pytest.param(
            "mdq",
            calm("mdq", **{"given_on.month": "13"}),
            "given_on",
            "a date that exists",
            id="no such day",
        ),
    ],
)
def test_bad_input_names_its_field_and_keeps_what_was_typed(
    signed_in, case, code, given, field, advice
):
    page = post(signed_in, url(case, code), **given)

    assert page.status_code == 422
    summary = one(page, "#error-summary")
    (link,) = [a for a in summary.select("a") if f"id_{field}" in a["href"]]
    assert advice in text(link)
    assert parsed(page).find(id=link["href"].removeprefix("#"))
    for name in given:
        for kept in parsed(page).select(f"select[name='{name}'] [selected]"):
            assert kept["value"] == given[name]
    assert not staff_scores(case.response).exists()


def test_an_empty_post_is_a_refused_one(signed_in, case):
    page = signed_in.post(url(case, "mdq"))

    assert page.status_code == 422
    assert one(page, "#error-summary")


def test_fields_of_another_instrument_are_ignored(signed_in, case):
    given = calm("wsas", cssrs_4="yes", phq9_9="3", reason="None needed.")

    post(signed_in, url(case, "wsas"), **given)

    (record,) = staff_scores(case.response)
    assert set(open_score(record)["answers"]) == set(calm("wsas"))
    assert open_score(record)["reason"] == ""


@pytest.mark.parametrize("number", [0, 7, 99])
def test_there_is_no_other_instrument(signed_in, case, number):
    address = f"{case_url(case)}scores/{number}/"

    assert signed_in.get(address).status_code == 404
    assert signed_in.post(address).status_code == 404


@pytest.mark.parametrize("revision", ["", "x", "12345", "9" * 40, "²"])
def test_another_revision_is_a_conflict(signed_in, case, revision):
    page = post(signed_in, url(case, "wsas"), **calm("wsas"), _revision=revision)

    assert page.status_code == 409
    assert not staff_scores(case.response).exists()


def test_a_withdrawn_case_takes_none(signed_in, case):
    actions.withdraw_case(case=case, by=case.patient.user)

    replies = [
        signed_in.get(f"{case_url(case)}scores/"),
        signed_in.get(url(case, "wsas")),
        signed_in.post(url(case, "wsas"), calm("wsas")),
    ]

    assert [reply.status_code for reply in replies] == [409] * 3
    assert not parsed(signed_in.get(case_url(case))).select("a[data-add-score]")


def test_the_same_entry_twice_has_one_effect(signed_in, case):
    address = url(case, "wsas")
    posted = hidden(signed_in.get(address)) | day() | calm("wsas")
    posted |= {"given": "phone", "language": "en"}

    replies = [signed_in.post(address, posted) for _ in range(2)]

    assert [reply.status_code for reply in replies] == [302, 302]
    assert staff_scores(case.response).count() == 1


def test_a_colleague_who_was_first_is_shown_beside_what_was_typed(signed_in, case):
    address = url(case, "wsas")
    opened = hidden(signed_in.get(address))
    colleague = make_staff("clinician")
    enter(case.response, entry("wsas", least("wsas", wsas_1=7)), colleague)
    posted = opened | day() | calm("wsas", wsas_2="4")
    posted |= {"given": "phone", "language": "en"}

    page = signed_in.post(address, posted)

    assert page.status_code == 409
    there = one(page, "[role=alert] [data-score=wsas]")
    assert there["data-total"] == "7"
    assert str(colleague) in text(there)
    typed = one(page, "select[name=wsas_2] option[selected]")
    assert typed["value"] == "4"
    again = signed_in.post(address, posted | hidden(page))
    assert again.status_code == 302
    assert staff_scores(case.response).count() == 2
