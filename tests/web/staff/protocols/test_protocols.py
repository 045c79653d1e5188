"""The director's pages of the protocol, and what a case says of a rerun."""

import pytest

from intake.reruns import actions
from intake.reruns.models import Turn
from tests.factories.cases import make_case
from tests.factories.staff import make_site, make_staff
from tests.reruns.test_reruns import LOW, publish_with
from tests.web.staff.reading import one, parsed, text, values

pytestmark = pytest.mark.django_db
LIST = "/staff/protocols/"


@pytest.fixture
def low(site):
    return make_case(LOW, site=site)


@pytest.fixture
def director(client, site):
    client.force_login(make_staff("medical_director", sites=(site,)))
    return client


def start(director, button):
    address = director.post(LIST, {"_action": button}).url
    while actions.work():
        pass
    return address


def test_the_versions_stand_with_the_open_cases_on_each(director, low):
    publish_with(low, "CI")

    page = director.get(LIST)

    assert values(page, "[data-version]", "data-version") == ["2", "1"]
    assert values(page, "[data-version]", "data-open-cases") == ["0", "1"]
    assert one(page, "[data-others]")["data-others"] == "1"
    assert "an update" in text(one(page, "[data-version='2']"))


def test_with_one_version_there_is_nothing_to_do(director, low):
    assert not parsed(director.get(LIST)).select("form[data-form=rerun]")


def test_a_post_without_a_button_is_refused(director, low):
    publish_with(low, "CI")

    assert director.post(LIST).status_code == 422


def test_what_would_change_is_shown_case_by_case_and_can_be_applied(director, low):
    publish_with(low, "CI")

    page = director.get(start(director, "try"))

    shown = one(page, f"[data-turn='{low.reference}']")
    assert shown.select("[data-tier-change]")
    assert values(page, "[data-differs]", "data-differs") == ["IND-04"]
    assert text(one(page, "[data-stricter]")) == "1"
    assert one(page, "form[data-form=rerun]")["action"] == LIST
    assert low.evaluations.count() == 1


def test_afterwards_the_case_says_what_changed(director, low):
    publish_with(low, "CI")
    start(director, "apply")

    told = one(director.get(f"/staff/cases/{low.reference}/"), "[data-rerun]")

    assert "Evaluated again under ketamine 2: what changed" in text(told)
    assert told.select("[data-differs='IND-04']")
    assert director.get(told.select_one("a[href*=runs]")["href"]).status_code == 200


def test_while_it_goes_on_the_page_says_how_far_it_is(director, low):
    publish_with(low, "CI")

    page = director.post(LIST, {"_action": "apply"}, follow=True)

    assert one(page, "[data-waiting]")["data-waiting"] == "1"


def test_cases_of_other_sites_are_counted_and_not_shown(director):
    other = make_case(LOW, site=make_site())
    publish_with(other, "CI")

    page = director.get(start(director, "try"))

    assert text(one(page, "[data-changed]")) == "1"
    assert other.reference not in page.text


def test_a_failed_case_is_named(director, low):
    publish_with(low, "CI")
    address = start(director, "try")
    turn = Turn.objects.get()
    turn.state, turn.problem = Turn.State.FAILED, "ValueError"
    turn.save()

    assert low.reference in text(one(director.get(address), "[data-failures]"))


def test_a_long_list_goes_on(director, low, site, monkeypatch):
    monkeypatch.setattr("intake.web.staff.protocols.reruns.PAGE", 1)
    other = make_case(LOW, site=site)
    publish_with(low, "CI")
    address = start(director, "try")

    first = director.get(address)
    second = director.get(address + one(first, "a[rel=next]")["href"])

    found = [values(page, "[data-turn]", "data-turn") for page in (first, second)]
    assert sorted(found) == sorted([[low.reference], [other.reference]])
    assert not parsed(second).select("a[rel=next]")


def test_the_text_of_a_version_has_every_criterion_with_its_source(director, low):
    page = director.get(f"{LIST}1/")

    criteria = low.evaluations.get().protocol.rules.criteria
    shown = values(page, "[data-criterion]", "data-criterion")
    assert sorted(shown) == sorted(criterion.id for criterion in criteria)
    assert "section 1, indications" in page.text


@pytest.mark.parametrize("number", ["0", "9", "9" * 30])
def test_a_version_that_is_not_there_is_not_found(director, number):
    assert director.get(f"{LIST}{number}/").status_code == 404


def test_a_clinician_may_not(client, clinician):
    client.force_login(clinician)

    assert client.get(LIST).status_code == 403
