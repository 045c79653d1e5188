"""The clinic's color reaches every page."""

import pytest

from intake.practice.models import Organisation


@pytest.fixture
def organisation(db):
    organisation = Organisation.current()
    organisation.accent = "#7a3e9d"
    organisation.save()
    return organisation


def test_pages_load_the_color_that_the_clinic_chose(client, organisation):
    page = client.get("/start/").text

    assert '<link rel="stylesheet" href="/colors.css?7a3e9d">' in page
    assert "--accent: #7a3e9d;" in client.get("/colors.css?7a3e9d").text


def test_without_a_color_the_built_in_one_stands(client, db):
    assert "colors.css" not in client.get("/start/").text
    assert client.get("/colors.css").text == ""
