"""The fictional clinic: staff of every role, patients in every state."""

import json

import pytest
from django.core.management import call_command

from intake.accounts.models import User
from intake.accounts.roles import Role
from intake.demo import clinic, patients
from intake.demo.management.commands.load_demo import Command
from intake.patients.models import Patient
from intake.practice.models import Location
from intake.questionnaires.models import Response
from intake.review.models import Case
from intake.safety.models import Alert

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(settings, tmp_path):
    settings.LOCAL_DIR = tmp_path
    call_command(Command())
    return json.loads((tmp_path / "demo.json").read_text(encoding="utf-8"))


def test_every_role_can_sign_in_and_the_worklist_has_something_to_show(loaded, client):
    assert {row["role"] for row in loaded["staff"]} == set(Role)
    for row in loaded["staff"]:
        assert User.objects.get(login=row["login"]).check_password(row["password"])
    tiers = set(Case.objects.values_list("tier", flat=True))
    assert {"urgent_safety_review", "needs_clearance", "no_barrier_found"} <= tiers
    assert Alert.objects.open().exists()
    assert Response.objects.in_progress().exists(), "somebody stopped halfway"


def test_loading_again_changes_nothing(loaded, settings):
    def counts():
        return [model.objects.count() for model in (Patient, Case, User, Alert)]

    before = counts()

    call_command(Command())

    again = json.loads((settings.LOCAL_DIR / "demo.json").read_text(encoding="utf-8"))
    assert again == loaded
    assert counts() == before


def test_nobody_in_it_could_be_real():
    for person in clinic.PEOPLE["patients"]:
        identity = person["identity"]
        assert identity["phone"].startswith("555 010 01")
        assert identity["last_name"].lower() in person["email"]


def test_a_person_is_made_whole_or_not_at_all(monkeypatch):
    person = clinic.PEOPLE["patients"][0]
    site = Location.objects.get()

    def fail(*_args, **_kwargs):
        raise ValueError("the page bp is not complete")

    with monkeypatch.context() as broken:
        broken.setattr(patients, "fill", fail)
        with pytest.raises(ValueError, match="not complete"):
            patients.add_patient(person, site)

    assert not Patient.objects.exists()
