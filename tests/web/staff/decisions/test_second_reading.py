"""The second reader's page: blind first, then both, then agreement or a director."""

import pytest

from intake.audit.models import Event
from intake.decisions.models import Opinion
from intake.decisions.reading import open_reading
from intake.review import actions as review
from tests.factories.staff import make_site, make_staff
from tests.web.staff.reading import hidden, one, parsed, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing")]
SIGNED = {
    "outcome_iv_im": "eligible",
    "outcome_in": "conditional",
    "rationale": "The first reader's reasons.",
    "message": "You may come.",
    "second_reader": "on",
}
SAME = {"outcome_iv_im": "eligible", "outcome_in": "conditional", "rationale": "Fine."}
OTHER = {"outcome_iv_im": "not_now", "outcome_in": "not_now", "rationale": "Early."}


@pytest.fixture
def url(case):
    return f"/staff/cases/{case.reference}/second/"


@pytest.fixture
def decide_url(case):
    return f"/staff/cases/{case.reference}/decide/"


@pytest.fixture
def signed(client, clinician, case, decide_url):
    """The first reader signs; then a colleague sits down at the browser."""
    client.force_login(clinician)
    page = client.get(decide_url)
    client.post(decide_url, {**hidden(page), **SIGNED, "_action": "record"})
    colleague = make_staff("clinician", sites=(case.patient.site,))
    client.force_login(colleague)
    return colleague


def send(client, url, values, action="give"):
    page = client.get(url)
    return client.post(url, {**hidden(page), **values, "_action": action})


def test_the_second_reader_sees_nothing_of_the_first_before_their_own(
    client, signed, url, case
):
    for address in (url, f"/staff/cases/{case.reference}/"):
        page = client.get(address)
        assert "The first reader's reasons." not in page.text
        assert "The first reader&#x27;s reasons." not in page.text
    form = one(client.get(url), "form[data-form=second]")
    assert not form.select("input[type=radio][checked]")


def test_the_worklist_says_whose_turn_it_is(client, signed, clinician, case):
    row = f"[data-reading='{case.reference}']"
    assert one(client.get("/staff/"), row)["data-turn"] == "yours"

    client.force_login(clinician)

    assert one(client.get("/staff/"), row)["data-turn"] == "second"


def test_the_case_says_that_it_waits(client, signed, url, case):
    page = client.get(f"/staff/cases/{case.reference}/")

    assert one(page, "[data-second-reader] a")["href"] == url


def test_deciding_leads_to_the_second_reading_instead(client, signed, url, decide_url):
    assert client.get(decide_url).url == url

    refused = client.post(decide_url, {**SIGNED, "_action": "record"})

    assert refused.status_code == 409


def test_agreement_records_the_decision(client, signed, url, case, clinician):
    assert send(client, url, SAME).url == f"/staff/cases/{case.reference}/"

    assert case.decisions.get().decided_by == clinician
    page = client.get(f"/staff/cases/{case.reference}/")
    assert "Second reader: both opinions" in page.text
    both = client.get(url)
    assert "Fine." in both.text
    assert one(both, "[data-end=agreed]")


def test_a_difference_shows_both_opinions(client, signed, url, case):
    page = client.get(send(client, url, OTHER).url)

    first, own = parsed(page).select("article.decision")
    assert "The first reader" in text(first)
    assert "Early." in text(own)
    assert "Early." in page.text
    buttons = [
        tag["value"] for tag in one(page, "[data-form=compare]").select("button")
    ]
    assert buttons == ["agree", "differ"]
    assert Event.objects.filter(action="second_reading.read").exists()
    assert not case.decisions.exists()


def test_to_stand_by_ones_own_needs_words(client, signed, url):
    send(client, url, OTHER)

    page = send(client, url, {"words": " "}, "differ")

    assert page.status_code == 422
    assert one(page, "#error-summary a")["href"] == "#id_words"
    assert Opinion.objects.count() == 1


def test_having_seen_both_one_may_agree(client, signed, url, case):
    send(client, url, OTHER)

    send(client, url, {}, "agree")

    assert case.decisions.count() == 1


def test_a_dispute_is_decided_by_the_medical_director(
    client, signed, url, decide_url, case
):
    send(client, url, OTHER)
    send(client, url, {"words": "I stay."}, "differ")
    assert "The medical director decides" in client.get(url).text
    director = make_staff("medical_director", sites=(case.patient.site,))
    client.force_login(director)

    page = client.get(url)
    assert "I stay." in page.text
    assert one(page, f"a.btn[href='{decide_url}']")
    opened = client.get(decide_url)
    sent = {**hidden(opened), **SIGNED, "_action": "record"}
    assert client.post(decide_url, sent).status_code == 302

    assert case.decisions.get().decided_by == director
    assert open_reading(case) is None


def test_the_first_reader_may_take_it_back(client, signed, url, clinician, case):
    client.force_login(clinician)
    page = client.get(url)
    assert "The first reader" in page.text

    done = client.post(url, {**hidden(page), "_action": "take_back"})

    assert done.url == f"/staff/cases/{case.reference}/decide/"
    assert open_reading(case) is None


def test_a_reader_who_does_not_take_part_sees_no_opinion(client, signed, url, site):
    send(client, url, OTHER)
    client.force_login(make_staff("clinician", sites=(site,)))

    page = client.get(url)

    assert "Early." not in page.text
    assert not parsed(page).select("article.decision, form[data-form=compare]")
    assert client.post(url, {**OTHER, "_action": "give"}).status_code == 409


def test_an_incomplete_opinion_is_refused_and_kept_on_the_page(client, signed, url):
    page = send(client, url, SAME | {"outcome_in": ""})

    assert page.status_code == 422
    assert "Fine." in text(one(page, "[name=rationale]"))
    assert not Opinion.objects.exists()


def test_a_case_that_changed_meanwhile_is_decided_anew(
    client, signed, url, case, clinician, decide_url
):
    review.evaluate_case(case=case, by=clinician)

    assert "The case changed" in client.get(url).text
    assert client.post(url, {**SAME, "_action": "give"}).status_code == 409
    assert client.get(decide_url).status_code == 200


def test_a_withdrawn_case_takes_no_opinion(client, signed, url, case):
    review.withdraw_case(case=case, by=case.patient.user)

    assert send(client, url, SAME).status_code == 409


def test_where_nobody_asked_the_page_leads_back(signed_in, url, case):
    assert signed_in.get(url).url == f"/staff/cases/{case.reference}/"


def test_another_site_sees_nothing_of_it(client, signed, url):
    client.force_login(make_staff("clinician", sites=(make_site(),)))

    assert client.get(url).status_code == 404
