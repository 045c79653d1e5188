"""A clinic's policy for alerts, its rota and its chain, and concerns that open one."""

from datetime import time
from typing import Any

from intake.accounts.models import User
from intake.domain.safety import Level
from intake.patients.models import Patient
from intake.safety import actions
from intake.safety.actions import Concern
from intake.safety.models import Alert, ChainStep, RotaTurn, SafetyPolicy


def raise_alert(
    patient: Patient, level: Level = Level.ACUTE, medical: str = ""
) -> Alert:
    """An open alert of this patient, as an answer makes it."""
    concern = Concern(level=level, medical=medical, link_ids=("asked",))
    actions.note_level(patient=patient, concern=concern, by=patient.user)
    return Alert.objects.open().get(patient=patient)


def make_policy(**values: Any) -> SafetyPolicy:
    """Store what ships with these values in place of its own."""
    policy = SafetyPolicy.current()
    for name, value in values.items():
        setattr(policy, name, value)
    policy.save()
    return policy


def on_call_always(person: User, site=None) -> None:
    """Put somebody on the rota for every hour of every day, and keep to the rota."""
    for weekday in range(7):
        RotaTurn.objects.create(
            person=person, site=site, weekday=weekday, starts=time(0), ends=time(0)
        )
    make_policy(by_rota=True)


def make_chain(*people: User) -> None:
    for place, person in enumerate(people):
        ChainStep.objects.create(place=place, person=person)
