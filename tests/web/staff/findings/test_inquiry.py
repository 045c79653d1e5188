"""Asking somebody outside: the link shown once, its state, the reply on the case."""

import pytest

from intake.findings.inquiries import Reply, inquiries_of
from intake.findings.models import FindingWork, Inquiry
from intake.findings.outside import find, receive
from intake.review import actions as review
from tests.factories.cases import make_case
from tests.factories.inquiries import ANEURYSM, ask
from tests.factories.staff import make_patient_account, make_site, make_staff
from tests.factories.work import found
from tests.web.staff.reading import hidden, one, parsed, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing")]
GIVEN = {
    "kind": "ecg",
    "name": "Dr. Rivera",
    "organisation": "Hill Practice",
    "words": "The one of March, please.",
    "days": "7",
}
FINE = Reply("no_objection", "Clipped in 2011.")


@pytest.fixture(scope="module")
def case_given():
    return {"answers": {"aneurysm": "yes"}, "last_name": "Quillfeather"}


def case_url(case):
    return f"/staff/cases/{case.reference}/"


def finding_url(case):
    key = found(case, ANEURYSM).works.grounds[:16]
    return f"/staff/findings/{case.reference}/{key}/"


def inquiry_url(case, inquiry):
    return f"/staff/findings/{case.reference}/outside/{inquiry.pk}/"


@pytest.fixture
def make(signed_in, case):
    """Send the form of a new inquiry."""

    def send(**given):
        return signed_in.post(finding_url(case) + "outside/", GIVEN | given)

    return send


def test_the_case_leads_from_a_finding_to_the_form(signed_in, case):
    page = signed_in.get(case_url(case))

    link = one(page, f"[data-finding={ANEURYSM}] a[data-ask-outside]")
    form = one(signed_in.get(link["href"]), "form[data-form=inquiry]")
    assert len(form.select("input[name=kind]")) == 4


def test_the_link_is_shown_once_and_works(make, signed_in, case):
    made = make()

    assert made.status_code == 302
    shown = signed_in.get(made.url)
    link = one(shown, "[data-link]")["value"]
    token = link.rstrip("/").rsplit("/", 1)[1]
    assert find(token).case == case
    assert "Quillfeather" in text(one(shown, "main"))
    again = signed_in.get(made.url)
    assert token not in again.text
    assert one(again, "[data-standing=waiting]")


def test_what_is_asked_is_kept_as_it_was_written(make, case, clinician):
    make()

    (inquiry,) = inquiries_of(case)
    assert inquiry.who == "Dr. Rivera, Hill Practice"
    assert (inquiry.asked.finding, inquiry.asked.kind) == (ANEURYSM, "ecg")
    assert inquiry.record.by == clinician


@pytest.mark.parametrize(
    ("given", "advice"),
    [
        ({"kind": ""}, "Choose what you need."),
        ({"kind": "horoscope"}, "Choose what you need."),
        ({"name": " "}, "Write a name."),
        ({"days": ""}, "Write a number of days."),
        ({"days": "0"}, "greater than or equal to 1"),
        ({"days": "61"}, "less than or equal to 60"),
        ({"words": "x" * 1_001}, "at most 1000 characters"),
    ],
    ids=["none", "unknown", "nobody", "empty", "zero", "long-time", "long-text"],
)
def test_what_lacks_is_refused_with_advice(make, given, advice):
    page = make(**given)

    assert page.status_code == 422
    assert advice in text(one(page, "#error-summary"))
    assert not Inquiry.objects.exists()


def test_the_case_says_what_is_outstanding_and_since_when(signed_in, case, clinician):
    inquiry, _token = ask(case, clinician)

    page = signed_in.get(case_url(case))

    line = one(page, "[data-outstanding] a")
    assert line["href"] == inquiry_url(case, inquiry)
    assert "Dr. Rivera, Hill Practice was asked on" in text(line)
    assert one(page, f"[data-finding={ANEURYSM}] [data-standing=waiting]")


