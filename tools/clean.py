"""make clean: delete what can be made again. What people entered stays."""

import shutil
import subprocess

from . import environment
from .steps import ROOT, run, say

CACHES = (".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis", "build")
CACHES += (".import_linter_cache", ".grimp_cache", ".coverage")


def main() -> None:
    if environment.PYTHON.exists():
        # Stops the server of the tests and deletes its databases.
        subprocess.run(  # noqa: S603
            [environment.PYTHON, "manage.py", "database", "reset", "--yes"],
            cwd=ROOT,
            env={"CLINIC_TESTING": "1", "PATH": "/usr/bin:/bin"},
            check=False,
            capture_output=True,
        )
    for name in (*CACHES, ".venv"):
        place = ROOT / name
        place.unlink() if place.is_file() else shutil.rmtree(place, ignore_errors=True)
    for cache in ROOT.rglob("__pycache__"):
        shutil.rmtree(cache, ignore_errors=True)
    say("Deleted the virtual environment, the caches and the databases of the tests.")
    say("The installation's own data are kept: manage.py database reset deletes them.")


if __name__ == "__main__":
    run(main)
