"""Pages for the clinic's settings and overview, and for trying its mail."""

from datetime import timedelta
from smtplib import SMTPAuthenticationError, SMTPRecipientsRefused

import pytest
from django.core import mail
from django.utils import timezone

from intake.accounts.models import User
from intake.audit.models import Event
from intake.messaging import actions as messaging
from intake.messaging.models import Outbox
from intake.practice.models import CrisisRecord, Location, Organisation
from tests.factories.staff import make_site, make_staff

HOME = "/staff/admin/"
CLINIC = "/staff/admin/organisation/"
TEST = "/staff/admin/test-message/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def boss(client):
    boss = make_staff("administrator")
    client.force_login(boss)
    return boss


def settings_with(**changes):
    """What the form of the clinic posts."""
    values = {
        "name": "Springfield Clinic",
        "discreet_name": "Your care team",
        "phone": "555 010 0100",
        "hours": "Monday to Friday, 9 to 5",
        "time_zone": "America/Chicago",
        "routes_offered": ["iv_im"],
        "answer_within_days": "3",
        "remind_after_days": "7",
        "screen_minutes": "20",
        "emergency_minutes": "45",
        "leave_address": "https://www.weather.gov/",
        "accent": "#1F5F5B",
    }
    return values | changes


class TestClinic:
    def test_what_was_typed_is_stored(self, client, boss):
        reply = client.post(CLINIC, settings_with(), follow=True)

        assert reply.redirect_chain == [(CLINIC, 302)]
        assert "Saved." in reply.text
        organisation = Organisation.current()
        assert organisation.name == "Springfield Clinic"
        assert organisation.routes_offered == ["iv_im"]
        assert organisation.time_zone == "America/Chicago"
        assert (organisation.answer_within_days, organisation.screen_minutes) == (3, 20)
        assert organisation.accent == "#1f5f5b"
        event = Event.objects.get(action="organisation.changed")
        assert event.actor_id == str(boss.pk)

    def test_the_page_shows_what_is_stored(self, client):
        client.post(CLINIC, settings_with())

        page = client.get(CLINIC).text

        assert 'value="Springfield Clinic"' in page
        assert '<option value="America/Chicago" selected>' in page

    def test_phone_hours_and_color_may_be_left_out(self, client):
        reply = client.post(CLINIC, settings_with(phone="", hours="", accent=""))

        assert reply.status_code == 302

    @pytest.mark.parametrize(
        ("changes", "advice"),
        [
            ({"name": ""}, "Write the name of the clinic."),
            ({"discreet_name": ""}, "Write a name for the sender."),
            ({"discreet_name": "Ketamine Center"}, "tells others"),
            ({"discreet_name": "The Psychiatry team"}, "tells others"),
            ({"discreet_name": 'A "team"'}, "Leave out"),
            ({"discreet_name": "A\r\nBcc: b"}, "Leave out"),
            ({"phone": "call us"}, "Write a phone number"),
            ({"time_zone": "Mars/Olympus"}, "Mars/Olympus"),
            ({"routes_offered": []}, "Choose at least one."),
            ({"routes_offered": ["oral"]}, "oral"),
            ({"answer_within_days": "0"}, "1"),
            ({"answer_within_days": "soon"}, "Write a whole number"),
            ({"screen_minutes": "1000"}, "120"),
            ({"leave_address": "javascript:alert(1)"}, "Write an address"),
            ({"accent": "green"}, "Write a color such as"),
        ],
        ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
    )
    def test_what_cannot_be_is_refused_with_advice(self, client, changes, advice):
        before = Organisation.current().name

        reply = client.post(CLINIC, settings_with(**changes))

        assert reply.status_code == 422
        assert advice in reply.text
        assert f'href="#id_{next(iter(changes))}' in reply.text
        assert Organisation.current().name == before

    def test_a_change_made_elsewhere_is_not_overwritten(self, client):
        opened = client.get(CLINIC).context["form"].revision
        Organisation.objects.update(routes_offered=["in"])

        reply = client.post(CLINIC, settings_with(_revision=opened))

        assert reply.status_code == 409
        assert "<dd>Esketamine nasal spray (Spravato)</dd>" in reply.text
        assert Organisation.current().routes_offered == ["in"]


