"""A patient's browser without scripts: opens pages, fills forms in, reads replies."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from intake.questionnaires.models import Response

NAMES = re.compile(rb"(<datalist[^>]*>).*?(?=</datalist>)", re.DOTALL)


@dataclass
class Reply:
    """What came back, parsed when it is looked at."""

    response: Any

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def leads_to(self) -> str:
        return self.response.headers.get("Location", "")

    @cached_property
    def html(self) -> BeautifulSoup:
        """Without the names that a field offers: reading them takes longest."""
        few = NAMES.sub(rb"\1", self.response.content)
        return BeautifulSoup(few, "html.parser")

    def one(self, selector: str):
        found = self.html.select(selector)
        assert len(found) == 1, f"{len(found)} of {selector}"
        return found[0]

    def has(self, selector: str) -> bool:
        return self.html.select_one(selector) is not None

    def words(self, selector: str = "main") -> str:
        return " ".join(self.one(selector).get_text(" ").split())

    @property
    def kind(self) -> str:
        return self.one("form[data-form]")["data-form"]

    @property
    def revision(self) -> str:
        """Found without parsing the page: most tests read no more of it than this."""
        (found,) = re.findall(r'name="_revision" value="([^"]*)"', self.response.text)
        return found

    def typed(self, name: str) -> str:
        """The value of an input, or of the radio that is chosen."""
        for field in self.html.find_all(attrs={"name": name}):
            if field.name == "textarea":
                return field.get_text().removeprefix("\n")
            if field.get("type") not in ("radio", "checkbox") or field.has_attr(
                "checked"
            ):
                return field.get("value", "")
        return ""

    def refused(self) -> set[str]:
        """The ids that the summary of errors leads to; each of them is there."""
        links = {a["href"] for a in self.html.select("#error-summary a")}
        for link in links:
            assert self.html.find(id=link.removeprefix("#")), f"{link} leads nowhere"
        return links


class Visitor:
    """Somebody on the pages of one response."""

    def __init__(self, client: Client, response: Response):
        self.client, self.response = client, response

    def get(self, address: str) -> Reply:
        return Reply(self.client.get(address))

    def post(self, address: str, data: dict[str, Any] | None = None) -> Reply:
        return Reply(self.client.post(address, data or {}))

    def address(self, page: str, row: str = "", *, remove: bool = False) -> str:
        pages = self.response.definition.pages
        number = next(known.number for known in pages if known.link_id == page)
        if not row:
            return reverse("patient:page", args=[self.response.pk, number])
        name = "patient:row_remove" if remove else "patient:row"
        return reverse(name, args=[self.response.pk, number, row])

    def url(self, name: str) -> str:
        """Another page of the response: now, check, submit, answers."""
        return reverse(f"patient:{name}", args=[self.response.pk])

    def open(self, page: str, row: str = "") -> Reply:
        return self.get(self.address(page, row))

    def send(
        self,
        page: str,
        data: dict[str, Any] | None = None,
        *,
        row: str = "",
        action: str = "continue",
        revision: str | int | None = None,
    ) -> Reply:
        """Post a page, by default from a form opened just now."""
        address = self.address(page, row)
        if revision is None:
            opened = self.get(address)
            revision = opened.revision if opened.status == 200 else 0
        controls = {"_revision": revision, "_action": action}
        return self.post(address, controls | (data or {}))
