"""make walk: the walk of tests/journeys/walk.py through a running application."""

import os
import subprocess

from . import environment
from .steps import ROOT, run


def main() -> int:
    environment.ensure(tests=True)
    url = os.environ.get("URL") or f"http://127.0.0.1:{os.environ.get('PORT') or 8000}"
    walk = [environment.PYTHON, "tests/journeys/walk.py", url]
    return subprocess.run(walk, cwd=ROOT, check=False).returncode  # noqa: S603


if __name__ == "__main__":
    run(main)
