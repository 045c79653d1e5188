"""make run: from a fresh copy to a served application with a fictional clinic.

Sets up, migrates, loads what is shipped, then runs the web server and the worker until
Ctrl-C. The embedded database is left running, like any other service.
"""

import fcntl
import hashlib
import json
import os
import socket
import time
import urllib.request
from contextlib import ExitStack
from pathlib import Path

from . import environment
from .processes import Child, keep_running
from .steps import ROOT, Refused, alone, execute, run, say, step

LOCAL = Path(os.environ.get("LOCAL_DIR") or ROOT / ".local").absolute()
DEMO = os.environ.get("DEMO", "1").lower() in {"1", "true", "yes", "on"}
UNPROXIED = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def main() -> None:
    os.environ.setdefault("DEMO", "1")  # for all that is started from here
    port = _port()
    url = f"http://127.0.0.1:{port}"
    with ExitStack() as stack:
        if not _claim(stack, port, url):
            say(f"{url} is already served; nothing to do.")
            return
        environment.ensure()
        with alone():
            _prepare()
        _serve(port, url)


def _port() -> int:
    given = os.environ.setdefault("PORT", "8000")
    if not given.isdecimal() or not 0 < int(given) < 65536:
        raise Refused(f"PORT is '{given}'; it is a number from 1 to 65535.")
    return int(given)


def _claim(stack: ExitStack, port: int, url: str) -> bool:
    """Take the port for this run; false if another run of this folder serves it.

    The claim is a lock, so that it ends with the run however the run ends.
    """
    LOCAL.mkdir(parents=True, exist_ok=True)
    claim = stack.enter_context((LOCAL / f"serving-{port}").open("w"))
    if not _locked(claim.fileno()):
        say(f"Another run of this folder has port {port}; waiting until it answers.")
    while not _locked(claim.fileno()):
        if _answers(url):
            return False
        time.sleep(0.5)
    if _answers(url):
        return False
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise Refused(
                f"Port {port} cannot be used ({error.strerror}): another program may "
                f"have it. Choose another one: make run PORT={port + 1}"
            ) from error
    return True


def _locked(claim: int) -> bool:
    try:
        fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _answers(url: str) -> bool:
    """Whether this application serves the address."""
    try:
        with UNPROXIED.open(f"{url}/healthz", timeout=5) as reply:
            return json.load(reply) == {"ok": True}
    except (OSError, ValueError):
        return False


def _prepare() -> None:
    """Migrate and load, unless this very database has had exactly this content."""
    mark, known = LOCAL / "prepared", not os.environ.get("DATABASE_URL")
    if known and mark.exists() and mark.read_text(encoding="utf-8") == _fingerprint():
        return
    for what, *words in _steps():
        with step(what):
            execute([environment.PYTHON, "manage.py", *words])
    mark.write_text(_fingerprint(), encoding="utf-8")


def _steps() -> list[tuple[str, ...]]:
    steps = [
        ("Preparing the database", "migrate", "--verbosity", "0"),
        ("Loading the questionnaire, the protocol and the portal", "load_content"),
    ]
    if not os.environ.get("DATABASE_URL"):
        steps.insert(0, ("Starting the embedded PostgreSQL", "database", "start"))
    if DEMO:
        steps.append(("Loading the fictional demo clinic", "load_demo"))
    return steps


def _fingerprint() -> str:
    """The product, its pins, the demo's sign-ins, and the birth of the database."""
    written = LOCAL / "postgres" / "data" / "PG_VERSION"
    born = written.stat().st_ctime_ns if written.exists() else 0
    demo = (LOCAL / "demo.json").exists() if DEMO else None
    digest = hashlib.sha256(repr((born, demo)).encode())
    product = [path for path in (ROOT / "intake").rglob("*") if path.suffix != ".pyc"]
    for path in sorted([*product, ROOT / "constraints.txt", ROOT / "requirements.txt"]):
        if path.is_file():
            digest.update(f"\0{path}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _serve(port: int, url: str) -> None:
    (LOCAL / "static").mkdir(exist_ok=True)  # the web server warns where it is not
    settings = os.environ | {"PYTHONUNBUFFERED": "1"}
    bind = ["--bind", f"127.0.0.1:{port}"]
    web = [environment.PYTHON, "-m", "gunicorn", "clinic.wsgi", *bind]
    worker = [environment.PYTHON, "manage.py", "worker"]

    def started() -> bool:
        if not _answers(url):
            return False
        _welcome(url)
        return True

    keep_running(
        [Child("web server", web, settings), Child("worker", worker, settings)], started
    )


def _welcome(url: str) -> None:
    say(f"\nThe application is served at {url}  (Ctrl-C ends it)")
    people = LOCAL / "demo.json"
    if not DEMO or not people.exists():
        return
    say(f"\nDemo staff, at {url}/staff/sign-in/:")
    for person in json.loads(people.read_text(encoding="utf-8"))["staff"]:
        say("  {role:<20} {login:<36} {password}".format(**person))
    say(f"Demo patients: any address; its mail arrives at {url}/demo/mailbox/")


if __name__ == "__main__":
    run(main)
