"""The application's role adds to the trail and reads it, and can do nothing else."""

import pytest
from django.core.checks import run_checks
from django.db import ProgrammingError, connection, transaction

from intake.audit import actions as audit
from intake.audit import privileges
from intake.audit.models import Event
from intake.operations import starting

pytestmark = pytest.mark.django_db
ROLE = "clinic_app"


@pytest.fixture
def as_application():
    """Become the application's role for the rest of the test's transaction."""
    server = connection.settings_dict.get("SERVER")
    if server is None:
        pytest.skip("roles can be made only on the tests' own server")
    server.ensure_running()
    audit.record("case.read", patient="p-1")
    privileges.grant(ROLE)
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {ROLE}")
        yield cursor
        cursor.execute("RESET ROLE")


FORBIDDEN = [
    "UPDATE audit_event SET action = 'other'",
    "DELETE FROM audit_event",
    "TRUNCATE audit_event",
    "ALTER TABLE audit_event DISABLE TRIGGER ALL",
    "DROP TRIGGER pgtrigger_append_only_7d947 ON audit_event",
    "DROP TABLE audit_event",
    "ALTER TABLE audit_event OWNER TO clinic_app",
    "SET LOCAL session_replication_role = replica",
    "CREATE TABLE mine (id int)",
    "INSERT INTO django_migrations (app, name, applied) VALUES ('a', 'b', now())",
    "SET LOCAL pgtrigger.ignore = '{public.audit_event:pgtrigger_append_only_7d947}';"
    "DELETE FROM audit_event",
    "UPDATE review_decision SET decided_at = now()",
    "DELETE FROM questionnaires_savedpage",
    "UPDATE audit_verification SET flaw = ''",
]


def test_the_application_can_change_nothing_that_is_kept_for_good(as_application):
    for statement in FORBIDDEN:
        with pytest.raises(ProgrammingError), transaction.atomic():
            as_application.execute(statement)


def test_the_application_does_its_work(as_application):
    audit.record("case.read", patient="p-2")

    assert Event.objects.about("p-2").count() == 1
    as_application.execute("SELECT * FROM findings_inquiry FOR NO KEY UPDATE")
    as_application.execute("UPDATE practice_organisation SET name = 'Other'")
    as_application.execute("DELETE FROM accounts_signintry")


def test_a_database_that_guards_the_trail_is_told_from_one_that_does_not(
    as_application,
):
    assert privileges.within_reach() == []
    assert run_checks(tags=["database"], databases=["default"]) == []

    as_application.execute("RESET ROLE")

    assert "audit_event" in privileges.within_reach()
    assert [found.id for found in run_checks(databases=["default"])] == ["audit.W001"]


def test_production_does_not_start_where_the_application_owns_its_tables(
    as_application, settings, capsys
):
    settings.PRODUCTION = True
    starting.refuse_what_is_wrong()
    as_application.execute("RESET ROLE")

    with pytest.raises(SystemExit) as ended:
        starting.refuse_what_is_wrong()

    assert ended.value.code == starting.APP_LOAD_ERROR
    said = capsys.readouterr().err
    assert "Set DATABASE_URL to a role that owns nothing" in said
    settings.PRODUCTION = False
    starting.refuse_what_is_wrong()
