"""The trail of events: numbered, chained, and never changed."""

import pytest
from django.db import InternalError, connection, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st

from intake.audit import actions as audit
from intake.audit import verifying
from intake.audit.models import Event
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db

plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.just("k"), inner, max_size=1)
    ),
    max_leaves=5,
)


def whole():
    return verifying.verify().is_whole


def first_broken():
    found = verifying.verify()
    return found.number, found.flaw


def test_events_are_numbered_without_gaps():
    first = (Event.objects.order_by("-number").first() or Event(number=0)).number
    for _time in range(3):
        audit.record("worklist.read")

    numbers = Event.objects.filter(number__gt=first).values_list("number", flat=True)

    assert list(numbers) == [first + 1, first + 2, first + 3]


def test_every_digest_follows_from_the_event_and_the_one_before():
    boss = make_staff("administrator")
    audit.record("case.opened", by=boss, subject=boss, patient="p-1", count=2)
    audit.refused("address.opened", by=boss, address="staff:people")

    assert Event.objects.count() > 2
    assert whole()


@trying(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(detail=plain)
def test_whatever_detail_is_kept_can_be_verified_again(db, detail):
    audit.record("test.noted", detail_value=detail)

    assert Event.objects.last().detail == {"detail_value": detail}
    assert whole()


CHANGES = [
    ("action", "'other'"),
    ("outcome", "'refused'"),
    ("actor_id", "'somebody'"),
    ("actor_role", "'clinician'"),
    ("subject_type", "'other'"),
    ("subject_id", "'2'"),
    ("patient_id", "'p-2'"),
    ("detail", "'{\"count\": 3}'"),
    ("at", "at - interval '1 microsecond'"),
]


@pytest.mark.parametrize(("column", "value"), CHANGES, ids=[c for c, _v in CHANGES])
def test_a_line_changed_behind_our_back_is_found(column, value):
    audit.record("case.opened", patient="p-1", count=2)
    audit.record("case.read", patient="p-1")
    changed = Event.objects.order_by("-number")[1].number

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER ALL")
        cursor.execute(
            f"UPDATE audit_event SET {column} = {value} WHERE number = %s", [changed]
        )

    assert first_broken() == (changed, verifying.Flaw.CHANGED)


def test_a_line_taken_out_is_found():
    for _time in range(3):
        audit.record("case.read")
    last = Event.objects.last().number

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER ALL")
        cursor.execute("DELETE FROM audit_event WHERE number = %s", [last - 1])

    assert first_broken() == (last - 1, verifying.Flaw.MISSING)


def test_the_database_refuses_to_change_an_event():
    audit.record("case.read")

    with pytest.raises(InternalError, match="append_only"), transaction.atomic():
        Event.objects.update(action="other")


def test_the_database_refuses_to_delete_an_event():
    audit.record("case.read")

    with pytest.raises(InternalError, match="append_only"), transaction.atomic():
        Event.objects.all().delete()


def test_an_event_names_ids_and_roles_but_nobody():
    boss = make_staff("administrator", "clinician", name="Ana Silva")

    audit.record("case.opened", by=boss, subject=boss)

    event = Event.objects.last()
    assert (event.actor_id, event.actor_role) == (
        str(boss.pk),
        "administrator,clinician",
    )
    assert (event.subject_type, event.subject_id) == ("accounts.user", str(boss.pk))
    assert "Ana" not in str(vars(event))


def test_the_system_is_nobody():
    audit.record("worklist.read")

    assert (Event.objects.last().actor_id, Event.objects.last().actor_role) == ("", "")


def test_events_about_a_patient_come_newest_first():
    for action, patient in [("a.done", "p-1"), ("b.done", "p-2"), ("c.done", "p-1")]:
        audit.record(action, patient=patient)

    about = Event.objects.about("p-1").values_list("action", flat=True)

    assert list(about) == ["c.done", "a.done"]
