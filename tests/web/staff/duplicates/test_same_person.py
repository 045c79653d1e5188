"""Comparing two records, and what the pages say once they are joined."""

import pytest

from intake.audit.models import Event
from intake.domain.safety import Level
from intake.patients.models import Sameness
from tests.factories.cases import make_case, make_patient
from tests.factories.duty import raise_alert
from tests.factories.staff import make_site
from tests.web.staff.reading import hidden, one, parsed, text, values

pytestmark = pytest.mark.django_db

LIST = "/staff/duplicates/"
TWICE = {"last_name": "Twofold", "phone": "555 010 0199"}


@pytest.fixture
def cases(site):
    """Two cases of one person under two addresses."""
    return [make_case(site=site, **TWICE) for _number in range(2)]


@pytest.fixture
def address(cases):
    first, second = (case.patient_id for case in cases)
    return f"{LIST}{first}/{second}/"


@pytest.fixture
def send(signed_in, address):
    def send(action, **given):
        sent = hidden(signed_in.get(address)) | {"_action": action, **given}
        return signed_in.post(address, sent)

    return send


def join(send, cases):
    kept = str(cases[0].patient_id)
    return send("link", kept=kept, why="They told me by phone.")


def test_a_pair_is_listed_with_what_it_shares_and_leads_on(signed_in, cases):
    page = signed_in.get(LIST)

    pair = one(page, "[data-pair]")
    assert pair["data-shared"] == "name phone"
    found = Event.objects.filter(action="patient.found")
    ids = set(found.values_list("patient_id", flat=True))
    assert ids == {str(case.patient_id) for case in cases}
    assert signed_in.get(pair.a["href"]).status_code == 200


def test_the_page_says_beforehand_what_joining_does(signed_in, cases, address):
    page = signed_in.get(address)

    assert len(parsed(page).select("[data-record]")) == 2
    preview = text(one(page, "[data-preview]"))
    assert "Nothing is moved" in preview
    assert all(case.reference in preview for case in cases)


def test_joined_cases_show_each_other_with_open_alerts(
    signed_in, send, cases, client, desk
):
    raise_alert(cases[1].patient, Level.HIGH)

    assert join(send, cases).status_code == 302

    kept, other = (f"/staff/cases/{case.reference}/" for case in cases)
    shown = one(signed_in.get(kept), "[data-joined]")
    assert shown.select_one(f"[data-other-case='{cases[1].reference}']")
    assert "An alert is open on the other record" in text(shown)
    assert not shown.select("[data-kept]")
    assert one(signed_in.get(other), "[data-joined] a[data-kept]")
    client.force_login(desk)
    for_the_desk = one(client.get(kept), "[data-joined]")
    assert "alert" not in text(for_the_desk)


def test_staff_begin_nothing_new_on_a_record_that_gave_way(
    signed_in, send, site, cases
):
    kept, other = make_patient(site=site), cases[0].patient
    sent = {"_action": "link", "kept": str(kept.pk), "why": "Same card."}
    signed_in.post(f"{LIST}{kept.pk}/{other.pk}/", sent)
    cases[0].__class__.objects.filter(pk=cases[0].pk).update(stage="withdrawn")
    address = f"/staff/patients/{other.pk}/"

    page = signed_in.get(address)
    assert one(page, "[data-kept]")["href"] == f"/staff/patients/{kept.pk}/"
    assert not parsed(page).select("form[data-form=begin]")
    signed_in.post(address)

    assert not other.responses.drafts().exists()


def test_it_is_taken_back_and_the_words_stay(signed_in, send, cases, address):
    join(send, cases)

    send("unlink", why="It was a cousin.")

    page = signed_in.get(address)
    assert values(page, "[data-said]", "data-said") == ["open", "same"]
    assert "It was a cousin." in page.text
    case_page = signed_in.get(f"/staff/cases/{cases[0].reference}/")
    assert not parsed(case_page).select("[data-joined]")
    assert one(case_page, "[data-suspected]")


def test_two_people_are_not_asked_about_again(signed_in, send, cases):
    send("different", why="Twins.")

    assert not parsed(signed_in.get(LIST)).select("[data-pair]")
    case_page = signed_in.get(f"/staff/cases/{cases[0].reference}/")
    assert not parsed(case_page).select("[data-suspected]")


@pytest.mark.parametrize(
    ("action", "given", "status"),
    [
        pytest.param("link", {"why": "So."}, 422, id="none goes on"),
        pytest.param("link", {"why": "So.", "kept": "x"}, 422, id="no record"),
        pytest.param("different", {"why": " "}, 422, id="no reason"),
    ],
)
def test_half_a_judgement_is_refused(send, action, given, status):
    assert send(action, **given).status_code == status
    assert not Sameness.objects.exists()


def test_what_a_colleague_said_meanwhile_is_not_overruled(
    signed_in, send, cases, address
):
    seen = hidden(signed_in.get(address))
    send("different", why="Twins.")

    kept = {"_action": "link", "kept": str(cases[0].patient_id), "why": "So."}
    late = signed_in.post(address, seen | kept)

    assert late.status_code == 409
    assert Sameness.objects.get().says == "different"


def test_a_record_of_another_site_is_not_found(signed_in, cases):
    stranger = make_patient(site=make_site(), **TWICE)

    address = f"{LIST}{cases[0].patient_id}/{stranger.pk}/"

    assert signed_in.get(address).status_code == 404
    assert signed_in.get(f"{LIST}{stranger.pk}/{stranger.pk}/").status_code == 404


def test_a_record_is_not_compared_with_itself(signed_in, cases):
    own = cases[0].patient_id

    assert signed_in.get(f"{LIST}{own}/{own}/").status_code == 404
