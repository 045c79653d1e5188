"""Settings of the tests: the application's, told that it is being tested."""

import os

for name in ("CLINIC_ENV", "DEMO", "PORT", "SITE_URL", "ALLOWED_HOSTS"):
    os.environ.pop(name, None)
os.environ["CLINIC_TESTING"] = "1"

from clinic.settings import *  # noqa: E402, F403

# The strong one takes most of a second for each person a test makes.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

MEDIA_ROOT = LOCAL_DIR / "media-test"  # noqa: F405
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
# Each test client would read every folder of static files again.
WHITENOISE_USE_FINDERS = False

# Tests of other things sign staff in with ``force_login``, as if nothing were asked.
STAFF_NEED_SECOND_FACTOR = False
