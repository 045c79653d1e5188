"""The page of one finding, and what the case and its decision say of the work on it."""

import pytest

from intake.audit.models import Event
from intake.findings.models import FindingWork
from intake.review import actions as review
from tests.factories.staff import make_patient_account, make_site, make_staff
from tests.factories.work import BY_LETTER, found, statement, work
from tests.web.staff.reading import hidden, one, parsed, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing")]
ANEURYSM = "VAS-01"
GIVEN = {
    "kind": "resolved",
    "reason": "Clipped in 2011.\nNo other was found.",
    "source": BY_LETTER,
}
DECISION = {
    "outcome_iv_im": "conditional",
    "outcome_in": "not_now",
    "rationale": "Why",
    "message": "What comes next",
}


@pytest.fixture(scope="module")
def case_given():
    return {"answers": {"aneurysm": "yes"}}


def case_url(case):
    return f"/staff/cases/{case.reference}/"


def url(case):
    key = found(case, ANEURYSM).works.grounds[:16]
    return f"/staff/findings/{case.reference}/{key}/"


@pytest.fixture
def deal(signed_in, case):
    """Open the page of the finding, fill it in, send it."""
    opened = signed_in.get(url(case))

    def send(page=opened, **given):
        return signed_in.post(url(case), hidden(page) | GIVEN | given)

    return send


def shown_on_case(client, case):
    return one(client.get(case_url(case)), f"[data-finding={ANEURYSM}]")


def test_the_case_leads_from_each_finding_to_its_page(signed_in, case):
    shown = shown_on_case(signed_in, case)

    assert shown.select_one("[data-state=open]")
    link = shown.select_one("a[data-work-on]")
    assert link["href"] == url(case)
    assert ANEURYSM not in link["href"]
    page = signed_in.get(link["href"])
    assert one(page, f"[data-finding={ANEURYSM}] [data-item]")
    assert not parsed(page).select("#error-summary")
    assert not parsed(page).select("a[data-work-on]")


def test_what_was_done_stands_under_the_finding_with_name_and_reason(
    signed_in, deal, case, clinician
):
    done = deal()

    assert (done.status_code, done.url) == (302, case_url(case))
    shown = shown_on_case(signed_in, case)
    state = shown.select_one("[data-state=resolved]")
    assert "Clipped in 2011." in text(state)
    assert BY_LETTER in text(state.select_one("[data-source]"))
    assert clinician.name in text(state)
    assert shown.select("[data-item]"), "the finding itself stays"


def test_looking_at_it_is_recorded(signed_in, case):
    signed_in.get(url(case))

    assert Event.objects.get(action="case.read").subject_id == str(case.pk)


@pytest.mark.parametrize(
    ("given", "advice"),
    [
        ({"kind": ""}, "Choose one of the three."),
        ({"kind": "overruled"}, "Choose one of the three."),
        ({"reason": " "}, "Say why."),
        ({"source": ""}, "Say who or what says so, or bring a file."),
        ({"kind": "confirmed", "source": " "}, "or bring a file."),
        ({"reason": "x" * 2_001}, "at most 2000 characters"),
    ],
    ids=["none", "unknown", "no-reason", "no-source", "confirmed", "too-long"],
)
def test_what_lacks_is_refused_with_advice_and_nothing_typed_is_lost(
    deal, given, advice
):
    page = deal(**given)

    assert page.status_code == 422
    assert advice in text(one(page, "#error-summary[role=alert]"))
    kept = text(one(page, "[name=reason]"))
    assert kept == " ".join((GIVEN | given)["reason"].split())
    assert not FindingWork.objects.exists()


def test_an_empty_post_is_refused(signed_in, case):
    assert signed_in.post(url(case), {}).status_code == 422


def test_it_can_be_set_aside_without_a_source(deal, signed_in, case):
    assert deal(kind="set_aside", source="").status_code == 302

    assert shown_on_case(signed_in, case).select("[data-state=set_aside]")


def test_somebody_else_was_faster(deal, case):
    work(case, ANEURYSM, make_staff("clinician"), "confirmed")

    page = deal()

    assert page.status_code == 409
    assert "Somebody dealt with this finding" in page.text
    assert "Clipped in 2011." in text(one(page, "[name=reason]"))
    assert deal(page=page).status_code == 302


@pytest.mark.parametrize("revision", ["", "x", "-1", "9" * 30, "²"])
def test_a_forged_revision_is_a_conflict(deal, case, revision):
    assert deal(_revision=revision).status_code == 409


def test_sending_it_twice_has_one_effect(deal):
    assert [deal().status_code, deal().status_code] == [302, 302]
    assert FindingWork.objects.count() == 1


def test_an_address_whose_finding_changed_says_so(signed_in, case):
    address = f"/staff/findings/{case.reference}/{'0' * 16}/"

    assert signed_in.get(address).status_code == 404
    assert "This finding has changed" in signed_in.post(address, GIVEN).text


def test_markup_is_shown_and_never_run(deal, signed_in, case):
    deal(reason="<script>alert(1)</script>")

    assert "<script>alert" not in signed_in.get(case_url(case)).text


