"""Real workers that are killed and a real mail server that is away: the word arrives.

The worker is a process of its own, as in a clinic, with its own connection.
"""

import os
import subprocess
import sys
import time
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from intake.messaging.models import Outbox, WorkerBeat
from intake.practice.models import Location
from intake.safety.models import Alert
from tests.factories.cases import make_patient
from tests.factories.duty import raise_alert
from tests.factories.staff import make_staff
from tests.mail_server import MailServer, free_port

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 90  # seconds; beside browsers, a worker may take long to start


@pytest.fixture
def port():
    return free_port()


@pytest.fixture
def clinician():
    sites = Location.objects.all()
    return make_staff("clinician", email="ann@clinic.example", sites=sites)


@pytest.fixture
def start_worker(port, tmp_path):
    """Starts a worker whose mail server is at the port; all are ended with the test.

    A test that fails shows what they wrote.
    """
    started = []
    log = tmp_path / "worker.log"

    def start():
        command = [sys.executable, "manage.py", "worker"]
        with log.open("ab") as written:
            worker = subprocess.Popen(
                command,
                cwd=settings.BASE_DIR,
                env=environment(port),
                stdout=written,
                stderr=written,
            )
        started.append(worker)
        return worker

    yield start
    for worker in started:
        kill(worker)
    sys.stdout.write(log.read_text())


@pytest.fixture
def start_mail(port):
    started = []

    def start():
        server = MailServer(port)
        started.append(server)
        return server

    yield start
    for server in started:
        server.stop()


def environment(port):
    known = connection.settings_dict
    query = urlencode({"host": known["HOST"], "port": known["PORT"]})
    address = f"postgresql://{known['USER']}@/{known['NAME']}?{query}"
    return os.environ | {
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "clinic.settings",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(port),
        "EMAIL_TLS": "0",
    }


def kill(worker):
    """As a server that loses its power: no signal that a program could answer."""
    worker.kill()
    worker.wait()


def wait_until(holds):
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "it does not come about"
        time.sleep(0.1)


def message():
    return Outbox.objects.get()


def is_sent():
    return message().state == Outbox.State.SENT


def is_ready(client):
    return client.get("/readyz").json()


def test_a_message_arrives_after_the_mail_server_and_the_worker_were_down(
    client, clinician, start_worker, start_mail
):
    alert = raise_alert(make_patient())
    client.force_login(clinician)
    worker = start_worker()
    wait_until(lambda: message().tries > 0)
    kill(worker)

    # The alert stands, and everybody can see what does not work.
    assert Alert.objects.open().get() == alert
    page = client.get("/staff/").text
    assert "One message could not be sent yet." in page
    assert "Not sent yet: tried" in client.get(f"/staff/alerts/{alert.pk}/").text
    WorkerBeat.objects.update(at=timezone.now() - timedelta(minutes=3))
    assert "the background program does not run" in client.get("/staff/").text
    assert is_ready(client)["worker"] is False
    assert client.get("/readyz").status_code == 503

    mail = start_mail()
    Outbox.objects.update(next_try_at=timezone.now())  # instead of waiting for it
    start_worker()
    wait_until(is_sent)

    (letter,) = mail.letters
    assert "To: ann@clinic.example" in letter
    assert "There is something to look at" in letter
    assert is_ready(client)["worker"] is True
    page = client.get("/staff/").text
    assert "could not be sent yet" not in page


def test_a_worker_killed_while_it_sends_loses_nothing(
    clinician, start_worker, start_mail
):
    mail = start_mail()
    mail.may_go_on.clear()
    raise_alert(make_patient())
    worker = start_worker()
    wait_until(mail.reached.is_set)
    kill(worker)
    assert message().state == Outbox.State.WAITING

    mail.may_go_on.set()
    start_worker()
    wait_until(is_sent)

    assert "There is something to look at" in mail.letters[-1]


def test_an_alert_goes_on_to_the_next_person_after_the_worker_was_killed(
    clinician, start_worker
):
    alert = raise_alert(make_patient())
    worker = start_worker()
    wait_until(WorkerBeat.objects.exists)
    kill(worker)
    Alert.objects.update(escalate_at=timezone.now(), due_at=timezone.now())

    start_worker()
    wait_until(alert.told.filter(reason="time_was_up").exists)

    assert Alert.objects.get().escalations == 1
