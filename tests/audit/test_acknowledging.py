"""A break that nobody can mend is acknowledged, and stays named for good."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import InternalError, connection, transaction
from django.utils import timezone

from intake.audit import acknowledging, verifying
from intake.audit import actions as audit
from intake.audit.models import Acknowledgement, Event, Verification
from tests.factories.staff import PASSWORD, make_staff
from tests.web.staff.reading import parsed

pytestmark = pytest.mark.django_db

URL = "/staff/audit/break/"
WHY = "A disk failed on the third of May; the backup has the same gap."


@pytest.fixture(autouse=True)
def trail():
    for number in range(8):
        audit.record("case.read", patient=f"p-{number}")


@pytest.fixture
def officer(client):
    officer = make_staff("privacy_officer", name="Pia Officer", login="pia")
    client.force_login(officer)
    return officer


def behind_our_back(statement):
    """As somebody who owns the tables and takes the trigger off."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER ALL")
        cursor.execute(statement)


def change(number):
    behind_our_back(
        f"UPDATE audit_event SET patient_id = 'other' || patient_id "
        f"WHERE number = {number}"
    )


def lose(number):
    behind_our_back(f"DELETE FROM audit_event WHERE number = {number}")


def verified():
    """What the command prints, and its exit code."""
    out = StringIO()
    try:
        call_command("verify_audit", stdout=out, stderr=StringIO())
    except CommandError as problem:
        return json.loads(out.getvalue()), problem.returncode
    return json.loads(out.getvalue()), 0


def acknowledge(by):
    found = verifying.note(verifying.verify(), at=timezone.now())
    return acknowledging.acknowledge(broken=found, why=WHY, by=by)


@pytest.mark.parametrize("breaking", [change, lose])
def test_a_known_break_is_named_with_who_when_and_why(officer, breaking):
    breaking(3)
    assert verified()[1] == 1

    row = acknowledge(officer)

    report, code = verified()
    assert code == 3
    assert (report["ok"], report["broken"]) == (True, None)
    (named,) = report["acknowledged"]
    assert (named["number"], named["by"], named["why"]) == (3, "Pia Officer", WHY)
    assert named["at"] == row.at.isoformat()
    event = Event.objects.get(action="trail.break_acknowledged")
    assert (event.actor_id, event.detail["line"]) == (str(officer.pk), 3)
    assert WHY not in json.dumps(event.detail)


def test_a_second_break_is_new_and_so_are_other_bytes_at_the_first(officer):
    change(3)
    acknowledge(officer)

    change(6)
    report, code = verified()
    assert (code, report["broken"]["number"]) == (1, 6)
    assert [row["number"] for row in report["acknowledged"]] == [3]

    acknowledge(officer)
    assert verified()[1] == 3
    change(3)
    report, code = verified()
    assert (code, report["broken"]["number"]) == (1, 3)


def test_the_nights_go_on_behind_it_and_the_banner_goes(officer):
    at = timezone.now()
    change(3)
    broken = verifying.verify_tonight(at)
    acknowledging.acknowledge(broken=broken, why=WHY, by=officer)

    assert verifying.broken() is None
    assert verifying.verify_tonight(at).flaw == ""
    night = verifying.verify_tonight(at + 2 * verifying.NIGHTLY)
    assert (night.flaw, night.number) == ("", Event.objects.last().number)


def test_a_trail_that_lost_what_was_verified_begins_anew(officer):
    at = timezone.now()
    end = verifying.verify_tonight(at).number
    behind_our_back(f"DELETE FROM audit_event WHERE number > {end - 2}")
    broken = verifying.verify_tonight(at + verifying.NIGHTLY)
    assert broken.flaw == "cut_off"

    acknowledging.acknowledge(broken=broken, why=WHY, by=officer)
    for _line in range(3):
        audit.record("case.read")

    night = verifying.verify_tonight(at + verifying.NIGHTLY + timedelta(minutes=1))
    assert (night.flaw, night.number) == ("", Event.objects.last().number)


