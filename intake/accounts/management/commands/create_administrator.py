"""Makes an administrator, the first of an installation, and prints their link."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from intake.accounts import actions, directory, invitations, overseeing
from intake.accounts.actions import LINK_LIFE, StaffDetails
from intake.accounts.roles import Role
from intake.audit import actions as audit

REFUSED = 2


class Command(BaseCommand):
    help = (
        "Make an administrator and print the one-time link by which they set a "
        "password. Exit codes: 0 done, 2 refused, 1 failure."
    )

    def add_arguments(self, parser):
        parser.add_argument("--login", required=True, help="the name they sign in with")
        parser.add_argument("--name", required=True, help="as colleagues know them")
        parser.add_argument("--email", default="", help="the link is sent there too")

    def handle(self, *, login: str, name: str, email: str, **_options) -> None:
        details = StaffDetails(
            name=name.strip(), login=login, email=email, roles=(Role.ADMINISTRATOR,)
        )
        if problem := _problem(details):
            raise CommandError(problem, returncode=REFUSED)
        with audit.unit():
            user = actions.create_staff(details=details, by=None)
            path = invitations.invite(user=user, by=None)
            overseeing.tell(overseeing.overseers(by=None))
        self.stdout.write(settings.SITE_URL + path)
        self.stderr.write(f"The link works once, for {LINK_LIFE.days} days.")


def _problem(details: StaffDetails) -> str:
    """Why these details cannot be used, or nothing."""
    if not details.name:
        return "Write a name."
    if not directory.LOGIN.fullmatch(details.login):
        return "A sign-in name has letters without accents, digits and . _ - @ + only."
    if directory.is_login_taken(details.login):
        return f"Somebody already signs in as '{details.login}'. Choose another name."
    try:
        validate_email(details.email or "nobody@example.com")
    except ValidationError:
        return f"'{details.email}' is not an e-mail address."
    return ""
