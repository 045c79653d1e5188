"""Sealed bytes that were changed, or moved from one person or column to another."""

import pgtrigger
import pytest
from django.apps import apps
from django.db.models import BinaryField
from django.test import Client

from intake.accounts.access import ADDRESSES, EVERYBODY
from intake.audit.models import Event
from intake.patients.models import Patient
from intake.sealing import CannotOpen, new_key, open_sealed, seal
from tests.factories.cases import make_patient
from tests.factories.world import CANARIES, make_world
from tests.security.fuzzing.rows import path_to_patient
from tests.security.fuzzing.targets import addresses, admits, values_of

pytestmark = pytest.mark.django_db


def sealed_columns():
    """Every column of patients' sealed data, as (model, name, way to the patient)."""
    for model in apps.get_models():
        way = "pk" if model is Patient else path_to_patient(model)
        for field in model._meta.concrete_fields:
            if way and isinstance(field, BinaryField) and "seal" in field.name:
                yield model, field.name, way


@pytest.fixture
def world(db):
    return make_world()


@pytest.fixture
def values(world):
    """The first value of each part of an address, read while everything opens."""
    return {name: given[:1] for name, given in values_of(world).items()}


def put(model, column, way, patient, sealed):
    rows = model.objects.filter(**{way: patient.pk}).exclude(**{column: None})
    with pgtrigger.ignore():
        return rows.update(**{column: sealed})


def signed_in(user):
    client = Client()
    client.raise_request_exception = False
    client.force_login(user)
    return client


def visit(values, user):
    """Each page about the first person that is open to this one, and its reply."""
    client = signed_in(user)
    for name, path in addresses(values):
        if admits(user, path) and ADDRESSES.get(name) is not EVERYBODY:
            yield path, client.get(path)


def test_the_walk_finds_the_sealed_columns():
    named = {f"{model.__name__}.{column}" for model, column, _way in sealed_columns()}

    assert len(named) > 25
    assert {"SavedPage.sealed", "Letter.sealed", "Note.sealed"} <= named


def test_what_was_moved_to_another_person_is_shown_to_nobody(world, values):
    """Everything of the second person is what was sealed for the first."""
    victim, thief = world.patient, world.other.patient
    moved = 0
    for model, column, way in sealed_columns():
        theirs = model.objects.filter(**{way: victim.pk}).exclude(**{column: None})
        stolen = theirs.values_list(column, flat=True).first()
        if stolen is not None:
            moved += put(model, column, way, thief, stolen)

    reached = [*visit(values, thief.user)]

    assert moved > 5
    assert [(path, r.status_code) for path, r in reached if r.status_code == 500] == []
    assert any(reply.status_code == 503 for _path, reply in reached)
    for path, reply in reached:
        shown = b"".join(reply) if reply.streaming else reply.content
        text = shown.decode("utf-8", "replace").casefold()
        assert [word for word in CANARIES if word.casefold() in text] == [], path


def test_what_was_moved_to_another_column_breaks_no_page(world, values):
    """Everything but the name is the person's own name, sealed as such."""
    identity = world.patient.identity.sealed
    for model, column, way in sealed_columns():
        if model._meta.label not in ("patients.Patient", "patients.IdentityRecord"):
            put(model, column, way, world.patient, identity)

    for user in (world.clinician, world.patient.user):
        statuses = {p: r.status_code for p, r in visit(values, user)}
        assert 500 not in statuses.values()
        assert 503 in statuses.values()


def test_that_it_did_not_open_is_told_and_recorded(db):
    patient = make_patient()
    put(Patient, "wrapped_key", "pk", patient, b"\1\2\3\4" + b"\1short")

    page = signed_in(patient.user).get("/patient/")

    assert page.status_code == 503
    assert "cannot be shown now" in page.text
    assert "tel:988" in page.text
    event = Event.objects.get(action="seal.opened")
    assert (event.outcome, event.detail) == ("refused", {"address": "patient:home"})
    assert event.actor_id == str(patient.user.pk)


@pytest.mark.parametrize("length", range(30))
def test_a_value_that_was_cut_off_does_not_open(length):
    key = new_key()

    with pytest.raises(CannotOpen):
        open_sealed(key, seal(key, b"said", "here")[:length], "here")
