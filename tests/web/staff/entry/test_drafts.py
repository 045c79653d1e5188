"""The list of what is being filled in."""

import pytest
from django.test import Client
from django.urls import reverse

from intake.audit.models import Event
from intake.questionnaires import drafts
from tests.factories.newcomers import make_newcomer
from tests.factories.questionnaires import RISK, publish_part
from tests.factories.responses import answer
from tests.factories.staff import make_site, make_staff
from tests.web.patient.visitor import Reply

pytestmark = pytest.mark.django_db
DRAFTS = reverse("staff:drafts")


@pytest.fixture
def look():
    """The list as somebody sees it."""

    def look(user, query=""):
        client = Client()
        client.force_login(user)
        return Reply(client.get(DRAFTS + query))

    return look


def test_it_says_who_how_to_reach_them_how_far_and_who_helps(desk, draft, sit, look):
    sit(desk, draft).enter("wanted", {"routes": "in", "reasons": "depression"})

    row = look(desk).one(f'[data-draft="{draft.pk}"]')

    words = " ".join(row.get_text(" ").split())
    assert "Nora Newcomer" in words
    assert row.select_one('a[href="tel:5550100177"]')
    assert row.select_one("[data-done]")["data-done"] == "0"
    assert int(row.select_one("[data-sections]")["data-sections"]) > 1
    assert "Fay Desk" in words
    assert "%" not in words


def test_it_leads_to_the_entry(desk, draft, look):
    link = look(desk).one(f'[data-draft="{draft.pk}"] th a')

    assert link["href"] == reverse("staff:entry", args=[draft.pk])


def test_no_answer_stands_in_it(desk, online, look):
    answer(online, "wanted", routes=["iv_im"], reasons=["depression"])

    text = look(desk).words()

    for item in online.definition.page_of("routes").questions:
        for option in item.options:
            assert option.text["en"] not in text


def test_nobody_filling_in_is_said_so(desk, look):
    page = look(desk)

    assert "Nobody is filling in" in page.words(".empty")
    assert page.has(f'a[href="{reverse("staff:entry_new")}"]')


def test_somebody_without_a_site_is_told_why_it_is_empty(draft, look):
    assert "not assigned to a site" in look(make_staff("front_desk")).words()


def test_other_sites_are_not_there(draft, look):
    page = look(make_staff("front_desk", sites=(make_site(),)))

    assert not page.has("[data-draft]")


def test_long_lists_have_pages(desk, look, monkeypatch):
    publish_part(*RISK)
    monkeypatch.setattr(drafts, "PAGE", 2)
    made = {str(make_newcomer(desk).pk) for _number in range(3)}
    first = look(desk)

    second = look(desk, first.one("a[rel=next]")["href"])

    shown = [row["data-draft"] for row in first.html.select("[data-draft]")]
    shown += [row["data-draft"] for row in second.html.select("[data-draft]")]
    assert (len(shown), set(shown)) == (3, made)
    assert not second.has("a[rel=next]")


def test_a_page_mark_of_nonsense_shows_the_beginning(desk, draft, look):
    assert look(desk, "?after=x_y").has("[data-draft]")


def test_looking_is_recorded_with_how_many(desk, draft, look):
    look(desk)

    event = Event.objects.get(action="drafts.read")
    assert (event.actor_id, event.detail) == (str(desk.pk), {"drafts": 1})
    shown = Event.objects.get(action="patient.found")
    assert shown.patient_id == str(draft.patient_id)


def test_the_page_costs_the_same_for_one_draft_as_for_many(
    desk, draft, sit, django_assert_num_queries
):
    client = Client()
    client.force_login(desk)
    wanted = {"routes": "in", "reasons": "depression"}
    sit(desk, draft).enter("wanted", wanted)
    client.get(DRAFTS)
    with django_assert_num_queries(14):
        client.get(DRAFTS)

    for _number in range(5):
        sit(desk, make_newcomer(desk)).enter("wanted", wanted)

    with django_assert_num_queries(14):
        client.get(DRAFTS)


def test_the_navigation_leads_there(desk, clinician, look):
    for user in (desk, clinician):
        assert look(user).has(f'nav a[href="{DRAFTS}"][aria-current=page]')