class TestTakingBack:
    @pytest.fixture
    def address(self, signed_in, case, clinician):
        work(case, ANEURYSM, clinician)
        return shown_on_case(signed_in, case).select_one("a[data-take-back-work]")[
            "href"
        ]

    def test_it_is_asked_with_what_was_done_and_shown_afterwards(
        self, signed_in, case, address
    ):
        page = signed_in.get(address)
        assert one(page, "[data-work=resolved]")

        done = signed_in.post(address, hidden(page) | {"reason": "Another patient"})

        assert (done.status_code, done.url) == (302, case_url(case))
        shown = shown_on_case(signed_in, case)
        assert shown.select_one("[data-state=open] [data-taken-back]")
        assert "Another patient" in text(shown)

    def test_it_needs_a_reason(self, signed_in, address):
        assert signed_in.post(address, {"reason": " "}).status_code == 422

    def test_what_is_not_there_is_not_found(self, signed_in, case):
        for number in (0, 10**30):
            address = f"/staff/findings/{case.reference}/work/{number}/"
            assert signed_in.get(address).status_code == 404


def test_nothing_is_done_in_a_withdrawn_case_and_the_work_can_be_read(
    signed_in, case, clinician
):
    record = work(case, ANEURYSM, clinician)
    address = url(case)
    review.withdraw_case(case=case, by=case.patient.user)

    back = f"/staff/findings/{case.reference}/work/{record.pk}/"
    for closed in (address, back):
        assert signed_in.get(closed).status_code == 409
        assert signed_in.post(closed, GIVEN).status_code == 409
    shown = shown_on_case(signed_in, case)
    assert shown.select("[data-state=resolved]")
    assert not shown.select("a[data-work-on], a[data-take-back-work]")


class TestDeciding:
    @pytest.fixture
    def decide(self, signed_in, case):
        address = case_url(case) + "decide/"

        def send(action="record", **given):
            sent = hidden(signed_in.get(address)) | DECISION | given
            return signed_in.post(address, sent | {"_action": action})

        return send

    def reason(self, case):
        return "reason_" + found(case, ANEURYSM).works.grounds[:16]

    @pytest.mark.parametrize("action", ["preview", "record"])
    def test_going_on_without_a_reason_is_refused_with_a_link_to_it(
        self, decide, case, action
    ):
        page = decide(action)

        assert page.status_code == 422
        link = one(page, "#error-summary").select_one("a")
        assert "Say why you go on in spite of this." in text(link)
        assert parsed(page).find(id=link["href"].removeprefix("#"))["name"] == (
            self.reason(case)
        )

    def test_with_a_reason_it_is_recorded_and_shown_under_the_finding(
        self, decide, signed_in, case
    ):
        done = decide(**{self.reason(case): "Seen by neurosurgery"})

        assert done.status_code == 302
        shown = text(shown_on_case(signed_in, case))
        assert "Decided all the same" in shown
        assert "Seen by neurosurgery" in shown

    def test_the_reason_stands_ready_when_the_decision_is_changed(
        self, decide, signed_in, case
    ):
        decide(**{self.reason(case): "Seen by neurosurgery"})

        page = signed_in.get(case_url(case) + "decide/")

        assert text(one(page, f"[name={self.reason(case)}]")) == "Seen by neurosurgery"

    def test_not_going_on_asks_for_none(self, decide):
        assert decide(outcome_iv_im="not_suitable").status_code == 302

    def test_what_was_dealt_with_stands_there_with_its_reason_and_asks_nothing(
        self, decide, signed_in, case, clinician
    ):
        work(case, ANEURYSM, clinician)

        page = signed_in.get(case_url(case) + "decide/")

        assert statement().reason in text(one(page, "[data-settled-findings]"))
        assert not parsed(page).select(f"[name={self.reason(case)}], .alert-warning")
        assert decide().status_code == 302

    def test_a_reason_that_nobody_asked_for_is_not_stored(
        self, decide, case, clinician
    ):
        work(case, ANEURYSM, clinician)
        before = FindingWork.objects.count()

        decide(**{self.reason(case): "Not asked"})

        assert FindingWork.objects.count() == before


@pytest.mark.parametrize(
    ("visitor", "status"),
    [
        pytest.param(None, 302, id="nobody"),
        pytest.param(make_patient_account, 403, id="patient"),
        pytest.param(lambda: make_staff("front_desk"), 403, id="front-desk"),
        pytest.param(lambda: make_staff("administrator"), 403, id="administrator"),
        pytest.param(
            lambda: make_staff("clinician", sites=(make_site(),)), 404, id="other-site"
        ),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_others_may_not_work_on_it(client, case, clinician, visitor, status, method):
    record = work(case, ANEURYSM, clinician)
    back = f"/staff/findings/{case.reference}/work/{record.pk}/"
    address = url(case)
    if visitor:
        client.force_login(visitor())

    for where in (address, back):
        assert getattr(client, method)(where, GIVEN).status_code == status
