"""An answer of a passkey counts once, for what was asked, on this site."""

import json
from base64 import urlsafe_b64encode
from dataclasses import replace
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.webauthn import (
    Aaguid,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from intake.accounts import factors, passkeys
from intake.accounts.models import Factor
from intake.audit.models import Event
from tests.factories.cases import make_patient
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db

PLACE = passkeys.Place("https", "intake.clinic.example")
SEEN_AND_PROVED = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV


class Key:
    """A passkey of this account that lies in memory."""

    def __init__(self, user):
        self.secret = ec.generate_private_key(ec.SECP256R1())
        self.number = sha256(str(user.pk).encode()).digest()
        factor = Factor(user=user, kind="passkey", device="A key")
        factor.credential_digest = passkeys._digest(self.number)
        public = ES256.from_cryptography_key(self.secret.public_key())
        known = AttestedCredentialData.create(Aaguid.NONE, self.number, public)
        factor.sealed = factors.keys().seal(bytes(known), factors.bound(factor))
        factor.save(force_insert=True)
        self.factor = factor

    def answer(self, question, *, uses, place=PLACE):
        told = CollectedClientData.create(
            CollectedClientData.TYPE.GET,
            question.options["challenge"],
            f"{place.scheme}://{place.host}",
        )
        site = sha256(place.name.encode()).digest()
        proof = AuthenticatorData.create(site, SEEN_AND_PROVED, uses)
        signed = self.secret.sign(proof + told.hash, ec.ECDSA(SHA256()))
        return json.dumps(
            {
                "id": _text(self.number),
                "rawId": _text(self.number),
                "type": "public-key",
                "response": {
                    "clientDataJSON": _text(told),
                    "authenticatorData": _text(proof),
                    "signature": _text(signed),
                },
                "clientExtensionResults": {},
            }
        )


def _text(raw):
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


@pytest.fixture
def patient():
    return make_patient().user


@pytest.fixture
def key(patient):
    return Key(patient)


def ask():
    return passkeys.ask_for_proof(None, PLACE)


def prove(question, answer, *, user=None):
    return passkeys.prove(user=user, place=PLACE, state=question.state, answer=answer)


def refused(question, answer, **of):
    before = Event.objects.filter(action="factor.tried", outcome="refused").count()
    with pytest.raises(passkeys.NotProved):
        prove(question, answer, **of)
    return Event.objects.filter(action="factor.tried").count() == before + 1


def test_the_answer_to_what_was_asked_opens_the_account(key, patient):
    question = ask()

    assert prove(question, key.answer(question, uses=1)).user == patient


def test_an_answer_sent_again_is_that_of_a_copy(key):
    question = ask()
    answer = key.answer(question, uses=1)
    prove(question, answer)

    assert refused(question, answer)
    assert refused(question, key.answer(question, uses=1))


def test_an_answer_to_another_question_is_none(key):
    earlier, now = ask(), ask()

    assert refused(now, key.answer(earlier, uses=1))


def test_a_counter_that_went_back_is_a_copy(key):
    for uses in (5, 6):
        question = ask()
        prove(question, key.answer(question, uses=uses))

    for uses in (6, 5, 0):
        question = ask()
        assert refused(question, key.answer(question, uses=uses))
    key.factor.refresh_from_db()
    assert key.factor.uses == 6


@pytest.mark.parametrize(
    "elsewhere",
    [
        pytest.param(replace(PLACE, host="intake.clinic.evil"), id="another site"),
        pytest.param(replace(PLACE, scheme="http"), id="without TLS"),
        pytest.param(replace(PLACE, host=f"{PLACE.host}:8443"), id="another port"),
    ],
)
def test_what_was_signed_for_another_site_opens_nothing_here(key, elsewhere):
    question = ask()

    assert refused(question, key.answer(question, uses=1, place=elsewhere))


def test_a_signature_by_another_key_is_none(key, patient):
    question = ask()
    key.secret = ec.generate_private_key(ec.SECP256R1())

    assert refused(question, key.answer(question, uses=1))


def test_a_key_of_staff_is_none_of_patients_and_none_of_colleagues():
    ana, bo = make_staff("clinician"), make_staff("clinician")
    hers = Key(ana)
    question = ask()
    assert refused(question, hers.answer(question, uses=1))

    question = passkeys.ask_for_proof(bo, PLACE)
    assert refused(question, hers.answer(question, uses=1), user=bo)


def test_a_sealed_key_that_was_moved_to_another_row_opens_nothing(key):
    other = Key(make_patient().user)
    Factor.objects.filter(pk=key.factor.pk).update(sealed=other.factor.sealed)
    question = ask()

    with pytest.raises(Exception, match="changed, moved"):
        prove(question, key.answer(question, uses=1))


def test_whoever_left_is_let_in_by_no_key(key, patient):
    patient.is_active = False
    patient.save()
    question = ask()

    assert refused(question, key.answer(question, uses=1))


def test_the_page_takes_one_answer_to_one_question(client, key, settings):
    settings.ALLOWED_HOSTS = [PLACE.host]
    at = {"headers": {"host": PLACE.host}, "secure": True}
    url = "/patient/sign-in/passkey/"
    options = client.post(url, {"_action": "ask"}, **at).json()
    asked = passkeys.Question(options.get("publicKey", options), {})
    answer = key.answer(asked, uses=0)  # a key that does not count

    assert client.post(url, {"passkey": answer}, **at).status_code == 302
    client.post("/sign-out/", **at)
    again = client.post(url, {"passkey": answer}, **at)

    assert again.status_code == 422
    assert "_auth_user_id" not in client.session
