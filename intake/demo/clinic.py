"""The fictional clinic: staff of every role, and a few patients, obviously invented."""

import json
import tomllib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.crypto import get_random_string

from intake.accounts import actions as accounts
from intake.accounts.actions import StaffDetails
from intake.accounts.models import User
from intake.practice import actions as practice
from intake.practice.models import CrisisRecord, Location, Organisation

from .patients import add_patient

FOLDER = Path(__file__).parent
PEOPLE = tomllib.loads((FOLDER / "people.toml").read_text(encoding="utf-8"))


def load_clinic() -> list[dict[str, str]]:
    """Make what is missing; running it again changes nothing.

    Returns:
        The sign-ins of staff: ``{"role", "login", "password"}``.
    """
    with transaction.atomic():
        organisation = Organisation.current()
        if organisation.name == "Our clinic":
            _name(organisation)
        site = Location.objects.order_by("pk").first()
        known = _known_passwords()
        staff = [_staff(row, site, known) for row in PEOPLE["staff"]]
        _confirm_numbers()
    for person in PEOPLE["patients"]:
        add_patient(person, site)
    return staff


def _name(organisation: Organisation) -> None:
    for field, value in PEOPLE["organisation"].items():
        setattr(organisation, field, value)
    organisation.save()


def _confirm_numbers() -> None:
    """Nobody has tried them, but no patient of the demonstration could begin else."""
    record = CrisisRecord.current()
    if record is not None and record.confirmed_at is None:
        practice.save_crisis_record(record=record, confirmed=True, by=None)


def _known_passwords() -> dict[str, str]:
    path = settings.LOCAL_DIR / "demo.json"
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))["staff"]
    except (OSError, ValueError, KeyError):
        return {}
    return {row["login"]: row["password"] for row in rows}


def _staff(row: dict[str, Any], site: Location, known: dict[str, str]) -> dict:
    login = row["login"]
    user = User.objects.filter(login=login).first()
    if user is None:
        details = StaffDetails(
            name=row["name"],
            login=login,
            email=f"{login}@clinic.example",
            roles=(row["role"],),
            sites=(site,),
        )
        user = accounts.create_staff(details=details, by=None)
    password = known.get(login, "")
    if not password or not user.check_password(password):
        password = get_random_string(14, "abcdefghjkmnpqrstuvwxyz23456789")
        user.set_password(password)
        user.save(update_fields=["password"])
    return {"role": row["role"], "login": login, "password": password}
