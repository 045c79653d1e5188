"""The browser that the tests of pages drive."""

import os
import shutil
import subprocess
from pathlib import Path

from . import environment
from .steps import Refused, execute, say, step

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CACHE = Path.home() / ".cache" / "ms-playwright"


def find() -> str | None:
    """One that starts: named by CHROMIUM, the machine's, or Playwright's."""
    named = [os.environ["CHROMIUM"]] if os.environ.get("CHROMIUM") else []
    machine = [path for name in NAMES if (path := shutil.which(name))]
    cached = sorted(map(str, CACHE.glob("chromium-*/chrome-linux*/chrome")))
    return next(filter(_starts, named + machine + cached[::-1]), None)


def ensure() -> str | None:
    """Find it, or install it where we may."""
    return find() or _from_debian() or _from_playwright()


def _starts(path: str) -> bool:
    """Ubuntu's package is only a stub where there are no snaps, so ask it."""
    try:
        asked = subprocess.run(  # noqa: S603
            [path, "--version"], capture_output=True, check=False, timeout=30
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0


def _from_debian() -> str | None:
    return find() if environment.install_packages("chromium") else None


def _from_playwright() -> str | None:
    libraries = ["--with-deps"] if os.geteuid() == 0 else []
    install = [environment.PYTHON, "-m", "playwright", "install", *libraries]
    try:
        with step("Installing Chromium with Playwright"):
            execute([*install, "chromium"])
    except Refused as refused:
        say(str(refused))
    return find()
