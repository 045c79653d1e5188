"""Measures how fast the main work is, on this machine and its database.

Everything happens in one transaction that is rolled back: a fictional patient answers
the screening, the case is evaluated, and the worklist is read with many cases in it.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from statistics import median, quantiles

from django.conf import settings
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string

from intake.accounts import actions as accounts
from intake.accounts.actions import StaffDetails
from intake.accounts.models import User
from intake.operations import rotation
from intake.patients import actions as patients
from intake.patients import indexes, vault
from intake.patients.identity import Identity
from intake.patients.models import IdentityRecord, Patient, PrivacyNotice
from intake.practice import actions as practice
from intake.practice.models import CrisisRecord, Location
from intake.questionnaires import actions as questionnaires
from intake.questionnaires.models import Response
from intake.review import actions as review
from intake.review import evaluation
from intake.review.models import Case
from intake.review.worklist import cases_for
from intake.sealing import new_key

from .patients import fill

IDENTITY = {
    "first_name": "Benny",
    "last_name": "Bench",
    "born_on": "1980-01-01",
    "sex": "male",
    "state": "NY",
    "phone": "555 010 0177",
    "may_leave_message": "yes",
    "language": "en",
}
MANY = 2_000  # patients whose keys are sealed anew
SMALL, LARGE = 1_000, 20_000  # cases in the worklist


@dataclass(frozen=True)
class Figure:
    """How long one kind of work takes, in milliseconds."""

    name: str
    middle: float
    slow: float

    def __str__(self):
        return f"{self.name:<44} {self.middle:8.2f} ms {self.slow:8.2f} ms"


def measured() -> list[Figure]:
    """Run everything once; the database is as it was before."""
    with transaction.atomic():
        figures = list(_figures())
        transaction.set_rollback(True)
    return figures


def _figures() -> Iterator[Figure]:
    site = Location.objects.first()
    clinician = _clinician(site)
    response = _response(site)
    yield _sealing(response.patient)
    yield from _rotating(site)
    yield from _filling(response)
    case = review.receive_response(response=response, by=response.patient.user)
    yield timed("evaluate a case", lambda: evaluation.run(case), times=20)
    yield from _reading(case, clinician)
    for count in (SMALL, LARGE):
        _add_cases(case, count - Case.objects.count())
        name = f"first page of a worklist of {count:,}"
        yield timed(name, lambda: cases_for(clinician), times=20)


def timed(name: str, work: Callable[[], object], times: int) -> Figure:
    """The median and the 95th percentile of several runs."""
    took = []
    for _run in range(times):
        started = time.perf_counter()
        work()
        took.append((time.perf_counter() - started) * 1000)
    return Figure(name, median(took), quantiles(took, n=20)[-1])


def _response(site: Location) -> Response:
    patient = patients.find_or_create("bench@patients.example")
    return questionnaires.introduce(
        patient=patient,
        identity=Identity.from_data(IDENTITY),
        site=site,
        notice=PrivacyNotice.current(),
        by=patient.user,
    )


def _sealing(patient: Patient) -> Figure:
    page = {f"question_{number}": {"value": "no"} for number in range(10)}

    def there_and_back():
        vault.open_value(patient, "bench", vault.close(patient, "bench", page))

    return timed("seal and open the answers of a page", there_and_back, times=500)


def _rotating(site: Location) -> tuple[Figure, Figure]:
    """Under keys that nothing was made by, as when they were just put in."""
    master = [new_key(), *settings.MASTER_KEYS]
    look_ups = [new_key(), *settings.INDEX_KEYS]
    with transaction.atomic():
        _add_people(site)
        with override_settings(MASTER_KEYS=master):
            sealed = _rotated("seal a patient's key anew (mean)")
            with override_settings(INDEX_KEYS=look_ups):
                found = _rotated("make a patient's indexes anew (mean)")
        transaction.set_rollback(True)  # these keys end here
    return sealed, found


def _rotated(name: str) -> Figure:
    started = time.perf_counter()
    done = {found.kind.name: found.done for found in rotation.rotate()}
    took = (time.perf_counter() - started) * 1000 / sum(done.values())
    return Figure(name, took, took)


def _add_people(site: Location) -> None:
    users = User.objects.bulk_create(User(is_patient=True) for _number in range(MANY))
    people, identity = [], Identity.from_data(IDENTITY)
    for number, user in enumerate(users):
        person = Patient(user=user, site=site)
        vault.give_key(person)
        address = f"bench{number}@patients.example"
        person.sealed_email = vault.close(person, "email", address)
        indexes.write(person, address, identity)
        people.append(person)
    Patient.objects.bulk_create(people)
    for person in people:
        record = IdentityRecord(patient=person, by=person.user)
        person.identity = vault.add(record, person, sealed=identity.to_data())
    Patient.objects.bulk_update(people, ["identity"])


def _filling(response: Response) -> Iterator[Figure]:
    pages = len(response.version.definition.pages)
    started = time.perf_counter()
    fill(response, {})
    took = (time.perf_counter() - started) * 1000 / pages
    yield Figure("save one page of the screening (mean)", took, took)


def _clinician(site: Location) -> User:
    """Somebody who would hear of danger, without whom no patient may begin."""
    record = CrisisRecord.current()
    practice.save_crisis_record(record=record, confirmed=True, by=None)
    details = StaffDetails("Bench", "bench", roles=("clinician",), sites=(site,))
    user = accounts.create_staff(details=details, by=None)
    accounts.set_password(user=user, password=get_random_string(24), by=user)
    return user


def _reading(case: Case, clinician: User) -> Iterator[Figure]:
    host = settings.ALLOWED_HOSTS[0]
    desk, phone = (Client(SERVER_NAME=host) for _side in range(2))
    desk.force_login(clinician)
    phone.force_login(case.patient.user)
    address = reverse("staff:case_detail", args=[case.reference])
    yield timed("read a case page", lambda: desk.get(address), times=20)
    yield timed("read the worklist page", lambda: desk.get("/staff/"), times=20)
    yield timed("read a patient's own page", lambda: phone.get("/patient/"), times=20)


def _add_cases(case: Case, count: int) -> None:
    now = timezone.now()
    Case.objects.bulk_create(
        Case(
            reference=f"{number:09}",
            patient_id=case.patient_id,
            response_id=case.response_id,
            tier=case.tier,
            safety=case.safety,
            urgency=number % 50,
            received_at=now - timedelta(minutes=number),
            promised_on=case.promised_on,
        )
        for number in range(Case.objects.count(), Case.objects.count() + count)
    )
