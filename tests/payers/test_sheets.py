"""Making, signing and keeping sheets for payers."""

import pytest
from django.db import InternalError, transaction

from intake.audit.models import Event
from intake.domain.payers.shipped import load_rule_sets
from intake.patients import vault
from intake.payers import actions, printing
from intake.payers.actions import SheetChanged
from intake.payers.models import Sheet, Signature
from intake.review import actions as review
from tests.factories.scores import enter, entry
from tests.factories.staff import make_patient_account, make_site, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing")]
CIGNA, CAREFIRST = (load_rule_sets()[code] for code in ("cigna", "carefirst"))


@pytest.fixture
def make(case, clinician):
    return lambda rules=CIGNA: actions.make_sheet(case=case, rules=rules, by=clinician)


@pytest.fixture
def sign(clinician):
    def sign(sheet, seen=None, by=clinician):
        present = Sheet.objects.get(pk=sheet.pk)
        return actions.sign_sheet(sheet=present, seen=seen or sheet.digest, by=by)

    return sign


@pytest.fixture
def learn(case, clinician):
    """Something new becomes known."""
    return lambda: enter(case.response, entry("qids"), clinician)


def again(sheet):
    return Sheet.objects.listed().get(pk=sheet.pk)


class TestMaking:
    def test_it_is_the_first_version_and_says_who_made_it(self, make, clinician):
        sheet = make()

        assert (sheet.number, sheet.made_by, sheet.replaces) == (1, clinician, None)
        assert Event.objects.filter(action="sheet.made").get().detail == {"number": 1}

    def test_without_news_it_is_the_same_version(self, make):
        assert make() == make()
        assert Sheet.objects.count() == 1

    def test_with_news_it_is_a_new_version_that_replaces_the_old(self, make, learn):
        old = make()
        learn()

        new = make()

        assert (new.number, new.replaces) == (2, old)
        assert again(old).is_replaced
        assert not again(new).is_replaced

    def test_sheets_for_two_payers_stand_side_by_side(self, make):
        one, other = make(CIGNA), make(CAREFIRST)

        assert (one.number, other.number) == (1, 2)
        assert not again(one).is_replaced

    def test_after_withdrawal_none_is_made(self, make, case):
        review.withdraw_case(case=case, by=case.patient.user)

        with pytest.raises(review.CaseIsWithdrawn):
            make()

    def test_what_it_says_is_sealed_for_this_patient(self, make, case):
        sheet = make()

        assert b"sertraline" not in bytes(sheet.sealed)
        with pytest.raises(vault.CannotOpen):
            vault.open_value(case.patient, "answers", sheet.sealed)


class TestKeeping:
    @pytest.mark.parametrize("change", ["digest", "number"])
    def test_a_version_is_never_changed(self, make, change):
        sheet = make()

        with pytest.raises(InternalError), transaction.atomic():
            Sheet.objects.filter(pk=sheet.pk).update(**{change: 7})

    @pytest.mark.parametrize("model", [Signature, Sheet])
    def test_a_version_and_its_signature_are_never_deleted(self, make, sign, model):
        sign(make())

        with pytest.raises(InternalError), transaction.atomic():
            model.objects.all()._raw_delete("default")

    def test_an_old_version_says_what_it_said(self, make, learn, case):
        old = make()
        said = actions.content_of(old, case)
        learn()
        make()

        assert actions.content_of(again(old), case) == said


