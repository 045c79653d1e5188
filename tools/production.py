"""Run one of Django's commands as a production installation with made-up secrets.

For what reads the settings and nothing else: the check of them, the collection of
static files into an image.
"""

import base64
import os
import secrets
import subprocess
import sys

from .steps import ROOT, run


def environment() -> dict[str, str]:
    """Every variable that production requires, made for this run."""
    return {
        "CLINIC_ENV": "production",
        "CLINIC_TESTING": "",
        "DEMO": "",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "CLINIC_MASTER_KEYS": _key(),
        "CLINIC_INDEX_KEY": _key(),
        "ALLOWED_HOSTS": "clinic.example",
        "SITE_URL": "https://clinic.example",
        "DATABASE_URL": "postgresql://clinic@localhost/clinic",
        "EMAIL_HOST": "mail.clinic.example",
        "EMAIL_FROM": "intake@clinic.example",
    }


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def main() -> int:
    command = [sys.executable, "manage.py", *sys.argv[1:]]
    environ = os.environ | environment()
    return subprocess.run(command, cwd=ROOT, env=environ, check=False).returncode  # noqa: S603


if __name__ == "__main__":
    run(main)
