"""make fuzz: ten thousand malformed requests, over every form and every address.

They go into the application with a database made for tests, so that the rows of it can
be compared before and after.
"""

import os
import subprocess

from . import environment
from .steps import ROOT, run

MANY = "10000"
TEST = "tests/security/test_fuzz.py"
ARGUMENTS = ("-m", "pytest", "-q", "-n", "0", "--show-capture=no", TEST)


def main() -> int:
    environment.ensure(tests=True)
    many = {"FUZZ_REQUESTS": os.environ.get("FUZZ_REQUESTS") or MANY}
    return subprocess.run(  # noqa: S603
        [environment.PYTHON, *ARGUMENTS], cwd=ROOT, env=os.environ | many, check=False
    ).returncode


if __name__ == "__main__":
    run(main)
