"""Tasks: for a person or a role, by a day, ended once."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from intake.accounts.roles import Role
from intake.audit.models import Event
from intake.coordination import tasks
from intake.coordination.for_you import for_you
from intake.coordination.models import Task
from intake.coordination.tasks import Wanted
from intake.messaging.models import Outbox
from intake.practice.models import Organisation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing")]


def give(case, by, *, days=0, **whose):
    due_on = Organisation.current().today() + timedelta(days=days)
    key = whose.pop("key", None) or uuid4()
    wanted = Wanted("Ask for the ECG.", due_on, key, **whose)
    return tasks.give(case=case, wanted=wanted, by=by)


def told():
    return Outbox.objects.filter(template="colleague").count()


def test_a_task_waits_for_its_person_from_its_day_on(case, clinician, colleague):
    give(case, clinician, days=1, person=colleague)
    today = give(case, clinician, person=colleague)
    late = give(case, clinician, days=-2, person=colleague)

    assert for_you(colleague).tasks == [late, today]
    assert not for_you(clinician)
    assert told() == 3


def test_ones_own_task_sends_no_message(case, clinician):
    task = give(case, clinician, person=clinician)

    assert for_you(clinician).tasks == [task]
    assert told() == 0


def test_a_task_for_a_role_waits_for_everybody_who_has_it(
    case, clinician, colleague, desk, stranger
):
    task = give(case, clinician, role=Role.FRONT_DESK)
    clinical = give(case, desk, role=Role.CLINICIAN)

    assert for_you(desk).tasks == [task]
    assert for_you(colleague).tasks == [clinical]
    assert for_you(clinician).tasks == [clinical]
    assert not for_you(stranger)


def test_the_front_desk_reads_no_task_of_clinicians(case, clinician, colleague, desk):
    give(case, clinician, person=colleague)
    give(case, clinician, role=Role.CLINICIAN)
    own = give(case, desk, person=colleague)

    assert list(Task.objects.visible_to(desk)) == [own]


def test_a_form_sent_twice_is_one_task(case, clinician):
    key = uuid4()

    assert give(case, clinician, role=Role.FRONT_DESK, key=key) == give(
        case, clinician, role=Role.FRONT_DESK, key=key
    )
    assert Task.objects.count() == 1


def test_nobody_gets_a_task_on_a_case_that_they_may_not_see(case, clinician, stranger):
    with pytest.raises(tasks.CannotDoIt):
        give(case, clinician, person=stranger)

    assert not Task.objects.exists()


def test_a_task_is_ended_once(case, clinician, colleague):
    task = give(case, clinician, person=colleague)

    tasks.end(task=task, outcome=Task.Outcome.DONE, by=colleague)
    tasks.end(task=task, outcome=Task.Outcome.DONE, by=colleague)
    with pytest.raises(tasks.HasEnded):
        tasks.end(task=task, outcome=Task.Outcome.TAKEN_BACK, by=clinician)

    ended = Task.objects.get()
    assert (ended.outcome, ended.ended_by) == ("done", colleague)
    assert Event.objects.filter(action="task.ended").count() == 1
    assert not for_you(colleague)


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param({"for_role": "clinician"}, id="a person and a role"),
        pytest.param({"for_person": None}, id="nobody"),
        pytest.param({"outcome": "done"}, id="done by nobody"),
        pytest.param({"ended_at": timezone.now()}, id="ended without an outcome"),
    ],
)
def test_the_database_refuses_half_a_task(case, clinician, broken):
    task = give(case, clinician, person=clinician)

    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.filter(pk=task.pk).update(**broken)
