"""The second factor of staff: codes of an authenticator app, and codes on paper.

A code of an app (RFC 6238, six digits, thirty seconds) counts in its own step and the
one on either side, and each step is taken once. Wrong codes are counted only after a
right password, so that strangers cannot keep anybody out. Passkeys are in ``passkeys``.
"""

import hmac
import secrets
from base64 import b32encode
from datetime import timedelta
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from intake.audit import actions as audit
from intake.messaging import actions as messaging
from intake.sealing import MasterKeys

from .models import Factor, FactorTry, RecoveryCode, User

SECRET = 20  # bytes, as RFC 4226 advises
STEP = 30  # seconds
DRIFT = 1  # steps that a clock may be off
DIGITS = 6
MOST_TRIES = 5
WINDOW = timedelta(minutes=15)
CODES = 10
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that is taken for another
CODE_LETTERS = 10  # of 31 each: 49 bits
APP = Factor.Kind.APP


class WrongCode(Exception):
    """Not a code that counts now; it may be tried again."""


class TooManyTries(Exception):
    """Wrong codes were given too often just now."""


class LastFactor(Exception):
    """The account would be left with a password alone."""


def of(user: User) -> QuerySet[Factor]:
    """The factors of an account, in the order in which they were added."""
    return user.factors.order_by("created_at", "pk")


def has_any(user: User) -> bool:
    return user.factors.exists()


def codes_left(user: User) -> int:
    """How many codes on paper were not used yet."""
    return user.spare_codes.filter(used_at=None).count()


def new_secret() -> bytes:
    return secrets.token_bytes(SECRET)


def in_letters(secret: bytes) -> str:
    """A secret as people type it into an app, in groups of four."""
    letters = b32encode(secret).decode()
    return " ".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def address_of(secret: bytes, *, account: str, issuer: str) -> str:
    """What the square picture says: the address that apps read."""
    return _totp(secret).get_provisioning_uri(account, issuer)


@audit.recorded
def add_app(*, user: User, secret: bytes, code: str, device: str = "") -> Factor:
    """Keep the secret of an app once it gave a right code; an older app goes.

    Raises:
        WrongCode: the app and this secret do not belong together, or its clock is off.
    """
    step = _step_of(secret, code, after=0)
    if step is None:
        raise WrongCode
    _lock(user)
    user.factors.filter(kind=APP).delete()
    factor = Factor(user=user, kind=APP, device=device, last_step=step)
    factor.sealed = keys().seal(secret, bound(factor))
    factor.save(force_insert=True)
    note_added(factor)
    return factor


def prove_by_code(*, user: User, written: str) -> None:
    """Take a code of the app, or one on paper.

    Raises:
        WrongCode: not a code that counts now.
        TooManyTries: even a right one is not looked at for a while.
    """
    with audit.unit():
        _lock(user)
        if too_many_tries(user):
            raise TooManyTries
        right = _takes_app_code(user, written) or _takes_paper_code(user, written)
        if not right:
            FactorTry.objects.create(user=user, at=timezone.now())
    if not right:
        audit.refused("factor.tried", by=user)
        raise WrongCode


def too_many_tries(user: User) -> bool:
    since = timezone.now() - WINDOW
    return user.factor_tries.filter(at__gt=since).count() >= MOST_TRIES


@audit.recorded
def make_codes(*, user: User) -> list[str]:
    """Ten new codes on paper; older ones stop working.

    Returns:
        The codes, to be shown once; what is kept of them is sealed.
    """
    _lock(user)
    user.spare_codes.all().delete()
    codes = [_new_code() for _number in range(CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, sealed=keys().seal(_plain(code), of_paper(user.pk)))
        for code in codes
    )
    audit.record("recovery_codes.made", by=user, subject=user)
    return codes


@audit.recorded
def remove(*, factor: Factor, by: User) -> None:
    """Let somebody drop a factor of theirs.

    Raises:
        LastFactor: staff need one.
    """
    user = _lock(factor.user)
    needs = settings.STAFF_NEED_SECOND_FACTOR and not user.is_patient
    if needs and not user.factors.exclude(pk=factor.pk).exists():
        raise LastFactor
    audit.record("factor.removed", by=by, subject=factor, kind=factor.kind)
    factor.delete()
    if not user.factors.exists():
        user.spare_codes.all().delete()
    tell(user, "factor_removed")


def forget_all(user: User, *, by: User | None) -> int:
    """Nothing of an account proves a factor any more; how many things did.

    Within a unit of work of the caller's, who tells the owner.
    """
    _lock(user)
    dropped = list(of(user))
    for factor in dropped:
        audit.record("factor.removed", by=by, subject=factor, kind=factor.kind)
        factor.delete()
    user.spare_codes.all().delete()
    return len(dropped)


def note_added(factor: Factor) -> None:
    audit.record("factor.added", by=factor.user, subject=factor, kind=factor.kind)
    tell(factor.user, "factor_added")


def tell(user: User, template: str) -> None:
    """Write to staff about their account; a patient's address is not known here."""
    if user.email:
        tell_at(user.email, template)


def tell_at(address: str, template: str) -> None:
    """Write about an account to an address that is, or was, that of its owner."""
    language = get_language() or settings.LANGUAGE_CODE
    messaging.send_later(to=address, template=template, language=language)


def keys() -> MasterKeys:
    return MasterKeys(settings.MASTER_KEYS)


def bound(factor: Factor) -> str:
    return f"factor {factor.pk} of {factor.user_id}"


def of_paper(user_id: UUID) -> str:
    return f"recovery code of {user_id}"


def _takes_app_code(user: User, written: str) -> bool:
    factor = user.factors.filter(kind=APP).first()
    if factor is None:
        return False
    secret = keys().open(factor.sealed, bound(factor))
    step = _step_of(secret, written, after=factor.last_step)
    if step is None:
        return False
    factor.last_step, factor.used_at = step, timezone.now()
    factor.save(update_fields=["last_step", "used_at"])
    return True


def _takes_paper_code(user: User, written: str) -> bool:
    given, code = _plain(written), None
    for spare in user.spare_codes.filter(used_at=None):
        right = keys().open(spare.sealed, of_paper(user.pk))
        if hmac.compare_digest(right, given):
            code = spare
    if code is None:
        return False
    code.used_at = timezone.now()
    code.save(update_fields=["used_at"])
    audit.record("recovery_code.used", by=user, subject=user, left=codes_left(user))
    tell(user, "recovery_code_used")
    return True


def _step_of(secret: bytes, written: str, after: int) -> int | None:
    """The step of time this code is for, if it counts now and is newer than ``after``.

    Every step is looked at, so that the time taken tells nothing.
    """
    digits = "".join(letter for letter in written if not letter.isspace()).encode()
    now, found = int(timezone.now().timestamp()) // STEP, None
    for step in range(now - DRIFT, now + DRIFT + 1):
        right = hmac.compare_digest(_totp(secret).generate(step * STEP), digits)
        if right and step > after:
            found = step
    return found


def _totp(secret: bytes) -> TOTP:
    # The apps that people have know this digest and no other.
    return TOTP(secret, DIGITS, SHA1(), STEP)  # noqa: S303


def _new_code() -> str:
    letters = "".join(secrets.choice(LETTERS) for _letter in range(CODE_LETTERS))
    return f"{letters[:5]}-{letters[5:]}"


def _plain(written: str) -> bytes:
    """A code on paper without what only makes it easier to read."""
    return "".join(filter(str.isalnum, written)).casefold().encode()


def _lock(user: User) -> User:
    """Two tries at once count as two, and a code that is taken is taken once."""
    return User.objects.select_for_update().get(pk=user.pk)
