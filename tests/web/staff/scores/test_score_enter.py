"""Adding the score of an instrument that was asked elsewhere."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from intake.domain.score_entry import entry_forms
from intake.practice.models import Organisation
from intake.safety.models import Alert
from tests.factories.scores import enter, entry, least, staff_scores
from tests.factories.staff import make_patient_account, make_site, make_staff
from tests.web.staff.reading import one, parsed, text, values
from tests.web.staff.scores.scoring import NUMBERS, calm, case_url, post, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing")]


def test_the_way_leads_from_the_case_over_a_choice_to_a_form(signed_in, case):
    scores = one(signed_in.get(case_url(case)), "a[data-add-score]")["href"]

    choices = signed_in.get(scores)
    forms = [signed_in.get(a) for a in values(choices, "a[data-instrument]", "href")]

    assert len(forms) == len(entry_forms())
    assert {one(form, "form[data-form]")["data-form"] for form in forms} == {"score"}


def test_the_choice_says_what_may_be_entered_and_why_words_are_missing(signed_in, case):
    cards = [
        text(card)
        for card in parsed(signed_in.get(f"{case_url(case)}scores/")).select(
            "main .card"
        )
    ]

    for form, card in zip(entry_forms().values(), cards, strict=True):
        assert form.title["en"] in card
        assert form.entry.hint["en"] in card
        assert form.time_frame in card
        assert ("Its words are shown." in card) == (form.code == "pcl5")
        assert form.licence in card


@pytest.mark.parametrize("code", NUMBERS)
def test_a_form_has_every_item_with_its_range(signed_in, case, code):
    page = signed_in.get(url(case, code))

    for item in entry_forms()[code].items:
        field = one(page, f"select[name={item.link_id}]")
        offered = [option["value"] for option in field.select("option")]
        answers = (
            ["yes", "no"]
            if item.most is None
            else [str(n) for n in range(item.most + 1)]
        )
        assert offered == ["", *answers, "skipped", "declined"]
        assert not field.select("option[selected]") or (
            field.select_one("option[selected]")["value"] == ""
        )
        label = one(page, f"label[for={field['id']}]")
        assert item.label["en"] in text(label)


@pytest.mark.parametrize("code", NUMBERS)
def test_neither_address_nor_title_names_an_instrument(signed_in, case, code):
    page = signed_in.get(url(case, code))

    assert code not in url(case, code)
    title = entry_forms()[code].title["en"]
    assert title not in one(page, "title").text
    assert case.reference in one(page, "title").text


def test_a_score_is_recorded_and_stands_among_the_others(signed_in, clinician, case):
    given = calm("qids", qids_1="2", qids_5="3", qids_7="1")

    done = post(signed_in, url(case, "qids"), days_ago=2, **given, given="paper")
    page = signed_in.get(done.url)

    assert (done.status_code, done.url) == (302, case_url(case))
    score = one(page, "[data-score=qids]")
    assert (score["data-total"], score["data-band"]) == ("6", "mild")
    assert score["data-mode"] == "staff"
    assert "6 of 27 mild" in text(score)
    assert text(score.select_one("dd[data-item=qids_5]")) == "3"
    how = text(score.select_one("[data-how]"))
    assert f"Entered by {clinician} (" in how
    assert "Filled in on paper" in how
    assert "English" in how
    assert "Items as of version 1" in how
    on = Organisation.current().today() - timedelta(days=2)
    assert f"{on.day} {on:%B %Y}" in how


def test_a_total_alone_is_recorded(signed_in, case):
    page = signed_in.get(post(signed_in, url(case, "wsas"), wsas_total="21").url)

    score = one(page, "[data-score=wsas]")
    assert (score["data-total"], score["data-band"]) == ("21", "moderately_severe")
    assert [tag["data-item"] for tag in score.select("dd")] == ["wsas_total"]


def test_what_was_not_asked_or_not_answered_is_told_apart(signed_in, case):
    given = calm("cssrs", cssrs_1="yes", cssrs_6="declined")

    page = signed_in.get(post(signed_in, url(case, "cssrs"), **given).url)

    score = one(page, "[data-score=cssrs]")
    said = {tag["data-item"]: text(tag) for tag in score.select("dd[data-item]")}
    assert said["cssrs_1"] == "Yes"
    assert said["cssrs_4"] == "Not asked"
    assert said["cssrs_6"] == "Preferred not to say"
    assert score["data-band"] == "unknown"
    assert "not completed; counts as high" in text(score)


def test_the_pcl_5_is_entered_by_its_own_words_and_tells_its_rules(signed_in, case):
    address = url(case, "pcl5")
    assert "Repeated, disturbing, and unwanted memories" in signed_in.get(address).text
    given = {f"pcl5_{n}": "2" for n in range(1, 16)} | {"pcl5_16": "3"}

    page = signed_in.get(post(signed_in, address, **calm("pcl5", **given)).url)

    score = text(one(page, "[data-score=pcl5]"))
    assert "33 of 80 positive" in score
    assert "Symptom clusters of the DSM-5 met: yes." in score
    assert "between 31 and 33" in score
    assert "Item 16" in score


def test_a_dangerous_answer_opens_an_alert_that_the_case_and_the_alert_show(
    signed_in, clinician, case
):
    given = calm("cssrs", cssrs_6="yes", cssrs_6r="yes")

    page = signed_in.get(post(signed_in, url(case, "cssrs"), **given).url)

    alert = Alert.objects.get()
    assert alert.level == "high"
    assert one(page, f"a[href='/staff/alerts/{alert.pk}/']")
    assert "Urgent safety review" in text(one(page, ".conclusion"))
    behind = signed_in.get(f"/staff/alerts/{alert.pk}/")
    answer = one(behind, "dd[data-item=cssrs_6r]")
    assert text(answer) == "Yes"
    assert "C-SSRS" in text(answer.find_previous("dt"))
    assert str(clinician) in text(one(behind, "section[aria-labelledby=events-title]"))


def test_an_alert_shows_the_correction_and_not_what_was_wrong(
    signed_in, clinician, case
):
    wrong = enter(case.response, entry("qids", least("qids", qids_12=3)), clinician)
    right = entry(
        "qids", least("qids", qids_12=1), corrects=wrong.pk, reason="Misread."
    )
    enter(case.response, right, clinician)

    behind = signed_in.get(f"/staff/alerts/{Alert.objects.get().pk}/")

    assert text(one(behind, "dd[data-item=qids_12]")) == "1"


@pytest.mark.parametrize("part", ["", "1/", "1/correct/"])
@pytest.mark.parametrize(
    ("visitor", "status"),
    [
        pytest.param(None, 302, id="nobody goes to sign-in"),
        pytest.param(make_patient_account, 403, id="a patient is refused"),
        pytest.param(lambda: make_staff("front_desk"), 403, id="the front desk too"),
        pytest.param(lambda: make_staff("administrator"), 403, id="administrators too"),
        pytest.param(
            lambda: make_staff("clinician", sites=(make_site(),)),
            404,
            id="another site sees nothing",
        ),
    ],
)
def test_others_may_not_enter_scores(client, case, part, visitor, status):
    if visitor:
        client.force_login(visitor())
    address = f"{case_url(case)}scores/{part}"

    assert client.get(address).status_code == status
    if part:
        assert client.post(address, calm("cssrs")).status_code == status
    assert not staff_scores(case.response).exists()


def test_a_director_may(client, case, site):
    client.force_login(make_staff("medical_director", sites=(site,)))

    assert post(client, url(case, "wsas"), wsas_total="3").status_code == 302


def test_every_score_says_how_it_came_about(signed_in, case):
    page = signed_in.get(case_url(case))

    scores = parsed(page).select("[data-score]")
    number = case.response.version.number
    assert len(scores) > 5
    for score in scores:
        assert score["data-mode"] == "self"
        how = text(score.select_one("[data-how]"))
        assert how == (
            "Filled in by the patient, English. Wording as of version 1, in version "
            f"{number} of the questionnaire."
        )


def test_the_number_of_queries_does_not_grow_with_the_scores(
    signed_in, clinician, case
):
    signed_in.get(case_url(case))
    enter(case.response, entry("wsas"), clinician)
    few = queries(signed_in, case)

    for code in ("mdq", "dast10", "pcl5", "wsas", "wsas"):
        enter(case.response, entry(code), make_staff("clinician"))

    assert queries(signed_in, case) == few


def queries(client, case):
    with CaptureQueriesContext(connection) as captured:
        page = client.get(case_url(case))
    assert page.status_code == 200
    return len(captured)
