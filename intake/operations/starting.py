"""What has to be right before a process serves anybody."""

import logging
import sys

from django.conf import settings
from django.db import DatabaseError, InterfaceError

from intake.audit import privileges
from intake.patients import keys

log = logging.getLogger(__name__)

APP_LOAD_ERROR = 4  # gunicorn ends for good with it, and does not try again


class RoleOfOwner(Exception):
    """The application could change what is kept for good."""


def refuse_what_is_wrong() -> None:
    """End the process where its keys are wrong, or its role may do too much.

    A database that is away is no reason: pages with help are served without one, and
    `/readyz` asks again.
    """
    try:
        keys.note()
        if settings.PRODUCTION:
            _look_at_role()
    except (keys.WrongKeys, RoleOfOwner) as problem:
        sys.stderr.write(f"The application does not start. {problem}\n")
        raise SystemExit(APP_LOAD_ERROR) from None
    except (DatabaseError, InterfaceError) as problem:
        log.warning("keys not compared", extra={"problem": type(problem).__name__})


def _look_at_role() -> None:
    found = privileges.within_reach()
    if found:
        raise RoleOfOwner(
            f"The role of DATABASE_URL could change {len(found)} tables of rows that "
            f"are kept for good, the first of them {found[0]}. Set DATABASE_URL to a "
            "role that owns nothing, and run migrate once with the address of the "
            "owner in DATABASE_OWNER_URL (docs/guides/install.md)."
        )
