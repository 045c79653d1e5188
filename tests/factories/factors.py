"""Second factors: an app that gives codes, and people who have set one up."""

from base64 import b32decode

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.utils import timezone

from intake.accounts import factors

STEP = 30


class App:
    """An authenticator app on somebody's phone."""

    def __init__(self, letters="", secret=b""):
        self.secret = secret or b32decode(letters.replace(" ", ""))

    def code(self, steps=0):
        at = int(timezone.now().timestamp()) + steps * STEP
        return TOTP(self.secret, 6, SHA1(), STEP).generate(at).decode()


def with_app(user):
    """Give somebody an app that was set up a while ago."""
    app = App(secret=factors.new_secret())
    factor = factors.add_app(user=user, secret=app.secret, code=app.code())
    factor.last_step = 0
    factor.save(update_fields=["last_step"])
    return app
