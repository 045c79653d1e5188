"""One-time links by which staff set passwords."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from intake.accounts import actions, invitations
from intake.accounts.models import LinkRequest, OneTimeLink
from intake.audit.models import Event
from intake.messaging.actions import deliver_due
from intake.messaging.models import Outbox
from tests.factories.staff import make_patient_account, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return make_staff("clinician", login="ana", email="ana@clinic.example")


def token_of(path):
    return path.removeprefix("/staff/welcome/").removesuffix("/")


def help_in(written):
    """Somebody asks for a link, and the worker has its turn."""
    invitations.ask_for_link(written=written, language="en")
    invitations.send_asked()


def links_in_mail():
    deliver_due()
    lines = [line for message in mail.outbox for line in message.body.splitlines()]
    return [line for line in lines if "/staff/welcome/" in line]


def test_a_link_sets_a_password_once(ana):
    token = token_of(actions.make_link(user=ana, by=None))

    actions.use_link(link=actions.link_of(token), password="a password of one's own")

    ana.refresh_from_db()
    assert ana.check_password("a password of one's own")
    assert actions.link_of(token) is None


def test_a_link_works_for_three_days(ana, monkeypatch):
    token = token_of(actions.make_link(user=ana, by=None))
    made = timezone.now()

    monkeypatch.setattr(timezone, "now", lambda: made + timedelta(days=2, hours=23))
    assert actions.link_of(token).user == ana
    monkeypatch.setattr(timezone, "now", lambda: made + timedelta(days=3, minutes=1))
    assert actions.link_of(token) is None


def test_a_new_link_ends_the_one_before(ana):
    boss = make_staff("administrator")
    first = token_of(actions.make_link(user=ana, by=boss))

    second = token_of(actions.make_link(user=ana, by=boss))

    assert actions.link_of(first) is None
    assert actions.link_of(second).user == ana


def test_a_link_that_strangers_ask_for_leaves_an_invitation_alone(ana, monkeypatch):
    invited = token_of(invitations.invite(user=ana, by=make_staff("administrator")))
    later = timezone.now() + timedelta(minutes=6)
    monkeypatch.setattr(timezone, "now", lambda: later)

    help_in("ana")

    assert len(links_in_mail()) == 2
    assert actions.link_of(invited).user == ana


def test_a_password_that_is_set_ends_every_other_link(ana):
    first, second = (token_of(actions.make_link(user=ana, by=None)) for _n in range(2))

    actions.use_link(link=actions.link_of(second), password="a password of one's own")

    assert actions.link_of(first) is None


def test_strangers_fill_no_mailbox(ana, monkeypatch):
    now = timezone.now()
    for hours in range(12):
        monkeypatch.setattr(timezone, "now", lambda at=hours: now + timedelta(hours=at))
        help_in("ana")

    assert Outbox.objects.count() == 3
    refusals = Event.objects.filter(action="staff.link_made", outcome="refused")
    assert refusals.count() == 9


def test_a_name_that_nobody_has_is_noted_without_it(ana):
    help_in("nobody")

    event = Event.objects.get(action="staff.link_made")
    assert (event.outcome, event.detail) == ("refused", {})
    assert not LinkRequest.objects.exists()


def test_the_token_is_kept_nowhere(ana):
    token = token_of(actions.make_link(user=ana, by=None))

    link = OneTimeLink.objects.get()

    assert token.encode() not in bytes(link.token_digest)
    assert len(bytes(link.token_digest)) == 32
    assert token not in str(list(Event.objects.values()))


def test_a_made_up_token_opens_nothing(ana):
    actions.make_link(user=ana, by=None)

    assert actions.link_of("made-up") is None


def test_a_link_ends_with_the_access(ana):
    token = token_of(actions.make_link(user=ana, by=None))

    actions.set_active(user=ana, active=False, by=ana)

    assert actions.link_of(token) is None


def test_an_invitation_goes_through_the_outbox(ana):
    path = invitations.invite(user=ana, by=None)

    assert mail.outbox == []
    assert links_in_mail() == [f"http://127.0.0.1:8000{path}"]
    assert mail.outbox[0].to == ["ana@clinic.example"]


def test_nobody_without_an_address_is_written_to():
    bo = make_staff("front_desk")

    path = invitations.invite(user=bo, by=None)

    assert actions.link_of(token_of(path)).user == bo
    assert not Outbox.objects.exists()


@pytest.mark.parametrize(
    ("password", "template"),
    [
        pytest.param("", "invitation", id="never had one"),
        pytest.param("four quiet words", "password_link", id="has one"),
    ],
)
def test_the_message_says_whether_it_is_a_first_password(password, template):
    cy = make_staff("clinician", email="cy@clinic.example", password=password)

    invitations.invite(user=cy, by=None)

    assert Outbox.objects.get().template == template


@pytest.mark.parametrize("written", ["ana", "ANA", "Ana@Clinic.example"])
def test_help_is_found_by_name_or_address(ana, written):
    help_in(written)

    assert len(links_in_mail()) == 1


def test_help_is_not_sent_twice_within_five_minutes(ana):
    help_in("ana")
    help_in("ana")

    assert len(links_in_mail()) == 1


def test_help_is_sent_again_later(ana, monkeypatch):
    help_in("ana")
    later = timezone.now() + timedelta(minutes=6)
    monkeypatch.setattr(timezone, "now", lambda: later)

    help_in("ana")

    assert Outbox.objects.count() == 2


def test_everybody_with_a_shared_address_gets_a_link(ana):
    make_staff("front_desk", login="desk", email="ANA@clinic.example")

    help_in("ana@clinic.example")

    assert len(set(links_in_mail())) == 2


@pytest.mark.parametrize("written", ["nobody", "nobody@clinic.example", ""])
def test_nothing_happens_for_a_name_nobody_has(ana, written):
    make_patient_account()

    help_in(written)

    assert not Outbox.objects.exists()


def test_somebody_whose_access_ended_gets_no_help(ana):
    actions.set_active(user=ana, active=False, by=ana)

    help_in("ana")

    assert not Outbox.objects.exists()
