"""Fictional people whom staff write down, by the same actions as real ones."""

from datetime import date
from itertools import count
from typing import Any

from intake.accounts.models import User
from intake.patients.identity import Identity
from intake.patients.models import PrivacyNotice
from intake.patients.modes import Mode
from intake.questionnaires import actions
from intake.questionnaires.models import Response

_numbers = count(1)


def make_identity(**identity: Any) -> Identity:
    known = {
        "first_name": "Nora",
        "last_name": f"Newcomer{next(_numbers)}",
        "born_on": date(1972, 11, 3),
        "sex": "female",
        "state": "ME",
        "phone": "555 010 0177",
        "may_leave_message": "no",
        "language": "en",
    }
    return Identity(**(known | identity))


def make_newcomer(
    by: User, *, email: str = "", mode: str = Mode.PHONE, **identity: Any
) -> Response:
    """The untouched form of somebody whom this member of staff wrote down."""
    newcomer = actions.Newcomer(
        identity=make_identity(**identity),
        site=by.sites.first(),
        notice=PrivacyNotice.current(),
        mode=mode,
        email=email,
    )
    return actions.enrol_newcomer(newcomer=newcomer, by=by)
