"""Uploading the shipped questionnaire, or one with other words."""

import copy
import json

from django.core.files.uploadedfile import SimpleUploadedFile

from intake.operations.content import CONTENT, read_toml
from intake.questionnaires.models import Questionnaire
from tests.web.staff.reading import one, text

ADD = "/staff/questionnaires/add/"
SHIPPED = CONTENT.joinpath("questionnaires", "screening.toml").read_text("utf-8")


def upload(client, content, name="screening.toml"):
    data = content if isinstance(content, bytes) else content.encode()
    return client.post(ADD, {"file": SimpleUploadedFile(name, data)})


def proposed(client, content):
    """The address of the page on which an uploaded wording is published."""
    reply = upload(client, content)
    assert reply.status_code == 302, text(one(reply, "#error-summary"))
    return reply.url


def reworded(**words):
    """The shipped questionnaire with the words of some questions changed."""
    data = copy.deepcopy(read_toml("questionnaires", "screening.toml"))
    for item in (item for group in data["items"] for item in group.get("items", ())):
        if item.get("link_id") in words:
            item["text"] = words[item["link_id"]]
    return json.dumps(data)


def screening():
    return Questionnaire.objects.get(code="screening")
