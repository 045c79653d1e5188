"""Whether the database guards the trail against the application itself."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core import checks
from django.db import Error, connection

from . import privileges


def guarded_by_roles(
    *, databases: Sequence[str] | None = None, **_rest: Any
) -> list[checks.CheckMessage]:
    """Asked with ``check --database default``."""
    owner = (settings.DATABASE_OWNER or {}).get("USER")
    if not databases or connection.settings_dict["USER"] == owner:
        return []  # not asked for, or migrating
    try:
        found = privileges.within_reach()
    except Error:
        return []  # there is no database yet, which others say
    if not found:
        return []
    return [
        checks.Warning(
            f"The role of DATABASE_URL could change {len(found)} append-only tables, "
            f"the first of them {found[0]}.",
            hint="Set DATABASE_OWNER_URL for migrate, and connect as another role.",
            id="audit.W001",
        )
    ]


def listen() -> None:
    checks.register(guarded_by_roles, "database")
