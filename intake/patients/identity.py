"""Who a patient is, as the application handles it in memory."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from intake.domain.age import age_in_years

from . import vault
from .models import Patient

CHILD_YEARS = 13
ADULT_YEARS = 18


@dataclass(frozen=True)
class Identity:
    """What the 'About you' page asks."""

    first_name: str
    last_name: str
    born_on: date
    sex: str  # female, male, other or declined: as recorded for care
    state: str
    phone: str
    may_leave_message: str  # yes or no
    language: str
    preferred_name: str = ""
    emergency_name: str = ""
    emergency_phone: str = ""
    emergency_relation: str = ""

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def call_name(self) -> str:
        """How the person likes to be called."""
        return self.preferred_name or self.first_name

    def age(self, on: date) -> int:
        return age_in_years(self.born_on, on)

    def is_child(self, on: date) -> bool:
        """Too young for an account of their own."""
        return self.age(on) < CHILD_YEARS

    def is_adult(self, on: date) -> bool:
        return self.age(on) >= ADULT_YEARS

    def to_data(self) -> dict[str, Any]:
        return asdict(self) | {"born_on": self.born_on.isoformat()}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Identity":
        born_on = date.fromisoformat(data["born_on"])
        return cls(**(data | {"born_on": born_on}))


def identity_of(patient: Patient) -> Identity | None:
    """The present identity, or None before the 'About you' page."""
    if patient.identity is None:
        return None
    return Identity.from_data(vault.read(patient.identity, patient, "sealed"))


def email_of(patient: Patient) -> str:
    """The address of a patient; empty when they gave none."""
    if patient.sealed_email is None:
        return ""
    return vault.open_value(patient, "email", patient.sealed_email)


def mail_address_of(patient: Patient) -> str:
    """Where messages may be sent: the address, once the patient has proved it.

    Empty otherwise: such a patient is told by phone.
    """
    return "" if patient.email_unproved_since else email_of(patient)
