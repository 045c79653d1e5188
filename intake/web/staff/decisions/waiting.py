"""What stands around decisions and waits for somebody, for the worklist."""

from typing import Any

from intake.accounts.models import User
from intake.decisions import appeals, reading
from intake.decisions.models import Opinion, SecondReading
from intake.patients.identity import identity_of

Kind = Opinion.Kind


def waiting_shown(user: User) -> dict[str, Any]:
    """Appeals, and signed decisions that wait for a second reader, each as a row."""
    said, read = appeals.waiting_for(user), reading.waiting_for(user)
    return {
        "appeals": [(one, identity_of(one.case.patient)) for one in said],
        "readings": [
            (one, identity_of(one.case.patient), whose_turn(one, user)) for one in read
        ],
    }


def whose_turn(one: SecondReading, user: User) -> str:
    """``yours``, or ``second``, ``compare``, ``director`` for somebody else."""
    blind = reading.opinion_of(one, Kind.BLIND)
    if reading.is_disputed(one):
        return "yours" if reading.may_settle(one, user) else "director"
    if blind is not None:
        return "yours" if blind.by_id == user.pk else "compare"
    return "second" if one.by_id == user.pk else "yours"


def waiting_stamp(user: User) -> tuple:
    """Another one when something else waits; it says nothing of anybody."""
    read = reading.waiting_for(user).prefetch_related(None)
    return (
        *appeals.waiting_for(user).values_list("pk"),
        *read.values_list("pk", "opinions__pk"),
    )
