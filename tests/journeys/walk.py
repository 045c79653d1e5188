"""A bot that walks the whole journey over HTTP, without JavaScript.

It knows the addresses, forms and inputs that the project promises to keep, and nothing
of the code: patient from sign-in to submission, clinician from worklist to decision,
patient again to the decision's message.

Usage: ``python tests/journeys/walk.py http://127.0.0.1:8000 [demo.json]``
"""

import json
import secrets
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin

import requests
from bs4 import BeautifulSoup, Tag

MOST_PAGES = 120
GIVEN = {
    "routes": ["iv_im", "in"],
    "reasons": ["depression"],
    "bp_known": "yes",
    "bp_sys": "128",
    "bp_dia": "82",
    "height.ft": "5",
    "height.in": "8",
    "weight.lb": "160",
    "escort": "yes",
    "stay": "yes",
    "dx_mdd": "yes",
    "episode_months": "14",
    "drug_days": "0",
}
ROWS = {
    "medicines": [{"rx_name": "sertraline", "rx_dose": "100 mg"}],
    "treatments": [
        {
            "tx_drug": drug,
            "tx_dose": dose,
            "tx_weeks": "10",
            "tx_regular": "good",
            "tx_benefit": "none",
            "tx_stopped": "no_benefit",
            "tx_for_depression": "yes",
            "tx_this_episode": "yes",
            "tx_added_to": "no",
        }
        for drug, dose in (("sertraline", "150"), ("bupropion", "300"))
    ],
}
ABOUT_YOU = {
    "first_name": "Walda",
    "last_name": "Walker",
    "birth_date.month": "4",
    "birth_date.day": "9",
    "birth_date.year": "1981",
    "sex": "female",
    "state": "NY",
    "phone": "555 010 0188",
    "may_leave_message": "yes",
    "language": "en",
    "privacy": "on",
}


class Stuck(AssertionError):
    """A page is not what was promised."""


@dataclass
class Page:
    """One reply, parsed."""

    url: str
    status: int
    html: BeautifulSoup

    def form(self, kind: str | None = None) -> Tag:
        """The main form, of a kind if one is asked for."""
        found = self.html.select_one(
            f'form[data-form="{kind}"]' if kind else "form[data-form]"
        )
        if found is None:
            raise Stuck(f"no form {kind or ''} on {self.url} ({self.status})")
        return found

    @property
    def kind(self) -> str:
        found = self.html.select_one("form[data-form]")
        return str(found["data-form"]) if found else ""


@dataclass
class Browser:
    """A session without scripts."""

    base: str
    session: requests.Session = field(default_factory=requests.Session)

    def get(self, path: str) -> Page:
        return self._page(self.session.get(urljoin(self.base, path), timeout=30))

    def post(self, page: Page, form: Tag, values: list[tuple[str, str]]) -> Page:
        """Send a form with its hidden inputs, and follow where it leads."""
        hidden = [
            (str(tag["name"]), str(tag.get("value", "")))
            for tag in form.select("input[type=hidden]")
        ]
        address = urljoin(page.url, str(form.get("action") or page.url))
        reply = self.session.post(
            address, data=hidden + values, headers={"Referer": page.url}, timeout=30
        )
        return self._page(reply)

    def _page(self, reply: requests.Response) -> Page:
        if reply.status_code >= 500:
            raise Stuck(f"{reply.status_code} at {reply.url}")
        return Page(
            reply.url, reply.status_code, BeautifulSoup(reply.text, "html.parser")
        )


def inputs(form: Tag, given: dict) -> list[tuple[str, str]]:
    """Values for every input of a form: what is given, else the calmest answer."""
    values: list[tuple[str, str]] = []
    names = dict.fromkeys(
        str(tag["name"])
        for tag in form.select("input[name], select[name], textarea[name]")
        if tag.get("type") != "hidden"
    )
    for name in names:
        wanted = given.get(name, _calm(form, name))
        parts = wanted if isinstance(wanted, list) else [wanted]
        values += [(name, part) for part in parts if part != ""]
    return values


def _calm(form: Tag, name: str) -> str:
    radios = [
        str(tag["value"])
        for tag in form.select("input[type=radio]")
        if tag["name"] == name
    ]
    if not radios:
        return ""
    return next((value for value in radios if value in ("no", "0")), radios[0])


def walk_patient(browser: Browser, answers: dict | None = None) -> str:
    """From the home page to a reference number."""
    given = GIVEN | recent_reading() | (answers or {})
    address = f"walker-{secrets.token_hex(4)}@walk.example"
    browser.get("/")
    browser.get("/start/")
    sign_in(browser, address)
    page = browser.get("/patient/")
    if page.kind == "about-you":
        page = browser.post(
            page, page.form("about-you"), inputs(page.form(), ABOUT_YOU)
        )
    page = _go_on(browser, page)
    for _step in range(MOST_PAGES):
        if page.html.select_one("[data-reference]"):
            return str(page.html.select_one("[data-reference]")["data-reference"])
        page = step(browser, page, given)
    raise Stuck("the questionnaire does not end")


def sign_in(browser: Browser, address: str) -> Page:
    """Ask for a code, read it in the mailbox, and use it."""
    page = browser.get("/patient/sign-in/")
    page = browser.post(page, page.form("sign-in"), [("email", address)])
    code = read_code(browser, address)
    return browser.post(page, page.form("code"), [("code", code)])