def test_a_reply_stands_on_its_finding_and_on_the_worklist(signed_in, case, clinician):
    inquiry, _token = ask(case, clinician)
    receive(inquiry=inquiry, reply=FINE, document=None)

    assert one(signed_in.get("/staff/"), "[data-reply-came]")
    page = signed_in.get(case_url(case))

    assert one(page, "p[data-reply-came]")
    shown = one(page, f"[data-finding={ANEURYSM}] [data-standing=replied]")
    assert "I know of no reason against it" in text(shown)
    assert "Clipped in 2011." in text(shown)
    assert not parsed(page).select("[data-outstanding]")
    assert not parsed(signed_in.get("/staff/")).select("[data-reply-came]")


def test_a_reply_is_evidence_enough(signed_in, case, clinician):
    inquiry, _token = ask(case, clinician)
    ending = receive(inquiry=inquiry, reply=FINE, document=None)
    page = signed_in.get(finding_url(case))
    given = {"kind": "resolved", "reason": "Clipped", "there": f"reply-{inquiry.pk}"}

    done = signed_in.post(finding_url(case), hidden(page) | given)

    assert done.status_code == 302
    assert FindingWork.objects.get().reply == ending
    assert one(signed_in.get(case_url(case)), "[data-state=resolved] [data-on-reply]")


def test_it_can_be_withdrawn_and_sent_again(signed_in, case, clinician):
    inquiry, token = ask(case, clinician)
    address = inquiry_url(case, inquiry)
    buttons = one(signed_in.get(address), "form[data-form=inquiry-end]")
    assert [tag["value"] for tag in buttons.select("button")] == ["again", "withdraw"]

    assert signed_in.post(address, {"_action": "withdraw"}).status_code == 302
    assert one(signed_in.get(address), "[data-standing=withdrawn]")
    again = signed_in.post(address, {"_action": "again"})

    link = one(signed_in.get(again.url), "[data-link]")["value"]
    assert token not in link
    assert Inquiry.objects.count() == 2


def test_a_reply_that_was_faster_is_shown_instead(signed_in, case, clinician):
    inquiry, _token = ask(case, clinician)
    receive(inquiry=inquiry, reply=FINE, document=None)

    page = signed_in.post(inquiry_url(case, inquiry), {"_action": "again"})

    assert page.status_code == 409
    assert one(page, "[data-standing=replied]")
    assert not parsed(page).select("form[data-form]")


def test_an_unknown_button_changes_nothing(signed_in, case, clinician):
    inquiry, _token = ask(case, clinician)

    assert signed_in.post(inquiry_url(case, inquiry), {}).status_code == 422
    assert find(_token) == inquiry


def test_nobody_is_asked_once_the_patient_withdrew(make, signed_in, case, clinician):
    inquiry, _token = ask(case, clinician)
    address = finding_url(case) + "outside/"
    review.withdraw_case(case=case, by=case.patient.user)

    assert signed_in.get(address).status_code == 409
    assert signed_in.post(address, GIVEN).status_code == 409
    again = {"_action": "again"}
    assert signed_in.post(inquiry_url(case, inquiry), again).status_code == 409


def test_what_is_not_there_is_not_found(signed_in, case, site, clinician):
    other = make_case({"aneurysm": "yes"}, site=site)
    inquiry, _token = ask(other, clinician)

    base = f"/staff/findings/{case.reference}/"
    for address in ("outside/0/", f"outside/{inquiry.pk}/", f"outside/{10**30}/"):
        assert signed_in.get(base + address).status_code == 404
    assert signed_in.get(f"{base}{'0' * 16}/outside/").status_code == 404


@pytest.mark.parametrize(
    ("visitor", "status"),
    [
        pytest.param(None, 302, id="nobody"),
        pytest.param(make_patient_account, 403, id="patient"),
        pytest.param(lambda: make_staff("front_desk"), 403, id="front-desk"),
        pytest.param(
            lambda: make_staff("clinician", sites=(make_site(),)), 404, id="other-site"
        ),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_others_may_not_ask(client, case, clinician, visitor, status, method):
    inquiry, _token = ask(case, clinician)
    addresses = [finding_url(case) + "outside/", inquiry_url(case, inquiry)]
    if visitor:
        client.force_login(visitor())

    for address in addresses:
        assert getattr(client, method)(address, GIVEN).status_code == status
