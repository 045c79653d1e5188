"""Passkeys and security keys (WebAuthn), checked by the ``fido2`` library.

What the browser is asked stands in the page; the challenge stays in its session and is
used up by the first answer. A passkey belongs to the name of the site, never to a
number, so that nothing is offered where a browser would refuse it.
"""

import hashlib
import json
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any

from django.utils import timezone
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
)

from intake.audit import actions as audit
from intake.practice.models import Organisation

from . import factors
from .models import Factor, User

PASSKEY = Factor.Kind.PASSKEY
MOST = 10  # of one account
LONGEST = 20_000  # letters of an answer
BROKEN = (ValueError, TypeError, KeyError, AttributeError, IndexError)


class NotProved(Exception):
    """The answer is not that of a passkey we know, to what we asked just now."""


class TooManyPasskeys(Exception):
    """An account has enough of them."""


@dataclass(frozen=True)
class Place:
    """Where the browser is: the scheme, and the host with its port."""

    scheme: str
    host: str

    @property
    def name(self) -> str:
        return self.host.rpartition(":")[0] if ":" in self.host else self.host

    def has_passkeys(self) -> bool:
        """Browsers keep passkeys for names alone, and over TLS or on this machine."""
        try:
            ip_address(self.name.strip("[]"))
        except ValueError:
            return self.scheme == "https" or self.name == "localhost"
        return False

    def server(self) -> Fido2Server:
        calls_itself = Organisation.current().discreet_name
        return Fido2Server(
            PublicKeyCredentialRpEntity(id=self.name, name=calls_itself),
            verify_origin=lambda origin: origin == f"{self.scheme}://{self.host}",
        )


@dataclass(frozen=True)
class Question:
    """What the browser is asked, and what the session keeps to check its answer."""

    options: dict[str, Any]
    state: dict[str, Any]


def ask_for_new(user: User, place: Place, account: str) -> Question:
    """Ask to make one; patients' are found by themselves and prove a finger or PIN."""
    alone = "required" if user.is_patient else "discouraged"
    options, state = place.server().register_begin(
        PublicKeyCredentialUserEntity(
            id=user.pk.bytes, name=account, display_name=account
        ),
        credentials=_credentials(user),
        resident_key_requirement=alone,
        user_verification="required" if user.is_patient else "preferred",
    )
    return Question(dict(options)["publicKey"], state)


def ask_for_proof(user: User | None, place: Place) -> Question:
    """Ask for one of this account's, or, where nobody is known yet, for any."""
    options, state = place.server().authenticate_begin(
        credentials=_credentials(user) if user else None,
        user_verification="preferred" if user else "required",
    )
    return Question(dict(options)["publicKey"], state)


@audit.recorded
def add(
    *, user: User, place: Place, state: dict[str, Any], answer: str, device: str = ""
) -> Factor:
    """Keep a new passkey.

    Raises:
        NotProved: the answer does not fit what was asked.
        TooManyPasskeys: some have to go first.
    """
    if user.factors.filter(kind=PASSKEY).count() >= MOST:
        raise TooManyPasskeys
    try:
        response = RegistrationResponse.from_dict(_read(answer))
        data = place.server().register_complete(state, response)
        credential = data.credential_data
        digest = _digest(credential.credential_id)
    except BROKEN as problem:
        raise NotProved from problem
    if Factor.objects.filter(credential_digest=digest).exists():
        raise NotProved
    factor = Factor(user=user, kind=PASSKEY, device=device, uses=data.counter)
    factor.credential_digest = digest
    factor.sealed = factors.keys().seal(bytes(credential), factors.bound(factor))
    factor.save(force_insert=True)
    factors.note_added(factor)
    return factor


def prove(
    *, user: User | None, place: Place, state: dict[str, Any], answer: str
) -> Factor:
    """Check an answer; without ``user``, of any patient who may sign in.

    It cannot be guessed, so that wrong answers are not counted.

    Raises:
        NotProved: it does not fit what was asked, or the passkey is a copy.
    """
    try:
        with audit.unit():
            response = AuthenticationResponse.from_dict(_read(answer))
            return _proved(user, place, state, response)
    except BROKEN as problem:
        audit.refused("factor.tried", by=user)
        raise NotProved from problem


def _proved(
    user: User | None,
    place: Place,
    state: dict[str, Any],
    response: AuthenticationResponse,
) -> Factor:
    known = Factor.objects.select_for_update(of=("self",)).select_related("user")
    known = known.filter(user=user) if user else known.filter(user__is_patient=True)
    factor = known.filter(
        credential_digest=_digest(response.raw_id), user__is_active=True
    ).first()
    if factor is None:
        raise ValueError("no such passkey")
    place.server().authenticate_complete(state, [_credential(factor)], response)
    uses = response.response.authenticator_data.counter
    if (uses or factor.uses) and uses <= factor.uses:
        raise ValueError("a copy of this passkey was used before")
    factor.uses, factor.used_at = uses, timezone.now()
    factor.save(update_fields=["uses", "used_at"])
    return factor


def _read(answer: str) -> dict[str, Any]:
    if len(answer) > LONGEST:
        raise ValueError("too long")
    return json.loads(answer)


def _credentials(user: User) -> list[AttestedCredentialData]:
    return [_credential(factor) for factor in user.factors.filter(kind=PASSKEY)]


def _credential(factor: Factor) -> AttestedCredentialData:
    plain = factors.keys().open(factor.sealed, factors.bound(factor))
    return AttestedCredentialData(plain)


def _digest(credential_id: bytes) -> bytes:
    return hashlib.sha256(b"passkey" + credential_id).digest()
