"""What only the clinic can say stands on a page that is signed without it."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from intake.education.models import ArticlePage
from intake.practice.models import Organisation

pytestmark = pytest.mark.django_db


def shown(client, address):
    return BeautifulSoup(client.get(address).content, "html.parser").main


def clinic(**words):
    organisation = Organisation.current()
    for name, value in words.items():
        setattr(organisation, name, value)
    organisation.save()


@pytest.mark.parametrize("address", ["cost", "getting-ready", "choosing"])
def test_a_page_says_plainly_that_the_clinic_has_given_nothing_yet(client, address):
    missing = shown(client, f"/learn/{address}/").select_one("[data-own-missing]")

    assert missing.text.startswith("This clinic has not ")


def test_the_clinics_prices_stand_on_the_page_with_their_day(client, portal):
    before = ArticlePage.objects.get(article_code="T19").latest_revision_id
    day = portal.first_published_at.date()
    clinic(prices="First visit: $200\r\n\r\n<b>Each drip</b>: $450", prices_on=day)

    page = shown(client, "/learn/cost/")

    lines = [line.text for line in page.select("[data-own=prices] li")]
    assert lines == ["First visit: $200", "<b>Each drip</b>: $450"]
    assert f"as of {day.day} " in page.select_one("[data-own=prices]").text
    assert not page.select("[data-own-missing], [data-own] strong")
    assert ArticlePage.objects.get(article_code="T19").latest_revision_id == before


def test_old_prices_are_told_from_new_ones(client):
    day = Organisation.current().today() - timedelta(days=366)
    clinic(prices="First visit: $200", prices_on=day)

    assert "more than a year old" in shown(client, "/learn/cost/").text
