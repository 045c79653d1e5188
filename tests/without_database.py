"""The application as it answers while its database cannot be reached."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
CLOSED = "postgresql://nobody@127.0.0.1:9/none"  # the discard port: nobody listens
PATHS = ("/", "/help-now/", "/patient/", "/staff/", "/healthz", "/readyz")
VISIT = """
import json, re, sys
import django
django.setup()
from django.test import Client
client = Client(raise_request_exception=False)
seen = {}
for path in sys.argv[1:]:
    page = client.get(path, headers={"host": "localhost"})
    seen[path] = [page.status_code, page.text]
print(json.dumps(seen))
"""


@dataclass(frozen=True)
class Visited:
    """What came back."""

    status: int
    text: str

    @property
    def links(self) -> set[str]:
        return {part.split('"')[0] for part in self.text.split('href="')[1:]}


def visited(path: str) -> Visited:
    return Visited(*_visits()[path])


@cache
def _visits() -> dict[str, list]:
    """One process visits them all: starting takes longer than answering."""
    environment = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": CLOSED,
        "DJANGO_SETTINGS_MODULE": "clinic.settings",
        "LOCAL_DIR": os.environ.get("LOCAL_DIR", str(ROOT / ".local")),
    }
    done = subprocess.run(
        [sys.executable, "-c", VISIT, *PATHS],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return json.loads(done.stdout.splitlines()[-1])
