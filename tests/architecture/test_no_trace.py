"""What a patient says is found nowhere but sealed, in no log and in no address.

The bot walks from sign-in to the decision with words that occur nowhere else; then the
whole database, the logs, the sessions and the addresses are searched for them.
"""

import logging
from dataclasses import dataclass, field

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client

from clinic.logs import DiscreetFormatter
from intake.accounts.models import BrowserSession as Session
from intake.practice.models import Location
from intake.questionnaires.models import Typed
from tests.factories.cases import make_response
from tests.factories.questionnaires import LISTS, publish_part
from tests.factories.responses import answer
from tests.factories.staff import PASSWORD, make_staff
from tests.journeys import walk

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("tests.journeys.demo_urls"),
]
NAME, PHONE, MEDICINE = "Quillfeather", "555 013 7731", "zyxwopram"
REASON, MESSAGE = "Brindlemark reasons", "Vellichor awaits you"
CANARIES = [NAME, PHONE, MEDICINE, REASON, MESSAGE, "walker-"]
ABOUT = {"last_name": NAME, "phone": PHONE}


@dataclass
class ClientBrowser:
    """The bot's browser over Django's client: no server, one transaction."""

    client: Client = field(default_factory=Client)
    visited: list[str] = field(default_factory=list)

    def get(self, path: str) -> walk.Page:
        return self._page(self.client.get(path, follow=True))

    def post(self, page: walk.Page, form, values) -> walk.Page:
        hidden = [
            (tag["name"], tag.get("value", ""))
            for tag in form.select("input[type=hidden]")
        ]
        sent: dict[str, list[str]] = {}
        for name, value in [*hidden, *values]:
            sent.setdefault(name, []).append(value)
        address = form.get("action") or page.url
        return self._page(self.client.post(address, sent, follow=True))

    def _page(self, reply) -> walk.Page:
        address = reply.request["PATH_INFO"]
        self.visited += [address, *(url for url, _status in reply.redirect_chain)]
        html = BeautifulSoup(reply.content, "html.parser")
        return walk.Page(address, reply.status_code, html)


@pytest.fixture
def walked(monkeypatch, settings, tmp_path, caplog):
    """Every address that was visited on the way to a decision."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    caplog.set_level(logging.DEBUG)
    caplog.handler.setFormatter(DiscreetFormatter("%(levelname)s %(name)s %(message)s"))
    monkeypatch.setattr(walk, "ABOUT_YOU", walk.ABOUT_YOU | ABOUT)
    monkeypatch.setitem(walk.ROWS, "medicines", [{"rx_name": MEDICINE}])
    patient, staff = ClientBrowser(), ClientBrowser()
    reference = walk.walk_patient(patient, {"phq9_9": "2", "asq_3": "yes"})
    _decide(staff, reference)
    return patient.visited + staff.visited


def _decide(browser: ClientBrowser, reference: str) -> None:
    clinician = make_staff("clinician", sites=tuple(Location.objects.all()))
    page = browser.get("/staff/sign-in/")
    given = [("login", clinician.login), ("password", PASSWORD)]
    browser.post(page, page.form("sign-in"), given)
    browser.get("/staff/")
    case = browser.get(f"/staff/cases/{reference}/")
    assert NAME in case.html.text
    assert MEDICINE in case.html.text
    page = browser.get(f"/staff/cases/{reference}/decide/")
    given = [("outcome_iv_im", "not_now"), ("outcome_in", "not_now")]
    given += [("rationale", REASON), ("message", MESSAGE), ("_action", "record")]
    assert browser.post(page, page.form("decide"), given).status == 200


def _database() -> str:
    """Every row of every table, as a dump would hold it; bytes also as text."""
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t.* FROM "{table}" AS t')
            rows += [_as_text(value) for row in cursor.fetchall() for value in row]
    return "\n".join(rows)


def _as_text(value) -> str:
    if isinstance(value, memoryview | bytes):
        return bytes(value).decode("latin-1")
    return str(value)


def test_a_walk_leaves_no_word_of_the_patient_in_the_open(walked, caplog):
    sessions = [str(session.get_decoded()) for session in Session.objects.all()]
    places = {
        "the database": _database(),
        "the logs": caplog.text,
        "the sessions": "\n".join(sessions),
        "the addresses": "\n".join(walked),
    }

    found = [
        f"{canary} in {place}"
        for place, text in places.items()
        for canary in CANARIES
        if canary.casefold() in text.casefold()
    ]

    assert found == []
    assert len(sessions) == 2
    assert len(walked) > 30


def test_what_is_typed_or_sent_while_signed_out_lies_in_the_open_nowhere(caplog):
    caplog.set_level(logging.DEBUG)
    caplog.handler.setFormatter(DiscreetFormatter("%(levelname)s %(name)s %(message)s"))
    publish_part(*LISTS)
    response = make_response()
    answer(response, "wanted")
    row = f"/patient/forms/{response.pk}/2/rows/{response.pk}/"
    typing = Client()
    typing.force_login(response.patient.user)

    kept = typing.post(f"{row}typed/", {"rx_name": MEDICINE, "_revision": "0"})
    parked = Client().post(row, {"rx_name": MEDICINE, "_revision": "0"})

    assert (kept.status_code, parked.status_code) == (204, 302)
    assert Typed.objects.exists()
    sessions = [session.get_decoded() for session in Session.objects.all()]
    assert any("parked" in session for session in sessions)
    for text in (_database(), str(sessions), caplog.text, parked.url):
        assert MEDICINE not in text


def test_the_search_would_find_a_word_that_is_there(db):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE open_words (word text, raw bytea)")
        cursor.execute(
            "INSERT INTO open_words VALUES (%s, %s)", [NAME, MEDICINE.encode()]
        )
        cursor.execute("SELECT * FROM open_words")
        shown = [_as_text(value) for row in cursor.fetchall() for value in row]

    assert shown == [NAME, MEDICINE]
