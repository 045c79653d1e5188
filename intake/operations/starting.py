"""What has to be right before a process serves anybody."""

import logging
import sys

from django.db import DatabaseError, InterfaceError

from intake.patients import keys

log = logging.getLogger(__name__)

APP_LOAD_ERROR = 4  # gunicorn ends for good with it, and does not try again


def refuse_wrong_keys() -> None:
    """End the process where the keys are not those of the database.

    A database that is away is no reason: pages with help are served without one, and
    `/readyz` asks again.
    """
    try:
        keys.note()
    except keys.WrongKeys as problem:
        sys.stderr.write(f"The application does not start. {problem}\n")
        raise SystemExit(APP_LOAD_ERROR) from None
    except (DatabaseError, InterfaceError) as problem:
        log.warning("keys not compared", extra={"problem": type(problem).__name__})
