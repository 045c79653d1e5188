"""make test: set up, find a browser, run every test.

Words in ARGS go to pytest: make test ARGS="tests/domain -k phq9".
"""

import os
import shlex
import subprocess

from . import chromium, environment
from .steps import ROOT, Refused, run, say

MISSING = """
!! THE BROWSER TESTS WERE NOT RUN: there is no Chromium, and it could not be installed.
!! Install it (sudo apt-get install chromium) or name one (CHROMIUM=/path make test).
"""

# Compiling the tests takes longer than collecting them: it is done once, out of sight,
# also where Python was told to leave nothing beside the files.
COMPILED = {
    "PYTHONDONTWRITEBYTECODE": "",
    "PYTHONPYCACHEPREFIX": str(environment.VENV / "compiled"),
}


def main() -> int:
    environment.ensure(tests=True)
    browser = chromium.ensure()
    if not browser and os.environ.get("CI") == "true":
        raise Refused(MISSING)
    chosen = [] if browser else ["-m", "not browser"]
    # What a file prepares is prepared once; tests/conftest.py puts long files in front.
    files = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
    pytest = [environment.PYTHON, "-m", "pytest", *files, *chosen]
    done = subprocess.run(  # noqa: S603
        [*pytest, *shlex.split(os.environ.get("ARGS", ""))],
        cwd=ROOT,
        env=os.environ | COMPILED | ({"CHROMIUM": browser} if browser else {}),
        check=False,
    )
    if not browser:
        say(MISSING)
    return done.returncode


if __name__ == "__main__":
    run(main)