def read_code(browser: Browser, address: str) -> str:
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        mail = browser.get("/demo/mailbox/").html.select_one(
            f'article[data-to="{address}"]'
        )
        if mail and mail.select_one("code[data-code]"):
            return mail.select_one("code[data-code]").get_text(strip=True)
        time.sleep(0.2)
    raise Stuck("no code in the mailbox within five seconds")


def _go_on(browser: Browser, page: Page) -> Page:
    if page.html.select_one("a[data-continue]"):
        return browser.get(str(page.html.select_one("a[data-continue]")["href"]))
    return page


def recent_reading() -> dict[str, str]:
    day = time.localtime(time.time() - 3 * 24 * 3600)
    return {
        "bp_date.month": str(day.tm_mon),
        "bp_date.day": str(day.tm_mday),
        "bp_date.year": str(day.tm_year),
    }


def step(browser: Browser, page: Page, given: dict) -> Page:
    """Whatever this page asks, and on to the next."""
    if page.status >= 400:
        problem = page.html.select_one("#error-summary")
        raise Stuck(f"{page.status} at {page.url}: {problem and problem.get_text(' ')}")
    if page.html.select_one("main[data-crisis]"):
        return browser.get(str(page.html.select_one("a[data-next]")["href"]))
    if page.kind == "list":
        return _list(browser, page)
    form = page.form()
    if page.kind == "page":
        return browser.post(page, form, [*inputs(form, given), ("_action", "continue")])
    if page.kind == "check":
        return browser.post(page, form, [("_action", "continue")])
    if page.kind == "submit":
        return browser.post(page, form, [("_attest", "yes"), ("_action", "submit")])
    raise Stuck(f"unexpected form {page.kind} at {page.url}")


def _list(browser: Browser, page: Page) -> Page:
    name = str(page.form("list")["data-page"])
    rows = ROWS.get(name, [])
    for row in rows:
        added = browser.post(page, page.form("list"), [("_action", "add")])
        form = added.form("row")
        values = [(key, value) for key, value in row.items()]
        page = browser.post(added, form, values)
    if len(page.html.select("li[data-row]")) != len(rows):
        raise Stuck(f"rows of {name} are missing")
    return browser.post(
        page, page.form("list"), [("_action", "done" if rows else "none")]
    )


def walk_clinician(browser: Browser, login: str, password: str, reference: str) -> str:
    """From sign-in to a recorded decision; gives back the message."""
    page = browser.get("/staff/sign-in/")
    browser.post(page, page.form("sign-in"), [("login", login), ("password", password)])
    worklist = browser.get("/staff/")
    row = worklist.html.select_one(f'[data-case="{reference}"]')
    if row is None or not row["data-tier"] or not row["data-safety"]:
        raise Stuck(f"{reference} is not in the worklist")
    case = browser.get(str(row.select_one("a")["href"]))
    for mark in (
        "[data-route=iv_im]",
        "[data-route=in]",
        "[data-score=phq9]",
        "[data-trial]",
    ):
        if case.html.select_one(mark) is None:
            raise Stuck(f"the case page has no {mark}")
    decide = next(
        browser.get(str(link["href"]))
        for link in case.html.select("a[href]")
        if "decide" in str(link["href"])
    )
    message = f"You may go on to a first visit. ({secrets.token_hex(3)})"
    values = [
        ("outcome_iv_im", "conditional"),
        ("outcome_in", "eligible"),
        ("rationale", "No barrier; blood pressure log first for the drip."),
        ("message", message),
    ]
    form = decide.form("decide")
    names = {str(tag.get("name")) for tag in form.select("[name]")}
    values = [(name, value) for name, value in values if name in names]
    preview = browser.post(decide, form, [*values, ("_action", "preview")])
    if preview.status != 200 or message not in preview.html.get_text():
        raise Stuck("the preview does not show the message")
    done = browser.post(
        preview, preview.form("decide"), [*values, ("_action", "record")]
    )
    if done.status != 200:
        raise Stuck(f"the decision was not recorded: {done.status}")
    return message


def walk(base: str, staff: list[dict[str, str]]) -> str:
    """The whole journey; gives back the reference."""
    patient, clinician = Browser(base), Browser(base)
    reference = walk_patient(patient)
    signs_in = next(row for row in staff if row["role"] == "clinician")
    message = walk_clinician(
        clinician, signs_in["login"], signs_in["password"], reference
    )
    status = patient.get("/patient/")
    shown = status.html.select_one("[data-message]")
    stage = status.html.select_one("[data-stage]")
    if shown is None or message not in shown.get_text():
        raise Stuck("the patient does not see the decision's message")
    if stage is None or stage["data-stage"] != "decided":
        raise Stuck("the stage is not 'decided'")
    return reference


def main() -> None:
    base = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
    demo = Path(sys.argv[2] if len(sys.argv) > 2 else ".local/demo.json")
    started = time.monotonic()
    staff = json.loads(demo.read_text(encoding="utf-8"))["staff"]
    reference = walk(base, staff)
    took = time.monotonic() - started
    print(f"Walked to a decision on {reference} in {took:.1f} s.")  # noqa: T201


if __name__ == "__main__":
    main()
