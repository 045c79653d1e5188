"""manage.py acknowledge_break"""

from getpass import getpass
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from intake.accounts import actions, factors
from intake.accounts.known import SIGNED_IN
from intake.accounts.models import User
from intake.accounts.roles import Role
from intake.audit import acknowledging, verifying
from intake.audit.management.commands.verify_audit import anchor_of

REFUSED = 2


class Command(BaseCommand):
    help = (
        "Acknowledge one break of the audit trail that cannot be mended, as a privacy "
        "officer, who gives their password. Exit codes: 0 done, 2 refused, 1 failure."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("line", type=int, help="as verify_audit names it")
        parser.add_argument("--login", required=True, help="of the privacy officer")
        parser.add_argument("--why", required=True, help="what happened; no patient")
        parser.add_argument("--against", help="the anchor that showed the break")

    def handle(
        self, *, line: int, login: str, why: str, against: str | None, **_options: Any
    ) -> None:
        if not why.strip():
            raise CommandError("Say what happened.", returncode=REFUSED)
        officer = _officer(login)
        known = anchor_of(against) if against else None
        found = verifying.verify(against=known)
        broken = verifying.note(found, at=timezone.now())
        if found.is_whole:
            raise CommandError("There is no new break.", returncode=REFUSED)
        if found.number != line:
            raise CommandError(
                f"The first new break is at line {found.number}.", returncode=REFUSED
            )
        acknowledging.acknowledge(broken=broken, why=why.strip(), by=officer)
        self.stderr.write(f"Line {line} is acknowledged. Run verify_audit again.")


def _officer(login: str) -> User:
    """The privacy officer, once they proved who they are.

    Raises:
        CommandError: they are none, or did not prove it.
    """
    officer = User.objects.staff().filter(login__iexact=login).first()
    if officer is None or not officer.has_role({Role.PRIVACY_OFFICER}):
        raise CommandError("This is no privacy officer.", returncode=REFUSED)
    try:
        right = actions.look_at_password(
            login=officer.login,
            browser=SIGNED_IN,
            look=lambda: officer.check_password(getpass("Password: ")),
        )
    except actions.TooManyFailures as error:
        raise CommandError(
            "Too many tries. Wait 15 minutes.", returncode=REFUSED
        ) from error
    if not right:
        raise CommandError("This is not the password.", returncode=REFUSED)
    if settings.STAFF_NEED_SECOND_FACTOR:
        written = getpass("Code of the authenticator app, or a recovery code: ")
        try:
            factors.prove_by_code(user=officer, written=written)
        except (factors.WrongCode, factors.TooManyTries):
            raise CommandError("This code does not work.", returncode=REFUSED) from None
    return officer
