"""The pages of a sheet for a payer: made, read, signed, downloaded."""

import pytest

from intake.audit.models import Event
from intake.domain.payers.shipped import load_rule_sets
from intake.payers import actions
from intake.payers.models import Sheet
from intake.review import actions as review
from tests.factories.cases import make_case
from tests.factories.scores import enter, entry
from tests.factories.staff import PASSWORD, make_patient_account, make_site, make_staff
from tests.web.staff.reading import hidden, one, parsed, text, values

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing")]
CIGNA = load_rule_sets()["cigna"]


def url(case, *parts):
    return f"/staff/cases/{case.reference}/sheets/" + "".join(f"{p}/" for p in parts)


def payer_url(case):
    number = list(load_rule_sets()).index("cigna") + 1
    return f"/staff/cases/{case.reference}/payers/{number}/"


@pytest.fixture
def sheet(case, clinician):
    return actions.make_sheet(case=case, rules=CIGNA, by=clinician)


@pytest.fixture
def sign(signed_in, case):
    def sign(page, **given):
        return signed_in.post(url(case, 1), {**hidden(page), "_action": "sign"} | given)

    return sign


def test_one_press_on_a_payers_page_makes_the_sheet(signed_in, case):
    page = signed_in.get(payer_url(case))
    form = one(page, "form[data-form=sheet]")

    made = signed_in.post(form["action"], {**hidden(page), "_action": "make"})

    assert made.url == url(case, 1)
    shown = signed_in.get(made.url)
    assert values(shown, "[data-state]", "data-state") == ["unsigned"]
    assert len(parsed(shown).select("[data-sheet] [data-trial]")) == 2
    assert "sertraline" in text(one(shown, "[data-trial='1']"))


def test_a_payer_that_is_not_there_makes_nothing(signed_in, case):
    assert signed_in.post(url(case), {"payer": "x"}).status_code == 404
    assert signed_in.post(url(case)).status_code == 404
    assert signed_in.get(url(case)).status_code == 405


def test_the_box_must_be_ticked(signed_in, case, sheet, sign):
    refused = sign(signed_in.get(url(case, 1)))

    assert refused.status_code == 422
    assert "Tick the box" in text(one(refused, "#error-summary"))
    assert not Sheet.objects.listed().get().is_signed


def test_signed_it_says_by_whom_and_there_is_nothing_more_to_sign(
    signed_in, case, sheet, sign, clinician
):
    done = sign(signed_in.get(url(case, 1)), checked="on")

    page = signed_in.get(done.url)
    assert clinician.name in text(one(page, "[data-state=signed]"))
    assert not parsed(page).select("form[data-form=sign]")


def test_a_version_that_was_replaced_meanwhile_is_not_signed(
    signed_in, case, sheet, sign, clinician
):
    page = signed_in.get(url(case, 1))
    enter(case.response, entry("qids"), clinician)
    actions.make_sheet(case=case, rules=CIGNA, by=clinician)

    late = sign(page, checked="on")

    assert late.status_code == 409
    assert "You signed nothing" in text(one(late, "[role=alert]"))
    assert one(late, "[data-state=replaced] a")["href"] == url(case, 2)


def test_the_document_has_a_name_that_says_nothing(signed_in, case, sheet):
    reply = signed_in.get(url(case, 1, "pdf"))

    assert reply["Content-Type"] == "application/pdf"
    assert reply["Content-Disposition"] == (
        f'attachment; filename="{case.reference}-1.pdf"'
    )
    assert "no-store" in reply["Cache-Control"]
    assert reply.content.startswith(b"%PDF")


def test_signing_and_taking_it_along_need_a_proof_of_the_last_minutes(
    signed_in, case, sheet, sign, settings
):
    page = signed_in.get(url(case, 1))
    settings.SIGNING_FRESH = -1

    refused = sign(page, checked="on")
    signed = sign(page, checked="on", password=PASSWORD)
    sent = signed_in.get(url(case, 1, "pdf"))

    assert refused.status_code == 422
    assert "Sign with your password" in refused.text
    assert signed.status_code == 302
    assert sent.url.startswith("/staff/confirm/?next=")


def test_every_look_is_written_down(signed_in, case, sheet):
    signed_in.get(url(case, 1))
    signed_in.get(url(case, 1, "pdf"))

    events = Event.objects.about(case.patient_id).filter(action__startswith="sheet.")
    assert [event.action for event in events] == [
        "sheet.downloaded",
        "sheet.read",
        "sheet.made",
    ]
    assert events[0].detail == {"number": 1, "signed": False}


def test_the_case_lists_every_version_and_what_was_replaced(
    signed_in, case, sheet, clinician
):
    enter(case.response, entry("qids"), clinician)
    actions.make_sheet(case=case, rules=CIGNA, by=clinician)

    page = signed_in.get(f"/staff/cases/{case.reference}/")

    listed = one(page, "[data-sheets]")
    assert [li["data-sheet"] for li in listed.select("li")] == ["2", "1"]
    assert [li["data-sheet"] for li in listed.select("[data-replaced]")] == ["1"]
    assert signed_in.get(url(case, 1)).status_code == 200


def test_after_withdrawal_it_is_read_and_not_signed(signed_in, case, sheet, sign):
    page = signed_in.get(url(case, 1))
    review.withdraw_case(case=case, by=case.patient.user)

    assert sign(page, checked="on").status_code == 409
    assert not parsed(signed_in.get(url(case, 1))).select("form[data-form=sign]")
    assert signed_in.post(url(case), {"payer": "cigna"}).status_code == 409


def test_a_version_that_is_not_there_is_not_found(signed_in, case):
    assert signed_in.get(url(case, 1)).status_code == 404
    assert signed_in.get(url(case, 1, "pdf")).status_code == 404


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
def test_others_neither_make_nor_read_nor_download(
    client, site, case, sheet, visitor, status
):
    if user := visitor(site):
        client.force_login(user)

    assert client.get(url(case, 1)).status_code == status
    assert client.get(url(case, 1, "pdf")).status_code == status
    assert client.post(url(case, 1), {"checked": "on"}).status_code == status
    assert client.post(url(case), {"payer": "cigna"}).status_code == status


def test_words_of_a_patient_are_text_on_the_page(signed_in, site, clinician):
    odd = {
        "tx_drug": "other",
        "tx_name": "<script>alert(1)</script> #panic()",
        "tx_for_depression": "yes",
        "tx_this_episode": "yes",
    }
    case = make_case({"treatments": [odd]}, site=site)
    actions.make_sheet(case=case, rules=CIGNA, by=clinician)

    page = signed_in.get(url(case, 1))

    assert "1. <script>alert(1)</script> #panic()" in text(one(page, "[data-trial] h3"))
    assert "<script>alert" not in page.content.decode()
    assert signed_in.get(url(case, 1, "pdf")).status_code == 200