class TestOverview:
    @pytest.fixture(autouse=True)
    def all_well(self):
        Location.objects.all().delete()
        User.objects.get(login="on.call").sites.add(make_site("North"))
        CrisisRecord.objects.update_or_create(
            pk=1,
            defaults={
                "line_number": "5550",
                "emergency_number": "5551",
                "confirmed_at": timezone.now(),
            },
        )

    def test_when_all_is_well_nothing_needs_attention(self, client):
        assert "Nothing right now." in client.get(HOME).text

    @pytest.mark.parametrize(
        ("days", "asked"),
        [
            pytest.param(None, "Try the help numbers and confirm them", id="never"),
            pytest.param(184, "Try the help numbers again", id="half a year ago"),
            pytest.param(182, None, id="less than half a year ago"),
        ],
    )
    def test_numbers_are_to_be_tried_every_half_year(self, client, days, asked):
        at = days and timezone.now() - timedelta(days=days)
        CrisisRecord.objects.update(confirmed_at=at)

        page = client.get(HOME).text

        assert (asked or "Nothing right now.") in page

    def test_a_clinic_without_a_site_is_told(self, client):
        Location.objects.all().delete()

        assert "Add a first site" in client.get(HOME).text

    def test_a_clinic_where_nobody_takes_alerts_is_told(self, client):
        User.objects.filter(login="on.call").update(is_active=False)

        page = client.get(HOME).text

        assert "an alert would reach nobody" in page
        assert "no patient can begin" in page

    def test_an_open_site_where_nobody_sees_alerts_is_named(self, client):
        make_site("South")

        assert "At South nobody would see an alert" in client.get(HOME).text

    def test_a_clinic_whose_sites_are_closed_is_told(self, client):
        Location.objects.update(is_open=False)

        assert "none takes new patients" in client.get(HOME).text

    def test_a_clinician_without_a_site_is_named(self, client):
        make_staff("clinician", name="Ana")

        assert "Ana has no site, and so sees no patients" in client.get(HOME).text

    @pytest.mark.parametrize(
        ("count", "words"), [(1, "1 message could"), (2, "2 messages could")]
    )
    def test_messages_that_fail_are_counted(self, client, count, words):
        for _number in range(count):
            Outbox.objects.create(template="news", tries=1)

        assert words in client.get(HOME).text


class TestMessage:
    def fail(self, monkeypatch, problem):
        def refuse(_message, **_options):
            raise problem

        monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)

    def test_it_is_sent_while_one_waits(self, client, settings, boss):
        settings.EMAIL_HOST = "mail.clinic.example"

        reply = client.post(TEST, {"to": "bo@clinic.example"}, follow=True)

        assert mail.outbox[0].to == ["bo@clinic.example"]
        assert reply.redirect_chain == [(TEST, 302)]
        assert "took a message to bo@clinic.example." in reply.text
        event = Event.objects.get(action="message.tested")
        assert (event.outcome, event.actor_id) == ("done", str(boss.pk))
        assert "bo@" not in str(event.detail)

    def test_without_a_server_it_says_so(self, client, settings):
        settings.EMAIL_HOST = ""

        page = client.get(TEST)
        reply = client.post(TEST, {"to": "bo@clinic.example"}, follow=True)

        assert "No mail server is set" in page.text
        assert "no mail server is set" in reply.text

    @pytest.mark.parametrize(
        ("problem", "words"),
        [
            pytest.param(
                ConnectionRefusedError(111, "Connection refused"),
                "The mail server cannot be reached: [Errno 111] Connection refused",
                id="nobody there",
            ),
            pytest.param(
                TimeoutError("timed out"), "cannot be reached: timed out", id="silent"
            ),
            pytest.param(
                SMTPAuthenticationError(535, b"5.7.8 Bad <credentials>"),
                "refused it: 535 5.7.8 Bad &lt;credentials&gt;",
                id="wrong password",
            ),
            pytest.param(
                SMTPRecipientsRefused({"bo@clinic.example": (550, b"No such user")}),
                "No such user",
                id="no such address",
            ),
        ],
    )
    def test_what_the_server_says_is_told_plainly(
        self, client, monkeypatch, problem, words
    ):
        self.fail(monkeypatch, problem)

        reply = client.post(TEST, {"to": "bo@clinic.example"})

        assert reply.status_code == 422
        assert words in reply.text
        assert 'value="bo@clinic.example"' in reply.text
        assert Event.objects.get(action="message.tested").outcome == "failed"

    @pytest.mark.parametrize(
        ("to", "advice"),
        [
            ("", "Write an e-mail address."),
            ("bo", "name@example.com"),
            ("bo@clinic.example\nBcc: c@d.example", "name@example.com"),
        ],
    )
    def test_what_is_no_address_is_refused(self, client, to, advice):
        reply = client.post(TEST, {"to": to})

        assert reply.status_code == 422
        assert advice in reply.text
        assert mail.outbox == []

    def test_nothing_is_queued(self, client):
        client.post(TEST, {"to": "bo@clinic.example"})

        assert messaging.deliver_due() == 0
