"""Changing the key of look-ups while people sign in, phone and are looked for."""

import io
import re
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from intake.accounts import actions as accounts
from intake.accounts import codes
from intake.accounts.models import SignInCode
from intake.audit.models import Event
from intake.operations import rotation
from intake.patients import actions as patients
from intake.patients import claims, enrolling, keys, sameness, vault
from intake.patients.erasing import erase_person
from intake.patients.likeness import alike
from intake.patients.models import KeyProof, Patient
from intake.review.search import find
from intake.sealing import new_key
from tests.factories.newcomers import make_identity, make_newcomer
from tests.factories.staff import make_site, make_staff
from tests.web.clock import Clock

pytestmark = pytest.mark.django_db

ADDRESS, PHONE, BORN = "nora@example.com", "555 010 0177", date(1972, 11, 3)
ROOT = Path(__file__).parents[2]


def rotate(*words):
    out = io.StringIO()
    call_command("rotate_keys", *words, stdout=out, stderr=out)
    return out.getvalue()


def left():
    return rotation.left()["indexes of patients"]


def digits_sent():
    return re.search(r"\d{6}", mail.outbox[-1].body).group()


def sign_in(asked):
    return patients.sign_in(asked=asked, digits=digits_sent())


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


@pytest.fixture
def desk():
    return make_staff("front_desk", sites=(make_site(),))


@pytest.fixture
def nora(desk):
    """Somebody whom staff wrote down under the old key."""
    return make_newcomer(
        desk, email=ADDRESS, last_name="Newman", phone=PHONE, born_on=BORN
    ).patient


@pytest.fixture
def old(settings, nora):
    """The old key; a newer one stands before it now."""
    keys.note()
    (old,) = settings.INDEX_KEYS
    settings.INDEX_KEYS = [new_key(), old]
    return old


@pytest.fixture
def newest_alone(settings, old):
    def take_the_old_key_out():
        settings.INDEX_KEYS = settings.INDEX_KEYS[:1]

    return take_the_old_key_out


@pytest.fixture(params=["before", "after", "and the old key gone"])
def any_time(request, newest_alone):
    """Before, between and after: nobody may notice."""
    if request.param != "before":
        rotate()
    if request.param == "and the old key gone":
        newest_alone()


def test_whoever_is_looked_for_is_found(any_time, nora, desk):
    for text in (ADDRESS, PHONE):
        assert [one.patient for one in find(by=desk, text=text)] == [nora]
    (found,) = find(by=desk, surname="newman", born_on=BORN)
    assert found.patient == nora
    (found,) = alike(make_identity(last_name="Newman"), ADDRESS, desk)
    assert set(found.shared) == {"email", "phone", "name"}


def test_whoever_signs_in_is_the_same_person(any_time, nora):
    with pytest.raises(claims.NotClaimed) as proved:
        sign_in(codes.ask(address=ADDRESS, language="en"))
    claims.claim(claim=proved.value.claim, born_on=BORN)

    assert sign_in(codes.ask(address=ADDRESS, language="en")) == nora.user
    assert Patient.objects.count() == 1


def test_an_address_stays_on_one_record(old, nora, desk):
    assert patients.find_or_create(ADDRESS) == nora
    with pytest.raises(enrolling.AddressTaken):
        make_newcomer(desk, email=ADDRESS)


def test_what_began_before_the_change_goes_on_after_it(nora, old):
    claim = claims.Claim.on(nora)

    rotate()

    assert claims.claim(claim=claim, born_on=BORN) == nora.user


def test_records_that_may_be_of_one_person_are_seen_while_it_changes(nora, old, desk):
    other = make_newcomer(desk, last_name="Newman", phone=PHONE, born_on=BORN).patient

    (pair,) = sameness.like(nora, desk)
    assert pair.second == other
    assert sameness.shared_by(nora, other) == ("name", "phone")
    assert sameness.suspected(desk) == []

    rotate()
    assert len(sameness.suspected(desk)) == 1


