"""Second readings, opened: both opinions, and who may do what with them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from intake.accounts.models import User
from intake.accounts.roles import PUBLISHERS
from intake.domain.letters.drafting import Choices
from intake.patients import vault
from intake.review import actions as review
from intake.review.actions import Verdict
from intake.review.models import Case
from intake.review.views import reviewers

from .letters import Signed
from .models import Opinion, SecondReading

Kind = Opinion.Kind


@dataclass(frozen=True)
class View:
    """What a second reader thinks: an outcome by route, and why."""

    outcomes: dict[str, str]
    rationale: str


def open_reading(case: Case) -> SecondReading | None:
    reading = case.second_readings.open().told().last()
    if reading is not None:
        reading.case = case
    return reading


def last_reading(case: Case) -> SecondReading | None:
    """The latest one, whether it has ended or not."""
    found = case.second_readings.select_related("end__by").told().last()
    if found is not None:
        found.case = case
    return found


def is_over(reading: SecondReading) -> bool:
    return hasattr(reading, "end")


def is_overtaken(reading: SecondReading) -> bool:
    """The case was evaluated again or decided since the first reader signed."""
    if is_over(reading):
        return False
    return reading.revision != review.revision_of(reading.case)


def first_of(reading: SecondReading) -> Signed:
    """The first opinion, opened."""
    data = vault.read(reading, reading.case.patient, "sealed")
    given = dict(data["choices"])
    day = given.pop("return_on")
    choices = {name: tuple(codes) for name, codes in given.items()}
    return Signed(
        verdict=Verdict(**data["verdict"]),
        choices=Choices(**choices, return_on=day and date.fromisoformat(day)),
        reasons=data["reasons"],
    )


def opinion_of(reading: SecondReading, *kinds: str) -> Opinion | None:
    found = (one for one in reading.opinions.all() if one.kind in kinds)
    return next(found, None)


def view_of(opinion: Opinion, case: Case) -> View:
    return View(**vault.read(opinion, case.patient, "sealed"))


def is_disputed(reading: SecondReading) -> bool:
    """The second reader has seen both and stands by their own."""
    return opinion_of(reading, Kind.DIFFERS) is not None


def may_settle(reading: SecondReading, user: User) -> bool:
    """A medical director, and none who took part while there is another."""
    if not is_disputed(reading) or not user.has_role(PUBLISHERS):
        return False
    readers = {reading.by_id, *(one.by_id for one in reading.opinions.all())}
    if user.pk not in readers:
        return True
    site = reading.case.patient.site_id
    others = reviewers([site]).exclude(pk__in=readers)
    return not any(each.has_role(PUBLISHERS) for each in others)


def waiting_for(user: User) -> QuerySet[SecondReading]:
    """Readings that lead to nothing yet in the cases of this person."""
    found = SecondReading.objects.visible_to(user).open().told()
    return found.exclude(case__stage=Case.Stage.WITHDRAWN)
