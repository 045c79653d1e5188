"""What the application's role may do in the database: it cannot mend the trail.

The tables belong to a role that migrates. The application connects as another one,
which may add rows to append-only tables and read them; it owns nothing, so it can take
no trigger off.
"""

from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from psycopg2 import sql

from .models import append_only

# Append-only for everything but what these say, which the triggers still hold to.
DELETED = {"accounts.SignInCode", "accounts.SignInTry"}  # codes of a wrong address
LOCKED = {"findings.Inquiry"}  # a lock on a row asks for the right to update it
MIGRATIONS = "django_migrations"
OUT_OF_REACH = "UPDATE, DELETE, TRUNCATE, TRIGGER"


def tables(*, apart_from: set[str] = frozenset()) -> list[str]:
    """The append-only tables."""
    name = append_only()[0].name
    return sorted(
        model._meta.db_table
        for model in apps.get_models()
        if name in {one.name for one in getattr(model._meta, "triggers", [])}
        and model._meta.label not in apart_from
    )


@contextmanager
def as_owner():
    """Connect as the role that owns the tables, where there is one apart."""
    owner: dict[str, Any] | None = settings.DATABASE_OWNER
    if owner is None:
        yield
        return
    if server := connection.settings_dict.get("SERVER"):
        server.ensure_running()  # makes the roles that an older one did not have
    before = connection.settings_dict.copy()
    connection.close()
    connection.settings_dict.update(owner)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update({name: before[name] for name in owner})


def grant(role: str, password: str = "") -> None:
    """Let the application's role do its work, and make it if it is missing."""
    with transaction.atomic(), connection.cursor() as cursor:
        if not _exists(cursor, role):
            make = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}")
            cursor.execute(make.format(sql.Identifier(role), sql.Literal(password)))
        for statement in GRANTS:
            cursor.execute(sql.SQL(statement).format(role=sql.Identifier(role)))
        closed = [MIGRATIONS, *tables(apart_from=DELETED)]
        _on(cursor, "REVOKE UPDATE, DELETE ON {table} FROM {role}", role, closed)
        _on(cursor, "REVOKE INSERT ON {table} FROM {role}", role, [MIGRATIONS])
        locked = [apps.get_model(label)._meta.db_table for label in sorted(LOCKED)]
        _on(cursor, "GRANT UPDATE (id) ON {table} TO {role}", role, locked)


GRANTS = (
    "GRANT USAGE ON SCHEMA public TO {role}",
    "REVOKE CREATE ON SCHEMA public FROM {role}",
    "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
)


def _on(cursor: Any, statement: str, role: str, names: list[str]) -> None:
    for name in names:
        table, whom = sql.Identifier(name), sql.Identifier(role)
        cursor.execute(sql.SQL(statement).format(table=table, role=whom))


def _exists(cursor: Any, role: str) -> bool:
    cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", [role])
    return cursor.fetchone() is not None


WITHIN_REACH = """
SELECT relname FROM pg_class
 WHERE relnamespace = 'public'::regnamespace AND relname = ANY (%s)
   AND (pg_has_role(current_user, relowner, 'MEMBER')
        OR has_table_privilege(oid, %s))
 ORDER BY relname
"""


def within_reach() -> list[str]:
    """Append-only tables that the role of this connection could change all the same."""
    with connection.cursor() as cursor:
        guarded = tables(apart_from=DELETED | LOCKED)
        cursor.execute(WITHIN_REACH, [guarded, OUT_OF_REACH])
        return [name for (name,) in cursor.fetchall()]
