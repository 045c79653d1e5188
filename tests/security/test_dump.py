"""A dump of the database, and all else that is kept or sent, has no word of a patient.

A clinic in which everything has happened once is dumped by ``pg_dump`` itself, after
the patient and a clinician have opened every page that is theirs.
"""

import logging
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client

from clinic.embedded.server import EmbeddedServer
from clinic.logs import DiscreetFormatter
from intake.accounts.models import BrowserSession
from intake.accounts.sessions import digest_of
from intake.messaging.actions import deliver_due
from intake.questionnaires.models import Version
from tests.factories.world import CANARIES, EMAIL, make_world
from tests.security.fuzzing.rows import path_to_patient
from tests.security.fuzzing.targets import addresses, admits, values_of

HEALTH = (
    "ketamin", "spravato", "depress", "suicid", "psych", "therapy", "treatment",
    "screening", "questionnaire", "mental", "diagnos", "medicine",
)  # fmt: skip


def dumped() -> str:
    """The database as a plain dump writes it; bytes are in hexadecimal there."""
    address = connection.settings_dict
    server = address.get("SERVER")
    folder = server.bindir if isinstance(server, EmbeddedServer) else None
    program = shutil.which("pg_dump", path=folder) or shutil.which("pg_dump")
    if not program:
        pytest.skip("there is no pg_dump")
    options = [("-h", "HOST"), ("-p", "PORT"), ("-U", "USER"), ("-d", "NAME")]
    where = [part for flag, name in options for part in (flag, str(address[name]))]
    done = subprocess.run(
        [program, "--no-owner", *where],
        capture_output=True,
        check=True,
        env=os.environ | {"PGPASSWORD": str(address["PASSWORD"])},
    )
    return done.stdout.decode("utf-8", "replace")


def found_in(text: str) -> list[str]:
    """Made-up words, as they are or as a dump writes bytes."""
    folded = text.casefold()
    return [
        word
        for word in {*CANARIES, EMAIL}
        if word.casefold() in folded
        or word.encode().hex() in folded
        or word.casefold().encode().hex() in folded
    ]


def rows_of_patients(dump: str) -> str:
    """The part of a dump with what is kept about people, not what all are asked."""
    about = {
        model._meta.db_table for model in apps.get_models() if path_to_patient(model)
    }
    copied = re.compile(r"^COPY public\.(\w+) [^\n]*\n(.*?)^\\\.$", re.M | re.S)
    rows = {table: lines for table, lines in copied.findall(dump) if table in about}
    assert len(rows) > 25
    return "".join(rows.values())


def safety_items() -> set[str]:
    """The questions of which it says something that an alarm came from them."""
    return {name for version in Version.objects.all() for name in version.safety_items}


def visit_all(world) -> tuple[list[str], list[str]]:
    """Every page that is open to the patient and to a clinician.

    Where they led, and what the two browsers are known by.
    """
    led, cookies = [], []
    values = {name: given[:1] for name, given in values_of(world).items()}
    for user in (world.patient.user, world.clinician):
        client = Client()
        client.force_login(user)
        for _name, path in addresses(values):
            if path.startswith(("/patient/", "/staff/")) and admits(user, path):
                led += [path, client.get(path).headers.get("Location", "")]
        cookies.append(client.cookies["session"].value)
    return led, cookies


@pytest.mark.django_db(transaction=True)
def test_nothing_that_is_kept_or_sent_has_a_word_of_the_patient(
    caplog, tmp_path, settings
):
    settings.MEDIA_ROOT = tmp_path
    caplog.set_level(logging.DEBUG)
    caplog.handler.setFormatter(DiscreetFormatter("%(levelname)s %(name)s %(message)s"))
    world = make_world()
    led, cookies = visit_all(world)
    deliver_due()
    letters = [f"{one.subject}\n{one.body}\n{one.from_email}" for one in mail.outbox]
    files = [path for path in Path(tmp_path).rglob("*") if path.is_file()]
    dump, sessions = dumped(), BrowserSession.objects.all()

    places = {
        "the dump": dump,
        "the logs": caplog.text,
        "the sessions": str([row.get_decoded() for row in sessions]),
        "the cache": str(getattr(cache, "_cache", "")),
        "the addresses": "\n".join(led),
        "the mail": "\n".join(letters),
        "the files": "".join(path.read_bytes().decode("latin-1") for path in files),
    }

    found = {place: words for place in places if (words := found_in(places[place]))}
    assert found == {}
    assert [cookie for cookie in cookies if cookie in dump] == []
    assert all(digest_of(cookie) in dump for cookie in cookies)
    assert "Hill Street" in dump  # the clinic's own name is there, so it is the dump
    assert len(led) > 100
    assert letters
    kept = rows_of_patients(dump)
    assert [name for name in safety_items() if name in kept] == []
    told = [word for word in HEALTH if word in places["the mail"].casefold()]
    assert told == []


def test_the_search_finds_a_word_as_it_is_and_as_bytes():
    assert found_in("COPY x: zyxwopram") == ["zyxwopram"]
    assert found_in(r"\x" + b"{zyxwopram}".hex()) == ["zyxwopram"]
