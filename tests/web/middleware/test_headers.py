"""What every reply carries: policies, methods, limits."""

from unittest.mock import Mock

import pytest
from django.http import HttpResponse

from intake.web.middleware.limits import LONGEST_UPLOAD, BodyLimit
from intake.web.middleware.replies import RefusalPages
from tests.factories.cases import make_patient
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db


def policy(reply):
    parts = reply["Content-Security-Policy"].split(";")
    return {part.split()[0]: part.split()[1:] for part in parts if part.strip()}


@pytest.mark.parametrize("path", ["/", "/help-now/", "/nowhere/", "/staff/sign-in/"])
def test_no_page_may_load_or_be_framed_by_anybody_else(client, path):
    allowed = policy(client.get(path))

    assert allowed["default-src"] == ["'none'"]
    assert allowed["frame-ancestors"] == ["'none'"]
    assert allowed["style-src"] == ["'self'"]
    for sources in allowed.values():
        assert set(sources) <= {"'none'", "'self'", "data:"} or "'nonce-" in str(
            sources
        )


def test_the_editing_side_may_not_reach_out_either(client):
    client.force_login(make_staff("content_editor"))

    allowed = policy(client.get("/cms/"))

    hosts = {source for sources in allowed.values() for source in sources}
    assert hosts <= {"'none'", "'self'", "'unsafe-inline'", "data:", "blob:"}
    assert "'unsafe-inline'" not in allowed["script-src"]


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ],
)
def test_pages_carry_the_usual_guards(client, header, value):
    assert client.get("/")[header] == value


@pytest.mark.parametrize("path", ["/patient/about-you/", "/patient/", "/staff/"])
def test_no_page_of_a_person_is_kept_by_a_browser_or_proxy(client, path):
    staff = path.startswith("/staff/")
    client.force_login(make_staff("clinician") if staff else make_patient().user)

    assert "no-store" in client.get(path)["Cache-Control"]


def test_a_refused_method_says_which_are_taken(client):
    assert client.post("/start/")["Allow"] == "GET, HEAD"


def test_a_refusal_does_not_keep_the_length_of_the_bare_one(client):
    page = client.get("/sign-out/")

    assert page.status_code == 405
    assert page.headers.get("Content-Length") != "0"


def test_an_answer_that_has_its_own_words_is_left_alone(rf):
    refusing = RefusalPages(lambda _request: HttpResponse("Mine.", status=405))

    assert refusing(rf.get("/")).content == b"Mine."


def test_too_many_tries_become_a_page_too(rf):
    refusing = RefusalPages(lambda _request: HttpResponse(status=429))

    page = refusing(rf.get("/"))

    assert page.status_code == 429
    assert b"crisis-strip" in page.content


@pytest.mark.parametrize(
    ("path", "length", "status"),
    [
        ("/patient/pages/1/", "2000000", 200),
        ("/patient/pages/1/", "2000001", 413),
        ("/cms/images/add/", str(LONGEST_UPLOAD), 200),
        ("/cms/images/add/", str(LONGEST_UPLOAD + 1), 413),
        ("/", "-1", 413),
        ("/", "many", 413),
        ("/", "9" * 5000, 413),
    ],
)
def test_a_body_is_measured_by_its_announced_length(rf, path, length, status):
    limited = BodyLimit(lambda _request: HttpResponse())
    request = rf.post(path, headers={"content-length": length})
    request.read = lambda _size: b""

    reply = limited(request)

    assert reply.status_code == status


@pytest.mark.parametrize(
    ("charset", "status"), [("utf-8", 200), ("UTF-8", 200), ("utf-7", 400)]
)
def test_a_body_is_in_the_encoding_of_our_pages(rf, charset, status):
    limited = BodyLimit(lambda _request: HttpResponse())
    kind = f"application/x-www-form-urlencoded; charset={charset}"

    assert limited(rf.post("/", "a=1", content_type=kind)).status_code == status


def test_a_refused_body_is_read_so_that_the_answer_is_heard(rf):
    request = rf.post("/", b"x" * 3_000_000, content_type="text/plain")

    response = BodyLimit(Mock())(request)

    assert response.status_code == 413
    assert request.read() == b""
