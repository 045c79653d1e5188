"""Logs are for operators: no word of a patient is in them."""

import json
import logging
import secrets
import sys
from uuid import uuid4

import pytest
from django.conf import settings

from clinic.logs import DiscreetFormatter

SECRET = "I take seven tablets"


def logged(*args, **kwargs) -> str:
    """One line, as the console of a running installation shows it."""
    record = logging.LogRecord("clinic", logging.ERROR, __file__, 1, *args, **kwargs)
    record.request = f"<WSGIRequest: GET '/staff/?reference={SECRET}'>"
    record.status_code = 500
    return DiscreetFormatter("%(levelname)s %(name)s %(message)s").format(record)


def failing():
    try:
        int(SECRET)
    except ValueError as error:
        raise KeyError(SECRET) from error


@pytest.fixture
def line():
    try:
        failing()
    except KeyError:
        return logged("broken at %s", ("/staff/",), sys.exc_info())


def test_an_exception_is_told_without_the_value_that_caused_it(line):
    told = json.loads(line)["exc_info"]

    assert SECRET not in line
    assert told.endswith("builtins.KeyError after builtins.ValueError")
    assert "in failing" in told


def test_the_query_of_a_request_is_left_out(line):
    assert "request" not in json.loads(line)
    assert json.loads(line)["status_code"] == 500


@pytest.mark.parametrize("side", ["/staff/welcome/", "/reply/"])
def test_a_link_that_works_once_is_not_written_down(side):
    token = secrets.token_urlsafe(32)

    line = logged("Forbidden (%s): %s", ("no token", f"{side}{token}/"), None)

    assert token not in line
    assert json.loads(line)["message"] == f"Forbidden (no token): {side}.../"


def test_an_address_with_an_id_still_tells_where_it_was():
    address = f"/patient/forms/{uuid4()}/1/"

    assert address in logged("broken at %s", (address,), None)


def test_a_line_is_one_object_with_its_level_and_name(line):
    data = json.loads(line)

    assert (data["levelname"], data["name"]) == ("ERROR", "clinic")
    assert data["message"] == "broken at /staff/"
    assert "\n" not in line


def test_every_line_of_the_application_is_written_so():
    handlers = settings.LOGGING["handlers"]
    formatters = settings.LOGGING["formatters"]

    assert {h["formatter"] for h in handlers.values()} == set(formatters)
    assert [f["()"] for f in formatters.values()] == ["clinic.logs.DiscreetFormatter"]
