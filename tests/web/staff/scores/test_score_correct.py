"""Entering again what was entered wrong; both entries are kept."""

import pytest

from intake.audit.models import Event
from tests.factories.cases import make_case
from tests.factories.scores import enter, entry, least, staff_scores
from tests.factories.staff import make_staff
from tests.web.staff.reading import hidden, one, parsed, text
from tests.web.staff.scores.scoring import calm, case_url, day, post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing")]


@pytest.fixture
def wrong(case, clinician):
    answers = least("wsas", wsas_1=7)
    return enter(case.response, entry("wsas", answers, given="phone"), clinician)


def correcting(case, record):
    return f"{case_url(case)}scores/{record.pk}/correct/"


def test_the_form_stands_as_it_was_entered(signed_in, case, wrong):
    page = signed_in.get(correcting(case, wrong))

    assert one(page, "select[name=wsas_1] option[selected]")["value"] == "7"
    assert one(page, "input[name=given][checked]")["value"] == "phone"
    assert one(page, "input[name='given_on.year']")["value"]
    read = Event.objects.filter(action="case.read", patient_id=case.patient.pk)
    assert read.exists()


def test_both_entries_are_shown_the_correction_first(signed_in, case, wrong):
    link = one(signed_in.get(case_url(case)), "[data-score=wsas] a[href*=correct]")

    done = post(
        signed_in,
        link["href"],
        **calm("wsas", wsas_1="1"),
        reason="The seven was a one.",
    )

    scores = parsed(signed_in.get(done.url)).select("[data-score=wsas]")
    assert [score["data-total"] for score in scores] == ["1", "7"]
    assert [score.has_attr("data-corrected") for score in scores] == [False, True]
    assert "A correction: The seven was a one." in text(scores[0])
    assert not scores[1].select("a[href*=correct]")


def test_a_correction_without_a_reason_is_refused(signed_in, case, wrong):
    page = post(signed_in, correcting(case, wrong), **calm("wsas"), reason=" ")

    assert page.status_code == 422
    assert "Say what was wrong." in text(one(page, "#error-summary"))


def test_what_was_corrected_already_leads_back_to_the_case(signed_in, case, wrong):
    address = correcting(case, wrong)
    opened = hidden(signed_in.get(address))
    colleague = make_staff("clinician")
    enter(case.response, entry("wsas", corrects=wrong.pk, reason="Mine."), colleague)
    posted = opened | day() | calm("wsas", reason="Also mine.")
    posted |= {"given": "phone", "language": "en"}

    replies = [signed_in.get(address), signed_in.post(address, posted)]

    for reply in replies:
        assert reply.status_code == 409
        assert "corrected already" in reply.text
        assert one(reply, f"main a[href='{case_url(case)}']")
    assert staff_scores(case.response).count() == 2


@pytest.mark.parametrize("whose", ["patient", "other case", "nobody"])
def test_only_entries_of_staff_for_this_patient_can_be_corrected(
    signed_in, clinician, case, site, whose
):
    record = {
        "patient": lambda: case.response.scores.get(instrument="phq9").pk,
        "other case": lambda: (
            enter(make_case(site=site).response, entry("wsas"), clinician).pk
        ),
        "nobody": lambda: 987654,
    }[whose]()

    reply = signed_in.get(f"{case_url(case)}scores/{record}/correct/")

    assert reply.status_code == 404
