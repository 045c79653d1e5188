"""Files as evidence: brought with the work on a finding, downloaded by clinicians."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from intake.audit.models import Event
from intake.findings.models import Attachment, FindingWork
from tests.factories.clamd import clamd
from tests.factories.files import EICAR, HEIC, PDF, photo
from tests.factories.staff import make_patient_account, make_site, make_staff
from tests.factories.work import found
from tests.web.staff.reading import hidden, one, parsed, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing")]
ANEURYSM = "VAS-01"
GIVEN = {"kind": "resolved", "reason": "It was clipped.", "source": ""}
LETTER = b"%PDF-1.4\nletter of Quillfeather\n%%EOF\n"


@pytest.fixture(scope="module")
def case_given():
    return {"answers": {"aneurysm": "yes"}}


@pytest.fixture
def bring(signed_in, case):
    """Send the form of the finding with a file."""
    key = found(case, ANEURYSM).works.grounds[:16]
    address = f"/staff/findings/{case.reference}/{key}/"

    def send(content=None, name="letter.pdf", **given):
        sent = hidden(signed_in.get(address)) | GIVEN | given
        if content is not None:
            sent["file"] = SimpleUploadedFile(name, content, "text/html")
        return signed_in.post(address, sent)

    return send


def download(case, number=1):
    return f"/staff/findings/{case.reference}/files/{number}/"


def test_a_file_is_evidence_enough_and_is_linked_from_the_finding(
    bring, signed_in, case
):
    assert bring(LETTER).status_code == 302

    page = signed_in.get(f"/staff/cases/{case.reference}/")

    link = one(page, f"[data-finding={ANEURYSM}] a[data-attachment]")
    assert link["href"] == download(case)
    assert "File 1 (PDF" in text(link)
    assert signed_in.get(link["href"]).content == LETTER


def test_a_download_is_nothing_that_a_browser_opens_or_runs(bring, signed_in, case):
    bring(LETTER, name="../../<b>Quillfeather</b>.html")

    reply = signed_in.get(download(case))

    assert reply["Content-Disposition"] == (
        f'attachment; filename="{case.reference}-file-1.pdf"'
    )
    assert reply["Content-Type"] == "application/pdf"
    assert reply["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert reply["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in reply["Cache-Control"]


def test_every_download_is_recorded(bring, signed_in, case, clinician):
    bring(LETTER)

    signed_in.get(download(case))

    event = Event.objects.get(action="attachment.downloaded")
    assert (event.actor_id, event.detail) == (str(clinician.pk), {"number": 1})
    assert event.patient_id == str(case.patient.pk)


def test_a_dump_shows_nothing_of_a_file(bring, case):
    bring(LETTER, name="Quillfeather ECG.pdf")

    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM findings_attachment AS t")
        (row,) = cursor.fetchone()
    assert b"Quillfeather".hex() not in row
    assert b"%PDF".hex() not in row
    assert "Quillfeather" not in row


def test_a_photo_is_kept_without_place_and_device(bring, signed_in, case):
    bring(photo(), name="IMG_1.jpg")

    assert b"Pat" not in signed_in.get(download(case)).content
    assert Attachment.objects.get().media == "image/jpeg"


@pytest.mark.parametrize(
    ("content", "advice"),
    [
        (b"", "This file is empty."),
        (b"%PDF-1.4" + b"x" * 1_000_001, "It may have up to 1 MB."),
        (HEIC, "(HEIC) cannot be read here"),
        (b"<html>", "This is not a PDF, JPEG or PNG."),
        (PDF + b"<script>", "This file cannot be read."),
    ],
    ids=["empty", "large", "heic", "html", "two-in-one"],
)
def test_an_unfit_file_is_refused_kindly_and_the_words_stay(
    bring, settings, content, advice
):
    settings.ATTACHMENT_MEGABYTES = 1

    page = bring(content, source="A letter")

    assert page.status_code == 422
    assert advice in text(one(page, "#error-summary"))
    assert text(one(page, "[name=reason]")) == GIVEN["reason"]
    assert not Attachment.objects.exists()
    assert not FindingWork.objects.exists()


def test_a_file_that_the_scanner_knows_is_refused_and_noted(bring, settings):
    with clamd() as (address, _given):
        settings.CLAMAV = address
        page = bring(b"%PDF-1.4\n" + EICAR + b"\n%%EOF")

    assert page.status_code == 422
    assert "The virus scanner found something" in page.text
    assert Event.objects.get(action="attachment.infected").outcome == "refused"
    assert not Attachment.objects.exists()


def test_a_scanner_that_is_down_refuses_the_file_and_says_so(bring, settings):
    settings.CLAMAV = "127.0.0.1:1"

    page = bring(PDF)

    assert page.status_code == 422
    assert "cannot be checked for viruses right now" in page.text
    assert bring(source="A letter").status_code == 302, "without a file it goes on"


def test_neither_source_nor_file_is_refused(bring):
    assert "or bring a file" in bring().text


def test_a_file_that_is_there_can_be_named_again(bring, signed_in, case):
    bring(LETTER)

    done = bring(kind="confirmed", there="file-1")

    assert done.status_code == 302
    works = found(case, ANEURYSM).works.here
    assert {work.record.attachment_id for work in works} == {
        Attachment.objects.get().pk
    }


def test_a_file_of_nothing_is_refused(bring):
    bring(LETTER)

    assert bring(there="file-2").status_code == 422


def test_files_are_numbered_within_their_case(bring, signed_in, case):
    bring(LETTER)
    bring(PDF)

    assert [signed_in.get(download(case, n)).content for n in (1, 2)] == [LETTER, PDF]
    for number in (0, 3, 10**12):
        assert signed_in.get(download(case, number)).status_code == 404


def test_only_pages_that_take_files_take_long_bodies(signed_in, case):
    long = {"reason": "x" * 2_100_000}
    address = f"/staff/findings/{case.reference}/work/1/"

    assert signed_in.post("/staff/find/", long).status_code == 413
    assert signed_in.post(address, long).status_code != 413


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
def test_others_may_not_download_it(client, bring, case, visitor, status):
    bring(LETTER)
    client.logout()
    if visitor:
        client.force_login(visitor())

    assert client.get(download(case)).status_code == status
    assert not Event.objects.filter(action="attachment.downloaded").exists()


def test_the_form_shows_what_may_be_sent(signed_in, case):
    key = found(case, ANEURYSM).works.grounds[:16]

    page = signed_in.get(f"/staff/findings/{case.reference}/{key}/")

    form = one(page, "form[data-form=finding]")
    assert form["enctype"] == "multipart/form-data"
    assert "up to 10 MB" in text(form)
    assert not parsed(page).select("[name=there]")
