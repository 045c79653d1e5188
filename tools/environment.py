"""The virtual environment .venv, made once and renewed when its ingredients change."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from .steps import ROOT, Refused, alone, execute, say, step

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UNDER_WAY = VENV / "installing"  # still there when pip was killed at its work
APT_INSTALL = ["install", "-y", "--no-install-recommends"]
APT_INSTALL += ["-o", "DPkg::Lock::Timeout=120"]  # another installation may run
RUNTIME, TESTS = "requirements.txt", "requirements-dev.txt"


def ensure(*, tests: bool = False) -> None:
    """Make the environment hold what the application (and its tests) need."""
    with alone():
        if _is_whole(TESTS) or (not tests and _is_whole(RUNTIME)):
            say("Everything is installed.")
            return
        if not _is_usable():
            _make()
        wanted = [RUNTIME, TESTS] if tests else [RUNTIME]
        with step(f"Installing {' and '.join(wanted)} (a minute the first time)"):
            _install(wanted[-1])
        for name in wanted:
            _stamp(name).write_text(_ingredients(name), encoding="utf-8")


def _is_whole(requirements: str) -> bool:
    stamp = _stamp(requirements)
    return (
        stamp.exists()
        and stamp.read_text(encoding="utf-8") == _ingredients(requirements)
        and PYTHON.exists()
    )


def _stamp(requirements: str) -> Path:
    return VENV / f"installed-{requirements}"


def _ingredients(requirements: str) -> str:
    """The place (scripts name it), the version of Python and the pins, on two lines."""
    files = (RUNTIME, "constraints.txt", requirements)
    pins = b"\0".join((ROOT / name).read_bytes() for name in files)
    return f"{_maker()}\n{hashlib.sha256(pins).hexdigest()}\n"


def _maker() -> str:
    return f"{ROOT} {sys.version_info[0]}.{sys.version_info[1]}"


def _is_usable() -> bool:
    """Whether it can be added to: made here, by this Python, whole, and pip starts."""
    if UNDER_WAY.exists():
        return False
    for stamp in VENV.glob("installed-*"):
        if stamp.read_text(encoding="utf-8").partition("\n")[0] != _maker():
            return False
    try:
        asked = subprocess.run(  # noqa: S603
            [PYTHON, "-m", "pip", "--version"], capture_output=True, check=False
        )
    except OSError:
        return False
    return asked.returncode == 0


def _make() -> None:
    _ensure_venv_module()
    with step("Making the virtual environment .venv"):
        execute([sys.executable, "-m", "venv", "--clear", VENV])


def _ensure_venv_module() -> None:
    """Debian ships Python without the module that fills a virtual environment."""
    if importlib.util.find_spec("ensurepip"):
        return
    package = f"python3.{sys.version_info[1]}-venv"
    if not install_packages(package):
        raise Refused(
            "Python's venv module is not complete on this machine. Install it and try "
            f"again: sudo apt-get install {package}"
        )


def install_packages(*packages: str) -> bool:
    """Install Debian packages; false where we may not, or there is no such package."""
    apt = shutil.which("apt-get")
    if not apt or os.geteuid() != 0:
        return False
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    with step(f"Installing {' '.join(packages)} with apt-get"):
        try:
            execute([apt, "update"], environment=quiet)
        except Refused:
            say("  the lists of packages are not renewed; trying with those we have")
        try:
            execute([apt, *APT_INSTALL, *packages], environment=quiet)
        except Refused as refused:
            say(str(refused))
            return False
    return True


def _install(requirements: str) -> None:
    UNDER_WAY.touch()
    try:
        _pip_install(requirements)
    finally:
        UNDER_WAY.unlink(missing_ok=True)


def _pip_install(requirements: str) -> None:
    # What is imported gets compiled then; the rest (the half) never.
    quiet = ["--quiet", "--no-input", "--disable-pip-version-check", "--no-compile"]
    pins = ["-r", requirements, "-c", "constraints.txt"]
    execute(
        [PYTHON, "-m", "pip", "install", *quiet, *pins],
        advice="Is the package index reachable from this machine?",
    )
