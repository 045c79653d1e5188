"""Staff of a fictional clinic, made by the same actions as real ones."""

from itertools import count

from intake.accounts import actions
from intake.accounts.actions import StaffDetails
from intake.accounts.models import User
from intake.practice.models import Location

PASSWORD = "four quiet words here"
_numbers = count(1)


def make_site(name: str = "") -> Location:
    return Location.objects.create(name=name or f"Site {next(_numbers)}")


def make_staff(*roles: str, password: str = PASSWORD, **details) -> User:
    """Somebody with these roles who has set a password; '' leaves them invited."""
    number = next(_numbers)
    known = {"name": f"Person {number}", "login": f"person.{number}", **details}
    user = actions.create_staff(details=StaffDetails(roles=roles, **known), by=None)
    if password:
        user.set_password(password)
        user.save(update_fields=["password"])
    return user


def make_patient_account() -> User:
    return actions.create_patient_account()
