"""make sbom: lists what the application is made of, as CycloneDX, with licenses.

Written to sbom.json, or to the file in ``SBOM``. It holds what an installation runs:
the packages of requirements.txt and everything that they bring.
"""

import os
import subprocess
from pathlib import Path

from . import environment
from .steps import ROOT, run

SCRIPT = "tools/sbom_of.py"


def main() -> int:
    environment.ensure(tests=True)
    target = Path(os.environ.get("SBOM") or "sbom.json").absolute()
    command = [environment.PYTHON, SCRIPT, target]
    return subprocess.run(command, cwd=ROOT, check=False).returncode  # noqa: S603


if __name__ == "__main__":
    run(main)
