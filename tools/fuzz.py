"""make fuzz: ten thousand malformed requests, over every form and every address.

Without ``URL`` they go into the application with a database made for tests, so that its
rows can be compared; with it they go over loopback to an application that runs.
"""

import os
import subprocess

from . import environment
from .steps import ROOT, run

MANY = "10000"
INSIDE = ("-m", "pytest", "-q", "-n", "0", "-p", "no:randomly", "--show-capture=no")
TEST = "tests/security/test_fuzz.py"
OVER_LOOPBACK = "tests/security/loopback.py"


def main() -> int:
    environment.ensure(tests=True)
    url = os.environ.get("URL")
    command = [OVER_LOOPBACK, url] if url else [*INSIDE, TEST]
    many = {"FUZZ_REQUESTS": os.environ.get("FUZZ_REQUESTS") or MANY}
    return subprocess.run(  # noqa: S603
        [environment.PYTHON, *command], cwd=ROOT, env=os.environ | many, check=False
    ).returncode


if __name__ == "__main__":
    run(main)
