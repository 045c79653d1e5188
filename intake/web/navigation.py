"""Where staff may go: what they open all day, and the rest by what it is about."""

from typing import NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intake.accounts.access import rule_for

AS_MANY_AS_FIT = 4  # on a phone; where there are more, most of them are folded


class Entry(NamedTuple):
    """An address by its name, and the beginnings of addresses of the same room."""

    address: str
    label: str
    room: tuple[str, ...] = ()


EVERY_DAY = (
    Entry("staff:worklist", _("Worklist"), ("/staff/cases/", "/staff/alerts/")),
    Entry("staff:drafts", _("Being filled in"), ("/staff/entry/", "/staff/patients/")),
)
BY_SUBJECT = {
    _("How the clinic does"): (
        Entry(
            "staff:response_times",
            _("Response times"),
            ("/staff/response-times/", "/staff/drills/"),
        ),
        Entry("staff:workload", _("Workload"), ("/staff/workload/",)),
    ),
    _("What is asked and concluded"): (
        Entry("staff:questionnaires", _("Questionnaires"), ("/staff/questionnaires/",)),
        Entry("staff:protocols", _("Protocol"), ("/staff/protocols/",)),
        Entry("staff:tables", _("Clinical tables"), ("/staff/tables/",)),
        Entry("staff:policy", _("Alert policy"), ("/staff/policy/",)),
    ),
    _("What patients read"): (
        Entry("staff:portal_pages", _("Pages to sign"), ("/staff/pages/",)),
        Entry("staff:translations", _("Translations"), ("/staff/translations/",)),
        Entry("staff:feedback", _("Page feedback"), ("/staff/feedback/",)),
        Entry("wagtailadmin_home", _("Portal")),
    ),
    _("The clinic's records"): (
        Entry("staff:privacy", _("Privacy"), ("/staff/privacy/",)),
        Entry("staff:audit", _("Audit trail"), ("/staff/audit/",)),
        Entry("staff:emergency_report", _("Emergency access"), ("/staff/emergency/",)),
        Entry("staff:admin_home", _("Administration"), ("/staff/admin/",)),
    ),
}
ACCOUNT = Entry(
    "staff:account", _("My account"), ("/staff/account/", "/staff/password/")
)


def navigation(request: HttpRequest) -> dict:
    """The entries that the access table admits: ``shown``, and ``folded`` by subject.

    Few entries are all shown. Of many, those of every day, the room one is in, and
    one's own account are.
    """
    daily = _open_to(request, EVERY_DAY)
    account = _open_to(request, [ACCOUNT])
    subjects = {name: _open_to(request, rows) for name, rows in BY_SUBJECT.items()}
    others = [entry for entries in subjects.values() for entry in entries]
    if len(daily) + len(others) <= AS_MANY_AS_FIT:
        return {"shown": daily + others + account, "folded": {}}
    here = [entry for entry in others if entry["current"]]
    folded = {name: entries for name, entries in subjects.items() if entries}
    return {"shown": daily + here + account, "folded": folded}


def _open_to(request: HttpRequest, entries) -> list[dict]:
    doors = [(entry, reverse(entry.address)) for entry in entries]
    return [
        {"label": label, "url": url, "current": _is_in(request.path, url, room)}
        for (address, label, room), url in doors
        if rule_for(address, url).admits(request.user)
    ]


def _is_in(path: str, url: str, room: tuple[str, ...]) -> bool:
    return path == url or path.startswith(room)
