"""Codes of an app and codes on paper: each counts once, and guessing is stopped."""

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from intake.accounts import actions, factors
from intake.accounts.models import Factor
from intake.audit.models import Event
from intake.messaging.actions import deliver_due
from tests.factories.factors import App, with_app
from tests.factories.staff import make_staff
from tests.web.clock import Clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


@pytest.fixture
def ana():
    return make_staff("clinician", login="ana", email="ana@clinic.example")


@pytest.fixture
def app(ana, clock):
    return with_app(ana)


def takes(user, written):
    try:
        factors.prove_by_code(user=user, written=written)
    except (factors.WrongCode, factors.TooManyTries):
        return False
    return True


def test_codes_are_those_of_the_standard(ana, clock):
    """RFC 6238, appendix B: the last six digits at 59 seconds."""
    assert factors._totp(b"12345678901234567890").generate(59) == b"287082"


@pytest.mark.parametrize(
    ("steps", "right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_a_clock_may_be_one_step_off(ana, app, steps, right):
    assert takes(ana, app.code(steps)) is right


def test_a_code_is_taken_once_and_an_older_one_not_after_it(ana, app):
    code, older = app.code(), app.code(-1)

    assert takes(ana, f" {code[:3]} {code[3:]} ")
    assert not takes(ana, code)
    assert not takes(ana, older)


def test_the_code_that_set_the_app_up_does_not_open_anything_again(ana, clock):
    app = App(secret=factors.new_secret())
    factors.add_app(user=ana, secret=app.secret, code=app.code())

    assert not takes(ana, app.code())
    clock.pass_time(seconds=30)
    assert takes(ana, app.code())


def test_after_five_wrong_codes_even_a_right_one_waits(ana, app, clock):
    for _try in range(5):
        assert not takes(ana, "000 000")

    with pytest.raises(factors.TooManyTries):
        factors.prove_by_code(user=ana, written=app.code())
    clock.pass_time(minutes=15, seconds=1)
    assert takes(ana, app.code())
    refused = Event.objects.filter(action="factor.tried", outcome="refused")
    assert refused.count() == 5


def test_wrong_codes_of_one_person_do_not_matter_to_another(ana, app):
    bo = make_staff("clinician")
    bos = with_app(bo)
    for _try in range(5):
        takes(ana, "000000")

    assert takes(bo, bos.code())


def test_each_code_on_paper_works_once_and_a_message_says_so(ana, app, clock):
    codes = factors.make_codes(user=ana)

    assert len(set(codes)) == 10
    assert takes(ana, codes[3].upper().replace("-", " "))
    assert not takes(ana, codes[3])
    assert factors.codes_left(ana) == 9
    clock.pass_time(minutes=1)
    deliver_due()
    assert "recovery code" in mail.outbox[-1].subject
    assert Event.objects.get(action="recovery_code.used").detail == {"left": 9}


def test_new_codes_on_paper_end_the_old_ones(ana, app):
    old = factors.make_codes(user=ana)
    factors.make_codes(user=ana)

    assert not takes(ana, old[0])


def test_nothing_in_the_tables_opens_an_account(ana, app):
    codes = factors.make_codes(user=ana)
    factor = Factor.objects.get()

    assert app.secret not in bytes(factor.sealed)
    kept = {bytes(code.sealed) for code in ana.spare_codes.all()}
    assert not kept & {code.encode() for code in codes}
    factor.pk = None
    moved = factor.sealed
    factors.keys().open(moved, factors.bound(Factor.objects.get()))
    with pytest.raises(Exception, match="changed, moved"):
        factors.keys().open(moved, factors.bound(factor))


def test_the_last_factor_stays_where_one_is_needed(ana, app, settings):
    settings.STAFF_NEED_SECOND_FACTOR = True

    with pytest.raises(factors.LastFactor):
        factors.remove(factor=ana.factors.get(), by=ana)
    assert ana.factors.exists()


def test_a_reset_forgets_all_of_it_and_nobody_resets_their_own(ana, app):
    boss = make_staff("administrator")
    codes = factors.make_codes(user=ana)

    actions.reset_factors(user=ana, by=boss)

    assert not factors.has_any(ana)
    assert not takes(ana, codes[0])
    event = Event.objects.get(action="factors.reset")
    assert (event.actor_id, event.subject_id) == (str(boss.pk), str(ana.pk))
    with pytest.raises(actions.OwnFactors):
        actions.reset_factors(user=boss, by=boss)


CHANGES = {
    "added": with_app,
    "removed": lambda ana: (
        with_app(ana),
        factors.remove(factor=ana.factors.get(), by=ana),
    ),
    "reset": lambda ana: actions.reset_factors(user=ana, by=None),
    "password": lambda ana: actions.set_password(
        user=ana, password="other quiet words too", by=ana
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_is_told_by_a_message_that_says_nothing_of_the_clinic(ana, change):
    CHANGES[change](ana)

    deliver_due()

    message = mail.outbox[-1]
    assert message.to == ["ana@clinic.example"]
    said = f"{message.subject} {message.body} {message.from_email}".lower()
    assert "if" in said
    for word in ("ketamine", "patient", "clinic", "health", "medical", "http", "ana "):
        assert word not in said.replace("ana@clinic.example", "").replace(
            "clinic@localhost", ""
        )


def test_a_command_resets_for_an_only_administrator(ana, app, capsys):
    call_command("reset_second_factor", "ANA")

    assert not factors.has_any(ana)
    assert Event.objects.get(action="factors.reset").actor_id == ""
    with pytest.raises(CommandError, match="Nobody signs in as 'bo'"):
        call_command("reset_second_factor", "bo")
