"""Changing the master key while people work, and keys that are not this database's."""

import io
import re
from base64 import b64encode
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from intake.accounts import codes, factors
from intake.accounts.models import SignInCode
from intake.feedback import actions as feedback
from intake.feedback.models import Answer
from intake.messaging import actions as messaging
from intake.messaging.models import Outbox
from intake.operations import rotation, starting
from intake.patients import keys, vault
from intake.patients.enrolling import correct
from intake.patients.identity import email_of, identity_of
from intake.patients.models import KeyProof, Patient
from intake.sealing import new_key
from tests.factories.cases import make_patient
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).parents[2]


def rotate(*words):
    """What the command prints; it ends well."""
    out = io.StringIO()
    call_command("rotate_keys", *words, stdout=out, stderr=io.StringIO())
    return out.getvalue()


@pytest.fixture
def everything():
    """One of everything that a master key seals."""
    patient = make_patient()
    codes.ask(address="pat@patients.example", language="en")
    messaging.send_later(to="pat@patients.example", template="news", language="en")
    version = feedback.Version("K1", "en", 1)
    feedback.give(version=version, answer=Answer.YES, remark="clear")
    return patient


@pytest.fixture
def old_key(settings, everything):
    """The key under which all of it was sealed; a newer one stands before it now."""
    keys.note()
    (old,) = settings.MASTER_KEYS
    settings.MASTER_KEYS = [new_key(), old]
    return old


def test_after_the_change_everything_opens_with_the_newest_key_alone(
    settings, old_key, everything
):
    newest, settings.MASTER_KEYS = settings.MASTER_KEYS, [old_key]
    staff = make_staff("clinician")
    paper, *_others = factors.make_codes(user=staff)
    settings.MASTER_KEYS = newest
    rotate()

    settings.MASTER_KEYS = settings.MASTER_KEYS[:1]
    patient = Patient.objects.get(pk=everything.pk)
    assert email_of(patient).endswith("@patients.example")
    assert identity_of(patient).first_name == "Pat"
    code, message = SignInCode.objects.get(), Outbox.objects.get()
    assert vault.master_keys().open(code.sealed_address, codes.bound_to(code))
    assert vault.master_keys().open(message.sealed, messaging.bound_to(message))
    assert [words for _remark, words in feedback.remarks()] == ["clear"]
    factors.prove_by_code(user=staff, written=paper)
    keys.verify()


def test_it_is_counted_what_needs_the_older_key(old_key):
    with pytest.raises(CommandError, match="still needed"):
        rotate("--check")
    assert rotation.left()["keys of patients"] == Patient.objects.count()

    rotate()

    assert "No older key is needed" in rotate("--check")
    assert set(rotation.left().values()) == {0}


def test_it_may_be_stopped_and_begun_again(settings, old_key):
    newest, settings.MASTER_KEYS = settings.MASTER_KEYS, [old_key]
    make_patient(), make_patient()
    settings.MASTER_KEYS = newest
    next(rotation.rotate(batch=1))

    assert rotation.left()["keys of patients"] == Patient.objects.count() - 1
    rotate()
    assert list(rotation.rotate()) == []


def test_who_was_reading_a_record_meanwhile_saves_it_all_the_same(old_key, everything):
    reading = Patient.objects.select_related("identity").get(pk=everything.pk)
    former = identity_of(reading)

    rotate()
    by = make_staff("front_desk")
    address = email_of(reading)
    correct(patient=reading, identity=former, site=reading.site, email=address, by=by)

    assert rotation.left()["keys of patients"] == 0


def test_a_form_that_waits_for_its_sender_needs_the_older_key_for_an_hour(
    settings, old_key
):
    newest, settings.MASTER_KEYS = settings.MASTER_KEYS, [old_key]
    browser = Client()
    session = browser.session
    session["parked"] = {"sealed": b64encode(b"mark").decode()}
    session.save()
    settings.MASTER_KEYS = newest

    with pytest.raises(CommandError, match="still needed"):
        rotate()

    assert KeyProof.objects.count() == 3
    session.flush()
    rotate()
    assert KeyProof.objects.count() == 2


def test_a_key_that_is_still_needed_may_not_be_left_out(settings, old_key, capsys):
    keys.note()
    settings.MASTER_KEYS = settings.MASTER_KEYS[:1]
    before = list(KeyProof.objects.values_list("pk", flat=True))

    with pytest.raises(SystemExit) as ended:
        starting.refuse_what_is_wrong()

    assert ended.value.code == 4
    assert "CLINIC_MASTER_KEYS lacks the key with the mark" in capsys.readouterr().err
    assert list(KeyProof.objects.values_list("pk", flat=True)) == before
    with pytest.raises(CommandError, match="lacks the key"):
        rotate()


def test_another_databases_keys_are_refused(settings, client, everything):
    keys.note()
    index, settings.INDEX_KEYS = settings.INDEX_KEYS, [new_key()]

    with pytest.raises(keys.WrongKeys, match="CLINIC_INDEX_KEY"):
        keys.note()
    assert client.get("/readyz").json()["keys"] is False

    settings.INDEX_KEYS, settings.MASTER_KEYS = index, [new_key()]
    with pytest.raises(keys.WrongKeys, match="CLINIC_MASTER_KEYS"):
        keys.note()
    assert KeyProof.objects.count() == 2


def test_everything_that_uses_a_master_key_is_sealed_anew():
    users = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "intake").rglob("*.py")
        if re.search(r"settings\.MASTER_KEYS", path.read_text(encoding="utf-8"))
    }

    # A file more here needs a row in KINDS of intake/operations/rotation.py. What the
    # last one seals lies in a session until a factor is set up, and is made anew.
    assert users - {"intake/demo/bench.py"} == {
        "intake/accounts/codes.py",
        "intake/accounts/factors.py",
        "intake/feedback/actions.py",
        "intake/messaging/actions.py",
        "intake/patients/vault.py",
        "intake/web/parking.py",
        "intake/web/staff/accounts/pending.py",
    }