class TestSigning:
    def test_the_document_is_kept_as_it_was_signed(self, make, sign, clinician):
        signature = sign(make())

        kept = actions.download_sheet(sheet=again(make()), by=clinician)

        assert kept.startswith(b"%PDF-")
        assert kept == actions.document_of(signature.sheet, signature.sheet.case)
        assert kept == actions.download_sheet(sheet=again(make()), by=clinician)

    def test_a_kept_document_does_not_follow_the_template(
        self, make, sign, clinician, monkeypatch
    ):
        sheet = make()
        sign(sheet)
        before = actions.download_sheet(sheet=again(sheet), by=clinician)
        monkeypatch.setattr(printing, "STATEMENT", "Something else.")

        after = actions.download_sheet(sheet=again(sheet), by=clinician)

        assert after == before

    def test_the_document_is_sealed(self, make, sign):
        assert b"%PDF" not in bytes(sign(make()).sealed_pdf)

    def test_signing_twice_has_one_effect(self, make, sign):
        sheet = make()

        assert sign(sheet) == sign(sheet)
        assert Event.objects.filter(action="sheet.signed").count() == 1

    def test_what_a_colleague_signed_is_not_signed_again(self, make, sign, site):
        sheet = make()
        sign(sheet)
        colleague = make_staff("clinician", sites=(site,))

        with pytest.raises(SheetChanged):
            sign(sheet, by=colleague)

    def test_a_replaced_version_is_not_signed_any_more(self, make, sign, learn):
        old = make()
        learn()
        make()

        with pytest.raises(SheetChanged):
            sign(old)

    def test_only_what_was_looked_at_is_signed(self, make, sign):
        with pytest.raises(SheetChanged):
            sign(make(), seen="0" * 64)

        failed = Event.objects.get(action="sheet.signed")
        assert failed.outcome == Event.Outcome.FAILED

    def test_after_withdrawal_nothing_is_signed_and_all_can_be_read(
        self, make, sign, case, clinician
    ):
        sheet = make()
        review.withdraw_case(case=case, by=case.patient.user)

        with pytest.raises(review.CaseIsWithdrawn):
            sign(sheet)
        assert actions.read_sheet(sheet=again(sheet), by=clinician)["trials"]


def test_the_same_unsigned_sheet_gives_the_same_bytes(make, case):
    sheet = make()
    content = actions.content_of(sheet, case)

    assert printing.as_pdf(sheet, content, None) == printing.as_pdf(
        sheet, content, None
    )


ODD = [
    "#panic()",
    "$x^2$",
    "<label>",
    "= heading",
    "- item",
    "@reference",
    "*bold* _soft_ `raw`",
    "// comment /* */",
    "\\ \" ' \\u{41}",
    "[] {} #let x = 1",
    "José Ñúñez, ¿sí?",
    "\N{SMILING FACE WITH OPEN MOUTH} 漢字 \x07 \u202e",
    "Wolfeschlegelsteinhausenbergerdorff" * 5,
    "",
    "a\nb\tc",
]


def test_no_content_can_break_the_document_or_be_markup(make, case):
    sheet = make()
    content = actions.content_of(sheet, case)
    trial = content["trials"][0]
    odd = content | {
        "patient": [[text, text] for text in ODD],
        "trials": [trial | {"number": n, "name": t} for n, t in enumerate(ODD, 1)],
        "gaps": ODD,
    }

    document = printing.as_pdf(sheet, odd, None)

    assert document.startswith(b"%PDF")
    assert document != printing.as_pdf(sheet, content, None)


def test_an_empty_history_makes_a_document(make, case):
    sheet = make()
    content = actions.content_of(sheet, case)
    empty = content | {
        "trials": [],
        "scores": [],
        "standings": [],
        "gaps": [],
        "contraindications": {"present": [], "unknown": [], "absent": []},
    }

    assert printing.as_pdf(sheet, empty, None).startswith(b"%PDF")


def test_only_clinicians_of_the_site_see_sheets(make, case, site, clinician):
    make()
    seen = {
        "clinician": clinician,
        "desk": make_staff("front_desk", sites=(site,)),
        "elsewhere": make_staff("clinician", sites=(make_site(),)),
        "patient": case.patient.user,
        "stranger": make_patient_account(),
    }

    found = {who: Sheet.objects.visible_to(user).count() for who, user in seen.items()}

    assert found == dict.fromkeys(seen, 0) | {"clinician": 1}
