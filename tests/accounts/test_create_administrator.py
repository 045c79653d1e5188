"""The command that makes the first administrator."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from intake.accounts.actions import link_of
from intake.accounts.models import User
from intake.audit.models import Event
from intake.messaging.models import Outbox
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db


def create(*options, login="ana", name="Ana Silva"):
    call_command("create_administrator", "--login", login, "--name", name, *options)


def test_the_link_is_all_that_is_printed(capsys):
    create()

    printed = capsys.readouterr().out
    base, token = printed.strip().removesuffix("/").rsplit("/", 1)
    assert base == "http://127.0.0.1:8000/staff/welcome"
    assert link_of(token).user == User.objects.get(login="ana")


def test_the_account_is_an_administrator_without_a_password():
    create()

    ana = User.objects.get(login="ana")
    assert (ana.name, ana.roles) == ("Ana Silva", ["administrator"])
    assert not ana.has_usable_password()


def test_the_link_is_also_sent_to_an_address():
    create("--email", "ana@clinic.example")

    assert User.objects.get(login="ana").email == "ana@clinic.example"
    assert Outbox.objects.get().template == "invitation"


def test_it_is_recorded_as_done_by_the_system():
    create()

    event = Event.objects.get(action="staff.created")
    assert (event.actor_id, event.detail) == ("", {"roles": ["administrator"]})


@pytest.mark.parametrize("taken", ["ana", "ANA"])
def test_a_name_that_is_taken_is_refused(taken):
    make_staff("clinician", login="Ana")

    with pytest.raises(CommandError, match="Choose another") as refusal:
        create(login=taken)

    assert refusal.value.returncode == 2
    assert not User.objects.exclude(login__in=["Ana", "on.call"]).exists()


@pytest.mark.parametrize(
    ("options", "known"),
    [
        pytest.param([], {"login": "a b"}, id="space in the name"),
        pytest.param([], {"login": "ána"}, id="accent in the name"),
        pytest.param([], {"name": "  "}, id="blank name"),
        pytest.param(["--email", "ana"], {}, id="no address"),
    ],
)
def test_what_cannot_be_used_is_refused(options, known):
    with pytest.raises(CommandError) as refusal:
        create(*options, **known)

    assert refusal.value.returncode == 2
    assert not User.objects.exclude(login="on.call").exists()


def test_a_missing_name_is_refused():
    with pytest.raises(CommandError, match="--login"):
        call_command("create_administrator", "--name", "Ana")
