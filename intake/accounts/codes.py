"""Sign-in by a six-digit code sent by e-mail, or by a link where that is tried often.

A code works once, for a short time, in the browser that asked for it. Six digits can be
guessed, so only some are sent to an address, and only some tries are looked at, in a
day. From then on a link is sent, which nobody guesses. It works in any browser and is
not sent again for a while: whoever owns the mailbox finds it there, whoever asked.

Asking looks the same for known and unknown addresses.
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
from .holding import hold
from .models import FactorTry, PasswordTry, SignInCode, SignInTry

LIFE = timedelta(minutes=10)
MOST_TRIES = 5  # of one code
# Of digits that nobody signed in with, for one address. More than that is no person
# with a slow mailbox, and from then on a link does as well.
WINDOW, MOST_CODES = timedelta(minutes=15), 5
DAY, MOST_CODES_A_DAY, MOST_WRONG_A_DAY = timedelta(days=1), 10, 20
LINK_LIFE = timedelta(hours=4)
LINK_PAUSE = timedelta(hours=2)  # before another is sent while one is unused
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is taken for another
LINK_LETTERS = 12  # of 31 each: 59 bits, for whoever reads mail on another device
GUARDS = tuple(f"{kind._meta.label}:append_only" for kind in (SignInCode, SignInTry))


class WrongCode(Exception):
    """Not the code that was sent; it may be tried again."""


class SpentCode(Exception):
    """Expired, used, or tried too often: a new one is needed."""


@dataclass(frozen=True)
class Asked:
    """What the browser's session keeps after asking: no address, no code.

    ``link_sent_at`` is set where a link was sent, now or before, in place of digits; in
    seconds of the epoch.
    """

    code_id: str
    proof: str
    link_sent_at: float | None = None


def address_index(address: str) -> Index:
    return index_keys().index("email", address)


def ask(*, address: str, language: str, browser: bytes | None = None) -> Asked:
    """Send a code; a link where there were enough codes for now.

    Args:
        browser: Where codes asked for in a browser that is known are counted; what
            strangers ask for does not count there.
    """
    index = address_index(address)
    with audit.unit():
        hold(index)  # what is asked for at once is counted one after the other
        if _is_enough(index, browser):
            return _ask_for_link(address, index, language)
        digits, proof = f"{secrets.randbelow(10**6):06}", secrets.token_urlsafe(32)
        code = _keep(address, digits, proof, browser=browser)
    messaging.send_now(
        to=address,
        template="sign_in_code",
        language=language,
        context={"code": digits, "minutes": int(LIFE.total_seconds() // 60)},
    )
    return Asked(code_id=str(code.pk), proof=proof)


def _is_enough(index: Index, browser: bytes | None) -> bool:
    """Whether six digits were asked for or tried so often that they are guessed at."""
    now = timezone.now()
    sent = SignInCode.objects.filter(
        address_index__in=index.all, is_link=False, created_at__gt=now - DAY
    )
    unused = counted_for(sent, browser).exclude(tries__succeeded=True)
    times = list(unused.values_list("created_at", flat=True))
    within_window = sum(at > now - WINDOW for at in times)
    return (
        within_window >= MOST_CODES
        or len(times) >= MOST_CODES_A_DAY
        or _wrong_today(index, browser) >= MOST_WRONG_A_DAY
    )


def _wrong_today(index: Index, browser: bytes | None) -> int:
    """Wrong digits of strangers, or of this browser, for one address."""
    codes = SignInCode.objects.filter(address_index__in=index.all, is_link=False)
    return SignInTry.objects.filter(
        code__in=counted_for(codes, browser),
        succeeded=False,
        at__gt=timezone.now() - DAY,
    ).count()


def _ask_for_link(address: str, index: Index, language: str) -> Asked:
    """Send a link, or none while the one before lies unused in the mailbox."""
    links = SignInCode.objects.filter(
        address_index__in=index.all,
        is_link=True,
        created_at__gt=timezone.now() - LINK_PAUSE,
    )
    link = links.exclude(tries__succeeded=True).order_by("-created_at").first()
    if link is None:
        return _send_link(address, language)
    audit.record("code.asked", subject=link, link="sent before")
    return Asked(str(link.pk), "", link.created_at.timestamp())


def _send_link(address: str, language: str) -> Asked:
    """Send a link before it counts: nobody waits for one that did not leave."""
    letters = "".join(secrets.choice(LETTERS) for _letter in range(LINK_LETTERS))
    token = secrets.token_urlsafe(32)
    link = _keep(address, letters, token, is_link=True)
    messaging.send_now(
        to=address,
        template="sign_in_link",
        language=language,
        context={
            "link": f"{settings.SITE_URL}/patient/sign-in/link/{token}/",
            "code": "-".join(letters[at : at + 4] for at in range(0, len(letters), 4)),
            "hours": int(LINK_LIFE.total_seconds() // 3600),
        },
    )
    return Asked(str(link.pk), "", link.created_at.timestamp())


def _keep(
    address: str,
    digits: str,
    proof: str,
    *,
    browser: bytes | None = None,
    is_link: bool = False,
) -> SignInCode:
    now = timezone.now()
    code = SignInCode(
        is_link=is_link,
        browser_digest=browser,
        session_digest=sha256(proof.encode()).digest(),
        created_at=now,
        expires_at=now + (LINK_LIFE if is_link else LIFE),
    )
    code.code_digest = _digest(code, digits).newest
    write_index(code, address)
    code.sealed_address = _keys().seal(address.encode(), bound_to(code))
    code.save(force_insert=True)
    audit.record("code.asked", subject=code, **({"link": "sent"} if is_link else {}))
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
        tries_left = _tries_left(code)
        right = _digest(code, digits).has(code.code_digest)
        if right or not code.is_link:
            SignInTry.objects.create(code=code, succeeded=right, at=timezone.now())
    if not right:
        audit.refused("code.tried", code=str(code.pk))
        raise SpentCode if tries_left == 1 else WrongCode
    return address_of(code)


def _tries_left(code: SignInCode) -> int:
    """How often it may be tried, this time too; held until the transaction ends.

    Letters of a link may be tried without end: nobody guesses them, and nobody who
    tries spends the link of somebody else.

    Raises:
        SpentCode: not even this time.
    """
    index = address_index(address_of(code))
    hold(index)
    if not SignInCode.objects.select_for_update().filter(pk=code.pk).exists():
        raise SpentCode  # somebody was erased in this instant
    tries = list(code.tries.values_list("succeeded", flat=True))
    left = MOST_TRIES - len(tries)
    if not code.is_link:
        browser = code.browser_digest and bytes(code.browser_digest)
        left = min(left, MOST_WRONG_A_DAY - _wrong_today(index, browser))
    if any(tries) or left <= 0:
        raise SpentCode
    return left


def link_of(token: str) -> SignInCode | None:
    """The link with this token, unless it is used or too old."""
    links = SignInCode.objects.filter(
        is_link=True,
        session_digest=sha256(token.encode()).digest(),
        expires_at__gt=timezone.now(),
    )
    return links.exclude(tries__succeeded=True).first()


def use_link(*, token: str) -> str:
    """Spend a link, in whichever browser, and give back the address it was sent to.

    Raises:
        SpentCode: expired or used.
    """
    with transaction.atomic():
        link = link_of(token)
        if link is None:
            raise SpentCode
        _tries_left(link)
        SignInTry.objects.create(code=link, succeeded=True, at=timezone.now())
    return address_of(link)


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
    return (code.is_link or same_browser) and code.expires_at > timezone.now()


def write_index(code: SignInCode, address: str) -> None:
    """Let it be found by its address, by the newest key; the caller saves the row."""
    code.address_index = address_index(address).newest
    code.index_mark = index_keys().newest


def address_of(code: SignInCode) -> str:
    """Where a code was sent; raises :class:`intake.sealing.CannotOpen`."""
    return _keys().open(code.sealed_address, bound_to(code)).decode()


def _digest(code: SignInCode, digits: str) -> Index:
    """Of letters, what only makes them easier to read does not count."""
    plain = "".join(filter(str.isalnum, digits)) if code.is_link else digits
    return index_keys().index(f"code {code.pk}", plain)


def index_keys() -> IndexKeys:
    return IndexKeys(settings.INDEX_KEYS)


def _keys() -> MasterKeys:
    return MasterKeys(settings.MASTER_KEYS)


def bound_to(code: SignInCode) -> str:
    return f"sign-in code {code.pk}"
