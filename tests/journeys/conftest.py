"""A browser for journeys, with no way out of this machine and an eye on errors."""

import os
import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from intake.accounts import actions as accounts
from intake.accounts.actions import StaffDetails
from intake.practice.models import Location
from tools import chromium

IN_THE_BROWSER = {"page", "context", "new_context", "browser"}
FOREIGN = re.compile(r"^(https?|wss?)://(?!(127\.0\.0\.1|localhost)[:/])")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Telling what is right as well would take twice as long.
ONLY = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}


def pytest_collection_modifyitems(items):
    for item in items:
        if IN_THE_BROWSER & set(getattr(item, "fixturenames", ())):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    path = chromium.find()
    if not path:
        pytest.skip("there is no Chromium; 'make test' installs it")
    # Playwright keeps a loop in this thread, where Django then suspects async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    return {**browser_type_launch_args, "executable_path": path, "args": [*QUIET]}


@pytest.fixture
def new_context(new_context):
    """Contexts whose pages fail the test if they ask a foreign host or break."""
    wrong = []

    def watch(request):
        if FOREIGN.match(request.url):
            wrong.append(f"asked for {request.url}")

    def listen(message):
        if "Content Security Policy" in message.text:
            wrong.append(message.text)

    def make(**options):
        context = new_context(**options)
        context.on("request", watch)  # a route would turn the browser's cache off
        context.on("console", listen)
        context.on("weberror", lambda error: wrong.append(str(error.error)))
        return context

    yield make
    assert wrong == []


@pytest.fixture
def axe():
    """Call it with a page: every rule of WCAG 2.2 AA, and good practice, must hold."""

    def check(page):
        page.wait_for_load_state()  # a press does not wait for the next page's style
        found = Axe().run(page, options=ONLY)
        assert found.violations_count == 0, found.generate_report()

    return check


@pytest.fixture
def demo_server(live_server, settings, tmp_path):
    """A running site whose mail lies in files that the mailbox page shows."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    return live_server


@pytest.fixture
def clinician(transactional_db):
    """A clinician of the only site, as ``{"login", "password"}``."""
    login, password = "casey", "correct horse battery"
    details = StaffDetails(
        name="Dr. Casey Example",
        login=login,
        roles=("clinician",),
        sites=tuple(Location.objects.all()),
    )
    user = accounts.create_staff(details=details, by=None)
    user.set_password(password)
    user.save()
    return {"login": login, "password": password}
