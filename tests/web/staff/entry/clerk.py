"""Staff at the pages of a patient's questions, without scripts."""

from typing import Any

from django.test import Client
from django.urls import reverse

from intake.accounts.models import User
from intake.questionnaires.models import Response
from tests.web.patient.visitor import Reply, Visitor


class Clerk(Visitor):
    """Somebody of the staff who fills in one response."""

    def __init__(self, user: User, response: Response):
        client = Client()
        client.force_login(user)
        super().__init__(client, response)
        self.user = user

    def address(self, page: str, row: str = "", *, remove: bool = False) -> str:
        return (
            super()
            .address(page, row, remove=remove)
            .replace("/patient/forms/", "/staff/entry/")
        )

    def url(self, name: str) -> str:
        return reverse(f"staff:entry_{name}", args=[self.response.pk])

    @property
    def start(self) -> str:
        return reverse("staff:entry", args=[self.response.pk])

    def begin(self, mode: str = "phone") -> Reply:
        """Say how the answers come in."""
        return self.post(self.start, {"mode": mode})

    def enter(self, page: str, data: dict[str, Any], **how: Any) -> Reply:
        """Post a page on which everything was read out that has to be."""
        return self.send(page, {"_read_out": "on"} | data, **how)
