"""Filling in the form of a score, as a person at a browser does."""

from datetime import timedelta

from intake.domain.score_entry import entry_forms
from intake.practice.models import Organisation
from tests.web.staff.reading import hidden

NUMBERS = {code: number for number, code in enumerate(entry_forms(), start=1)}


def case_url(case):
    return f"/staff/cases/{case.reference}/"


def url(case, code):
    return f"{case_url(case)}scores/{NUMBERS[code]}/"


def day(days_ago=0):
    on = Organisation.current().today() - timedelta(days=days_ago)
    return {
        "given_on.year": on.year,
        "given_on.month": on.month,
        "given_on.day": on.day,
    }


def post(client, address, days_ago=1, **given):
    """Fill the form in and press its button, as it stands."""
    controls = hidden(client.get(address))
    usual = {"given": "in_person", "language": "en", "_action": "continue"}
    return client.post(address, controls | day(days_ago) | usual | given)


def calm(code, **given):
    """The smallest answer to every item that is always asked, but for those given."""
    items = {
        item.link_id: "no" if item.most is None else "0"
        for item in entry_forms()[code].items
        if not item.after
    }
    return items | given
