"""Forgets a second factor, for whoever has nobody left who could do it on a page."""

from django.core.management.base import BaseCommand, CommandError

from intake.accounts import actions
from intake.accounts.models import User

REFUSED = 2


class Command(BaseCommand):
    help = (
        "Forget the second factor and the recovery codes of a member of staff and sign "
        "them out everywhere; they set up a new one at the next sign-in. For an only "
        "administrator who lost their phone. Exit codes: 0 done, 2 refused, 1 failure."
    )

    def add_arguments(self, parser):
        parser.add_argument("login", help="the name they sign in with")

    def handle(self, *, login: str, **_options) -> None:
        user = User.objects.staff().filter(login__iexact=login).first()
        if user is None:
            raise CommandError(f"Nobody signs in as '{login}'.", returncode=REFUSED)
        actions.reset_factors(user=user, by=None)
        self.stderr.write("Done. They set up a new second factor when they sign in.")
