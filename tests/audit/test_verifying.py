"""Whether the trail is whole, and where it is not: by command, and every night."""

import json
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import InternalError, connection, transaction
from django.utils import timezone

from intake.audit import actions as audit
from intake.audit import verifying
from intake.audit.models import Event, Verification
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def trail():
    for number in range(5):
        audit.record("case.read", patient=f"p-{number}")


@contextmanager
def behind_our_back():
    """As somebody who owns the tables and takes the trigger off."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER ALL")
        yield cursor


def last():
    return Event.objects.last().number


def anchor():
    return verifying.verify().last


def write_anew(first):
    """What somebody does who can do everything: change a line and chain the rest."""
    with behind_our_back():
        before = Event.objects.filter(number__lt=first).last()
        digest = before.digest if before else ""
        for event in Event.objects.filter(number__gte=first):
            event.patient_id = "p-other"
            digest = event.digest = audit.chained(event, digest)
            event.save()


def cut(number):
    with behind_our_back() as cursor:
        cursor.execute("DELETE FROM audit_event WHERE number >= %s", [number])


def run(*arguments):
    """The command's result, exit code and words."""
    out, said = StringIO(), StringIO()
    try:
        call_command("verify_audit", *arguments, stdout=out, stderr=said)
    except CommandError as error:
        return out.getvalue(), error.returncode, str(error)
    return out.getvalue(), 0, said.getvalue()


def test_a_whole_trail_is_proved():
    out, code, said = run()

    assert code == 0
    assert json.loads(out)["ok"] is True
    assert json.loads(out)["lines"] == Event.objects.count() == last()
    assert said.strip() == f"{last()} lines follow from each other."


def test_two_lines_in_another_order_are_told_from_a_changed_one():
    first = last() - 2
    with behind_our_back() as cursor:
        for old, new in [(first, -1), (first + 1, first), (-1, first + 1)]:
            cursor.execute(
                "UPDATE audit_event SET number = %s WHERE number = %s", [new, old]
            )

    out, code, said = run()

    assert code == 1
    assert json.loads(out)["broken"] == {"number": first, "what": "reordered"}
    assert f"at number {first} stands at number {first + 1}" in said


def test_slices_are_followed_across_their_edges(monkeypatch):
    monkeypatch.setattr(verifying, "SLICE", 2)

    found = verifying.verify()

    assert found.is_whole
    assert found.checked == last()


def test_an_anchor_holds_while_the_trail_grows(tmp_path):
    file = tmp_path / "anchor.json"
    assert run("--anchor", str(file))[1] == 0
    audit.record("case.read")

    assert run("--against", str(file))[1] == 0
    assert json.loads(file.read_text())["number"] == last() - 1


def test_a_trail_that_lost_its_end_is_whole_but_for_the_anchor(tmp_path):
    file = tmp_path / "anchor.json"
    run("--anchor", str(file))
    end = last()
    cut(end)

    assert run()[1] == 0
    out, code, said = run("--against", str(file))

    assert code == 1
    assert json.loads(out)["broken"] == {"number": end, "what": "cut_off"}
    assert "its end was cut off" in said


def test_a_trail_that_was_written_anew_is_whole_but_for_the_anchor(tmp_path):
    file = tmp_path / "anchor.json"
    run("--anchor", str(file))
    write_anew(1)

    assert run()[1] == 0
    out, code, _said = run("--against", str(file))

    assert code == 1
    assert json.loads(out)["broken"] == {"number": last(), "what": "rewritten"}


def test_a_broken_trail_gives_no_anchor(tmp_path):
    with behind_our_back() as cursor:
        cursor.execute("DELETE FROM audit_event WHERE number = 2")

    assert run("--anchor", str(tmp_path / "anchor.json"))[1] == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "words", ["", "[]", '{"number": "1"}', '{"number":1,"digest":"x","at":"now"}']
)
def test_what_is_no_anchor_is_refused(tmp_path, words):
    file = tmp_path / "anchor.json"
    file.write_text(words)

    _out, code, said = run("--against", str(file))

    assert code == 2
    assert "is no anchor" in said


def test_an_anchor_that_is_not_there_is_a_failure(tmp_path):
    assert run("--against", str(tmp_path / "gone.json"))[1] == 1


def test_every_night_follows_what_was_added(django_assert_num_queries):
    at = timezone.now()
    first = verifying.verify_tonight(at)
    audit.record("case.read")

    assert (first.number, first.flaw) == (last() - 1, "")
    assert verifying.verify_tonight(at + timedelta(hours=23)) is None
    with django_assert_num_queries(6):  # latest, a week ago, what is known, is it there
        night = verifying.verify_tonight(at + verifying.NIGHTLY)
    assert night.number == last()


def test_a_night_notices_that_its_own_last_line_is_another_one():
    at = timezone.now()
    verifying.verify_tonight(at)
    write_anew(1)

    assert verifying.verify_tonight(at + verifying.NIGHTLY).flaw == "rewritten"


def test_a_week_notices_a_line_that_was_changed_long_ago():
    """The nights alone follow what is new; a line behind them is like any other."""
    at = timezone.now()
    verifying.verify_tonight(at)
    with behind_our_back() as cursor:
        cursor.execute("UPDATE audit_event SET action = 'other' WHERE number = 2")

    assert verifying.verify_tonight(at + verifying.NIGHTLY).flaw == ""
    found = verifying.verify_tonight(at + verifying.WHOLE)

    assert (found.flaw, found.broken) == ("changed", 2)
    again = verifying.verify_tonight(at + verifying.WHOLE + verifying.NIGHTLY)
    assert (again.flaw, again.broken) == ("changed", 2)


def test_the_trail_cannot_be_emptied_at_a_stroke():
    """Not even by the role that owns the table; the tests connect as one."""
    with pytest.raises(InternalError), transaction.atomic():
        connection.cursor().execute("TRUNCATE audit_event")


def test_a_night_notices_an_end_that_was_cut_off():
    at = timezone.now()
    verifying.verify_tonight(at)
    cut(last())

    assert verifying.verify_tonight(at + verifying.NIGHTLY).flaw == "cut_off"


def test_a_long_trail_is_followed_in_several_rounds(monkeypatch):
    monkeypatch.setattr(verifying, "AT_ONCE", 3)
    at = timezone.now()

    rounds = []
    while night := verifying.verify_tonight(at):
        rounds.append((night.number, night.is_done))

    assert rounds[0] == (3, False)
    assert rounds[-1] == (last(), True)


@pytest.mark.parametrize(
    ("role", "sees"),
    [("privacy_officer", True), ("administrator", True), ("clinician", False)],
)
def test_a_broken_trail_is_told_on_every_page_of_those_who_answer_for_it(
    client, role, sees
):
    client.force_login(make_staff(role))
    with behind_our_back() as cursor:
        cursor.execute("UPDATE audit_event SET action = 'other' WHERE number = 2")
    verifying.verify_tonight()

    page = client.get("/staff/password/").content.decode()

    assert ("data-broken-trail" in page) == sees
    assert ("at line 2" in page) == sees


def test_the_banner_goes_when_the_trail_is_whole_again():
    at = timezone.now()
    Verification.objects.create(at=at, number=1, flaw="changed", broken=2)
    assert verifying.broken()

    assert run()[1] == 0
    assert verifying.broken() is None