def test_it_may_be_killed_midway_and_nobody_is_lost(old, nora, desk):
    others = [make_newcomer(desk, email=f"{n}@example.com").patient for n in range(2)]
    Patient.objects.update(index_mark=None)

    running = rotation.rotate(batch=1)
    while next(running).kind.name != "indexes of patients":
        pass
    running.close()

    assert left() == 2
    for patient, address in [(nora, ADDRESS), (others[1], "1@example.com")]:
        assert patients.find_or_create(address) == patient
    rotate()
    assert left() == 0


def test_a_code_that_was_sent_opens_still_and_is_waited_for(old, settings, clock):
    settings.INDEX_KEYS = [old]
    asked = codes.ask(address="new@example.com", language="en")
    settings.INDEX_KEYS = [new_key(), old]

    with pytest.raises(CommandError, match="still needed"):
        rotate()
    assert KeyProof.objects.count() == 3
    assert sign_in(asked).is_patient

    clock.pass_time(minutes=11)
    assert "No older key is needed" in rotate()
    assert KeyProof.objects.count() == 2
    assert SignInCode.objects.get().address_index


def test_codes_and_passwords_are_counted_over_the_change(old, settings):
    newest, settings.INDEX_KEYS = settings.INDEX_KEYS, [old]
    for _time in range(codes.MOST_CODES):
        codes.ask(address=ADDRESS, language="en")
    for _time in range(accounts.MOST_FAILURES):
        accounts.look_at_password(login="ana", look=lambda: False)
    settings.INDEX_KEYS = newest

    assert codes.ask(address=ADDRESS, language="en").link_sent_at
    assert accounts.too_many_failures("ANA")


def test_codes_of_an_erased_address_are_forgotten_under_either_key(old, settings, nora):
    newest, settings.INDEX_KEYS = settings.INDEX_KEYS, [old]
    codes.ask(address=ADDRESS, language="en")
    settings.INDEX_KEYS = newest
    with suppress(CommandError):  # the code counts for ten minutes
        rotate()

    erase_person(patient=nora, at=timezone.now())

    assert not SignInCode.objects.exists()


def test_two_records_with_one_address_are_named_and_the_rest_goes_on(
    old, settings, nora, desk
):
    settings.INDEX_KEYS = [old]
    other = make_newcomer(desk, email="other@example.com").patient
    settings.INDEX_KEYS = [new_key(), old]
    # As a process would that was not given the new key: only then can it happen.
    newest = vault.email_index(ADDRESS).newest
    twin = make_newcomer(desk, email="twin@example.com").patient
    Patient.objects.filter(pk=twin.pk).update(email_index=newest)

    out = io.StringIO()
    with pytest.raises(CommandError, match="still needed"):
        call_command("rotate_keys", stdout=out, stderr=out)

    assert "1 have an address that another record has as well" in out.getvalue()
    other.refresh_from_db()
    assert bytes(other.email_index) == vault.email_index("other@example.com").newest
    assert left() == 1


def test_it_says_what_it_did_and_how_long_it_took(old, nora):
    said = rotate()

    assert re.search(r"1 made anew in \d+\.\d seconds", said)
    assert Event.objects.get(action="keys.rotated").detail == {
        "kind": "indexes of patients",
        "count": 1,
    }


def test_the_old_key_may_not_be_left_out_too_early(old, nora, settings):
    keys.note()
    settings.INDEX_KEYS = settings.INDEX_KEYS[:1]
    before = list(Patient.objects.values_list("email_index", "index_mark"))

    with pytest.raises(CommandError, match="CLINIC_INDEX_KEY lacks the key"):
        rotate()

    assert list(Patient.objects.values_list("email_index", "index_mark")) == before


def test_everything_that_uses_the_key_of_look_ups_is_thought_of():
    users = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "intake").rglob("*.py")
        if "settings.INDEX_KEY" in path.read_text(encoding="utf-8")
    }

    # A file more here needs a row in KINDS of intake/operations/rotation.py. What the
    # first one makes counts wrong passwords of the last minutes, and is let go.
    assert users - {"intake/demo/bench.py"} == {
        "intake/accounts/actions.py",
        "intake/accounts/codes.py",
        "intake/patients/vault.py",
    }
