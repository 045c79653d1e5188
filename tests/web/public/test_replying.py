"""The page of a link for somebody outside: a date, one question, one answer."""

from datetime import timedelta

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from intake.findings.inquiries import MOST_TRIES, inquiries_of
from intake.findings.models import Ending
from intake.findings.outside import withdraw
from intake.review import actions as review
from tests.factories.clamd import clamd
from tests.factories.files import EICAR, HEIC, PDF
from tests.factories.inquiries import ask
from tests.fixtures import clinician, site  # noqa: F401
from tests.web.staff.reading import hidden, one, parsed, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing")]
BORN = {"birth_date": "1984-05-06"}
WRONG = {"birth_date": "1984-06-05"}
ANSWER = {"choice": "no_objection", "words": "Clipped in 2011."}
NAME = "Quillfeather"


@pytest.fixture(scope="module")
def case_given():
    return {"answers": {"aneurysm": "yes"}, "last_name": NAME}


@pytest.fixture
def case(stands):
    return stands.case


@pytest.fixture
def token(case, clinician):  # noqa: F811
    return ask(case, clinician)[1]


@pytest.fixture
def url(token):
    return f"/reply/{token}/"


@pytest.fixture
def outsider():
    """A browser that takes the check of forms seriously."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def answer(outsider, url):
    opened = outsider.post(url, BORN)

    def send(page=opened, **given):
        return outsider.post(url, hidden(page) | ANSWER | given)

    return send


def test_looking_shows_nothing_and_uses_nothing_up(outsider, url):
    for _look in range(MOST_TRIES + 1):
        page = outsider.get(url)
        outsider.head(url)

    assert page.status_code == 200
    assert one(page, "form[data-form=birth-date]")
    for word in (NAME, "aneurysm", "ketamine at our", "Rivera", "clipped"):
        assert word not in page.text
    assert not Ending.objects.exists()


def test_the_date_opens_the_one_question_with_the_name_alone(outsider, url):
    page = outsider.post(url, BORN)

    assert page.status_code == 200
    assert NAME in text(one(page, "[data-patient]"))
    assert "reason against treatment" in text(one(page, "[data-question]"))
    assert text(one(page, "[data-words]")) == "Was it clipped?"
    for word in ("aneurysm", "VAS-01", "Contraindication", "1984"):
        assert word not in text(one(page, "main"))


def test_an_answer_is_taken_once_and_confirmed(outsider, url, answer, case):
    done = answer()

    assert (done.status_code, done.url) == (302, "/reply/received/")
    assert one(outsider.get(done.url), "[data-received]")
    (inquiry,) = inquiries_of(case)
    assert inquiry.reply.words == "Clipped in 2011."
    assert one(outsider.get(url), "[data-over]")
    assert one(outsider.post(url, BORN), "[data-over]")


def test_no_cookie_and_no_session_is_needed(url, case):
    opened = Client().post(url, BORN)

    done = Client().post(url, hidden(opened) | ANSWER)

    assert done.status_code == 302
    assert inquiries_of(case)[0].reply


def test_pressing_twice_has_one_effect_and_looks_the_same(answer):
    assert [answer().url, answer().url] == ["/reply/received/"] * 2
    assert Ending.objects.count() == 1


def test_another_answer_afterwards_is_not_taken(answer, case):
    answer()

    assert one(answer(words="Something else"), "[data-over]")
    assert inquiries_of(case)[0].reply.words == "Clipped in 2011."


def test_a_file_comes_along(answer, case):
    answer(file=SimpleUploadedFile("letter.html", PDF))

    assert inquiries_of(case)[0].ending.attachment.media == "application/pdf"


@pytest.mark.parametrize(
    ("given", "advice"),
    [
        ({"choice": ""}, "Choose an answer."),
        ({"choice": "eligible"}, "Choose an answer."),
        ({"words": "x" * 5_001}, "at most 5000 characters"),
        ({"file": SimpleUploadedFile("a.pdf", b"")}, "This file is empty."),
        ({"file": SimpleUploadedFile("a.pdf", b"<html>")}, "not a PDF, JPEG or PNG"),
        ({"file": SimpleUploadedFile("a.jpg", HEIC)}, "(HEIC) cannot be read"),
        ({"file": SimpleUploadedFile("a.pdf", PDF + b"PK\5\6")}, "cannot be read"),
    ],
    ids=["none", "unknown", "long", "empty", "html", "heic", "two-in-one"],
)
def test_what_is_wrong_is_said_and_can_be_sent_again(answer, given, advice):
    page = answer(**given)

    assert page.status_code == 422
    assert advice in text(one(page, "#error-summary"))
    assert not Ending.objects.exists()
    assert answer(page=page).status_code == 302


def test_a_file_that_the_scanner_knows_is_not_kept(answer, settings):
    bad = SimpleUploadedFile("a.pdf", b"%PDF-1.4\n" + EICAR + b"\n%%EOF")

    with clamd() as (address, _given):
        settings.CLAMAV = address
        page = answer(file=bad)

    assert page.status_code == 422
    assert "virus scanner" in page.text
    assert not Ending.objects.exists()


@pytest.mark.parametrize("date", ["", "x", "1984-02-31"])
def test_what_is_no_date_is_refused_and_does_not_count(outsider, url, date):
    for _try in range(MOST_TRIES + 1):
        assert outsider.post(url, {"birth_date": date}).status_code == 422

    assert outsider.post(url, BORN).status_code == 200


def test_wrong_dates_say_so_and_then_close_the_link(outsider, url):
    said = [outsider.post(url, WRONG) for _try in range(MOST_TRIES)]

    assert [page.status_code for page in said] == [422] * (MOST_TRIES - 1) + [404]
    assert "does not match" in said[0].text
    assert NAME not in said[0].text
    assert one(outsider.post(url, BORN), "[data-over]")


class TestOver:
    """Every link that cannot be used gives the same page."""

    @pytest.fixture
    def unknown(self, outsider):
        return outsider.get("/reply/no-such-link/")

    def same(self, page, unknown):
        assert (page.status_code, text(one(page, "main"))) == (
            404,
            text(one(unknown, "main")),
        )
        assert "call" in text(one(unknown, "main"))

    def test_expired(self, outsider, url, unknown, monkeypatch):
        later = timezone.now() + timedelta(days=14, seconds=1)
        monkeypatch.setattr(timezone, "now", lambda: later)

        self.same(outsider.get(url), unknown)
        self.same(outsider.post(url, BORN), unknown)

    def test_used(self, outsider, url, answer, unknown):
        answer()

        self.same(outsider.get(url), unknown)

    def test_withdrawn_by_staff_also_while_it_is_open(
        self,
        outsider,
        url,
        answer,
        unknown,
        case,
        clinician,  # noqa: F811
    ):
        number = inquiries_of(case)[0].record.pk
        withdraw(case=case, number=number, by=clinician)

        self.same(outsider.get(url), unknown)
        self.same(answer(), unknown)
        self.same(answer(choice=""), unknown)

    def test_withdrawn_by_the_patient(self, outsider, url, unknown, case):
        review.withdraw_case(case=case, by=case.patient.user)

        self.same(outsider.get(url), unknown)

    def test_locked(self, outsider, url, unknown):
        for _try in range(MOST_TRIES):
            outsider.post(url, WRONG)

        self.same(outsider.get(url), unknown)


@pytest.mark.parametrize("proof", ["", "1", "1:x:y"])
def test_a_forged_proof_asks_for_the_date_again(outsider, url, proof):
    page = outsider.post(url, ANSWER | {"_proof": proof})

    assert page.status_code == 422
    assert one(page, "form[data-form=birth-date]")
    assert NAME not in page.text
    assert not Ending.objects.exists()


def test_the_proof_of_another_link_does_not_count(
    outsider,
    url,
    case,
    clinician,  # noqa: F811
):
    other = ask(case, clinician)[0]
    proof = signing.TimestampSigner(salt="_proof").sign(str(other.pk))

    page = outsider.post(url, ANSWER | {"_proof": proof})

    assert page.status_code == 422
    assert not Ending.objects.exists()


def test_a_page_that_was_open_for_hours_asks_for_the_date_again(answer, monkeypatch):
    monkeypatch.setattr("intake.web.public.replying.PROOF_LASTS", -1)

    page = answer()

    assert page.status_code == 422
    assert "open for too long" in page.text


@pytest.mark.parametrize("step", ["date", "question", "received", "over"])
def test_no_search_engine_and_no_other_site_learns_of_it(outsider, url, step):
    page = {
        "date": lambda: outsider.get(url),
        "question": lambda: outsider.post(url, BORN),
        "received": lambda: outsider.get("/reply/received/"),
        "over": lambda: outsider.get("/reply/no-such-link/"),
    }[step]()

    assert page["Referrer-Policy"] == "no-referrer"
    assert "noindex" in page["X-Robots-Tag"]
    assert "no-store" in page["Cache-Control"]
    html = parsed(page)
    assert "noindex" in html.select_one("meta[name=robots]")["content"]
    assert NAME not in html.title.text
    assert not [a for a in html.select("a[href^=http]") if "reply" in a["href"]]


def test_markup_in_words_of_staff_is_shown_and_never_run(
    outsider,
    case,
    clinician,  # noqa: F811
):
    token = ask(case, clinician, words="<script>alert(1)</script>")[1]

    assert "<script>alert" not in outsider.post(f"/reply/{token}/", BORN).text


def test_other_methods_are_refused(outsider, url):
    assert outsider.put(url).status_code == 405
    assert outsider.delete(url).status_code == 405