def test_an_anchor_that_does_not_hold_is_known_by_itself(officer, tmp_path):
    file = tmp_path / "anchor.json"
    anchor = verifying.verify().last
    file.write_text(verifying.anchor_text(anchor))
    behind_our_back(f"DELETE FROM audit_event WHERE number = {anchor.number}")
    found = verifying.verify(against=anchor)
    broken = verifying.note(found, at=timezone.now())

    acknowledging.acknowledge(broken=broken, why=WHY, by=officer)

    again = verifying.verify(against=anchor)
    assert (again.is_whole, len(again.known)) == (True, 1)


def test_nobody_gets_a_break_out_of_the_way_behind_the_trails_back(officer):
    change(3)
    found = verifying.verify()
    Acknowledgement.objects.create(
        number=3,
        flaw=found.flaw,
        mark=found.mark,
        why="Nothing to see here.",
        actor_id=str(officer.pk),
        actor_role="privacy_officer",
        at=timezone.now(),
    )

    assert verified()[1] == 1


def test_what_was_said_is_never_changed(officer):
    change(3)
    row = acknowledge(officer)

    with pytest.raises(InternalError, match="append_only"), transaction.atomic():
        Acknowledgement.objects.update(why="other")
    with pytest.raises(InternalError, match="append_only"), transaction.atomic():
        row.delete()


def test_on_the_page_it_is_seen_and_acknowledged(client, officer):
    change(3)
    verifying.verify_tonight()
    assert parsed(client.get("/staff/audit/")).select_one(f"a[href='{URL}']")
    page = parsed(client.get(URL))
    assert page.select_one("[data-break='3']")
    mark = page.select_one("[name=_revision]")["value"]
    given = {"_revision": mark, "why": WHY, "password": PASSWORD}
    session = client.session
    del session["proved_at"]
    session.save()

    assert client.post(URL, given | {"why": " "}).status_code == 422
    assert client.post(URL, given | {"password": "not it"}).status_code == 422
    assert not Acknowledgement.objects.exists()
    for _twice in range(2):
        assert client.post(URL, given).url == "/staff/audit/"

    assert Acknowledgement.objects.count() == 1
    listed = parsed(client.get("/staff/audit/")).select_one("[data-known-break='3']")
    assert WHY in listed.text
    assert "Pia Officer" in listed.text
    assert "data-broken-trail" not in client.get(URL).text


def test_another_break_than_the_one_that_was_read_is_refused(client, officer):
    change(6)
    verifying.verify_tonight()
    mark = parsed(client.get(URL)).select_one("[name=_revision]")["value"]
    change(3)
    verifying.note(verifying.verify(), at=timezone.now())

    given = {"_revision": mark, "why": WHY, "password": PASSWORD}
    refused = client.post(URL, given)

    assert refused.status_code == 409
    assert WHY in refused.text
    assert not Acknowledgement.objects.exists()
    assert client.post(URL, given | {"_revision": ""}).status_code == 409


def by_command(monkeypatch, line, login="pia", password=PASSWORD):
    monkeypatch.setattr(
        "intake.operations.management.commands.acknowledge_break.getpass",
        lambda _question: password,
    )
    call_command(
        "acknowledge_break", str(line), login=login, why=WHY, stderr=StringIO()
    )


def test_by_the_command_it_takes_the_line_and_the_officers_password(
    officer, monkeypatch, settings
):
    settings.STAFF_NEED_SECOND_FACTOR = False
    make_staff("administrator", login="ada")
    change(3)

    for wrong in ({"login": "ada"}, {"password": "x"}, {"line": 4}):
        with pytest.raises(CommandError) as refused:
            by_command(monkeypatch, **({"line": 3} | wrong))
        assert refused.value.returncode == 2
    assert not Acknowledgement.objects.exists()

    by_command(monkeypatch, 3)
    assert verified()[1] == 3
    with pytest.raises(CommandError, match="no new break"):
        by_command(monkeypatch, 3)


def test_by_the_command_a_second_step_is_asked_too(officer, monkeypatch, settings):
    settings.STAFF_NEED_SECOND_FACTOR = True
    change(3)

    with pytest.raises(CommandError, match="code does not work"):
        by_command(monkeypatch, 3)
    assert Verification.objects.count() == 0
