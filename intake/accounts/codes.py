"""Sign-in by a six-digit code sent by e-mail.

A code works once, for a short time, in the browser that asked for it. Asking looks the
same for known and unknown addresses.
"""

import hmac
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

import pgtrigger
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from intake.audit import actions as audit
from intake.messaging import actions as messaging
from intake.sealing import Index, IndexKeys, MasterKeys

from .actions import counted_for
from .models import FactorTry, PasswordTry, SignInCode, SignInTry

LIFE = timedelta(minutes=10)
MOST_TRIES = 5
MOST_CODES = 5  # for one address, within the window
WINDOW = timedelta(minutes=15)
GUARDS = tuple(f"{kind._meta.label}:append_only" for kind in (SignInCode, SignInTry))


class TooManyCodes(Exception):
    """This address was sent enough codes for now."""


class WrongCode(Exception):
    """Not the code that was sent; it may be tried again."""


class SpentCode(Exception):
    """Expired, used, or tried too often: a new one is needed."""


@dataclass(frozen=True)
class Asked:
    """What the browser's session keeps after asking: no address, no code."""

    code_id: str
    proof: str


def address_index(address: str) -> Index:
    return index_keys().index("email", address)


def ask(*, address: str, language: str, browser: bytes | None = None) -> Asked:
    """Make a code and send it.

    Args:
        browser: Where codes asked for in a browser that is known are counted; what
            strangers ask for does not count there.

    Raises:
        TooManyCodes: several were sent within a few minutes.
    """
    index = address_index(address)
    recent = SignInCode.objects.filter(
        address_index__in=index.all, created_at__gt=timezone.now() - WINDOW
    )
    if counted_for(recent, browser).count() >= MOST_CODES:
        audit.refused("code.asked")
        raise TooManyCodes
    digits, proof = f"{secrets.randbelow(10**6):06}", secrets.token_urlsafe(32)
    code = _keep(address, digits, proof, browser)
    messaging.send_now(
        to=address,
        template="sign_in_code",
        language=language,
        context={"code": digits, "minutes": int(LIFE.total_seconds() // 60)},
    )
    return Asked(code_id=str(code.pk), proof=proof)


@audit.recorded
def _keep(address: str, digits: str, proof: str, browser: bytes | None) -> SignInCode:
    code = SignInCode(
        browser_digest=browser,
        session_digest=sha256(proof.encode()).digest(),
        expires_at=timezone.now() + LIFE,
    )
    code.code_digest = _digest(code, digits).newest
    write_index(code, address)
    code.sealed_address = _keys().seal(address.encode(), bound_to(code))
    code.save(force_insert=True)
    audit.record("code.asked", subject=code)
    return code


def prove(*, asked: Asked, digits: str) -> str:
    """Check a code and give back the address it was sent to.

    Raises:
        WrongCode: not the right digits.
        SpentCode: expired, used, tried too often, or not of this browser.
    """
    with transaction.atomic():
        code = SignInCode.objects.filter(pk=asked.code_id).first()
        if code is None or not _may_be_tried(code, asked):
            raise SpentCode
        # The lock makes two tries at once count as two.
        SignInCode.objects.select_for_update().get(pk=code.pk)
        tries = list(code.tries.values_list("succeeded", flat=True))
        if any(tries) or len(tries) >= MOST_TRIES:
            raise SpentCode
        right = _digest(code, digits).has(code.code_digest)
        SignInTry.objects.create(code=code, succeeded=right)
    if not right:
        audit.refused("code.tried", code=str(code.pk))
        raise SpentCode if len(tries) + 1 >= MOST_TRIES else WrongCode
    return address_of(code)


@audit.recorded
def forget(*, indexes: Collection[bytes]) -> None:
    """Take back every code of an address, as if nobody had asked for one.

    Codes are otherwise kept as they are; this is for addresses we may not hold.
    """
    codes = SignInCode.objects.filter(address_index__in=indexes)
    with pgtrigger.ignore(*GUARDS):
        SignInTry.objects.filter(code__in=codes).delete()
        codes.delete()


def forget_older(before: datetime) -> int:
    """Delete codes that nobody can use any more, and failed passwords with them.

    Returns:
        How many rows there were.
    """
    old = SignInCode.objects.filter(created_at__lt=before)
    with transaction.atomic(), pgtrigger.ignore(*GUARDS):
        SignInTry.objects.filter(code__in=old).delete()
        count = old.delete()[0]
    for kind in (PasswordTry, FactorTry):
        count += kind.objects.filter(at__lt=before).delete()[0]
    return count


def _may_be_tried(code: SignInCode, asked: Asked) -> bool:
    proof = sha256(asked.proof.encode()).digest()
    same_browser = hmac.compare_digest(bytes(code.session_digest), proof)
    return same_browser and code.expires_at > timezone.now()


def write_index(code: SignInCode, address: str) -> None:
    """Let it be found by its address, by the newest key; the caller saves the row."""
    code.address_index = address_index(address).newest
    code.index_mark = index_keys().newest


def address_of(code: SignInCode) -> str:
    """Where a code was sent; raises :class:`intake.sealing.CannotOpen`."""
    return _keys().open(code.sealed_address, bound_to(code)).decode()


def _digest(code: SignInCode, digits: str) -> Index:
    return index_keys().index(f"code {code.pk}", digits)


def index_keys() -> IndexKeys:
    return IndexKeys(settings.INDEX_KEYS)


def _keys() -> MasterKeys:
    return MasterKeys(settings.MASTER_KEYS)


def bound_to(code: SignInCode) -> str:
    return f"sign-in code {code.pk}"
