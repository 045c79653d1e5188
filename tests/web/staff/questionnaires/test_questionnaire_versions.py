"""The page of a version, and its pages as patients see them."""

import pytest
from django.urls import reverse

from intake.domain.questionnaire.risk import safety_items
from intake.questionnaires.models import Questionnaire, Response, SavedPage
from intake.questionnaires.publishing import (
    propose_questionnaire,
    publish_questionnaire,
)
from tests.factories.every_kind import ITEMS
from tests.factories.questionnaires import LISTS, RISK, publish, publish_part
from tests.factories.staff import make_staff
from tests.web.staff.reading import one, parsed, text, values

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def director(client):
    director = make_staff("medical_director", name="Dr. Dora")
    client.force_login(director)
    return director


def active():
    return Questionnaire.objects.get(code="screening").active_version


def address(version=None, page=None):
    version = version or active()
    args = [version.questionnaire.code, version.number]
    if page is None:
        return reverse("staff:version", args=args)
    return reverse("staff:version_page", args=[*args, page])


class TestTheVersion:
    def test_it_shows_every_item_once_with_its_place(self, client):
        page = client.get(address())

        items = [item.link_id for item in active().definition.walk()]
        assert sorted(values(page, "[data-item]", "data-item")) == sorted(items)
        assert {f"item-{name}" for name in items} == set(
            values(page, "[data-item]", "id")
        )

    def test_it_says_who_published_it_when_and_its_fingerprint(self, client, director):
        data = active().definition.to_data() | {"title": {"en": "New words"}}
        version = publish_questionnaire(data, director, ["phq9_9"], asks_cases=True)

        page = client.get(address(version))

        assert text(one(page, "[data-digest]")) == version.digest
        facts = text(one(page, "main > .facts"))
        assert "Dr. Dora" in facts
        assert "of those whose request was not decided" in facts
        assert '<a href="#item-phq9_9">' in page.text

    def test_what_came_with_the_software_says_so(self, client):
        assert "came with the software" in client.get(address()).text

    def test_a_condition_is_in_words(self, client):
        words = text(one(client.get(address()), "#item-blood_pressure_more .only-if"))

        assert words == (
            "Shown only when “Do you know your last blood pressure reading?” is “Yes”"
        )

    def test_words_for_paper_alone_are_shown_beside_those_for_the_screen(self, client):
        words = text(one(client.get(address()), "#item-rx_name"))

        assert "Start typing and choose from the list" in words
        assert "On paper instead: As it is on the label, in full." in words

    def test_safety_questions_are_marked(self, client):
        page = parsed(client.get(address()))

        marked = {
            row["data-item"]
            for row in page.select("[data-item]")
            if "may raise an alert" in row.text
        }
        assert marked == safety_items(active().definition)

    def test_facts_lead_to_the_questions_that_they_come_from(self, client):
        page = client.get(address())

        assert values(page, "#fact-bmi a", "href") == ["#item-height", "#item-weight"]
        assert "Have you heard voices" not in text(one(page, "#fact-bmi"))
        assert "yes when" in text(one(page, "#fact-psychosis_now"))

    def test_an_instrument_is_shown_with_its_makers_and_license(self, client):
        words = text(one(client.get(address()), "[data-instrument=phq9]"))

        assert "Developed by Drs. Robert L. Spitzer" in words
        assert "License:" in words

    def test_it_shows_what_is_new_since_the_version_before(self, client):
        first = active()
        second = publish_part(*RISK)

        page = client.get(address(second))

        assert "What is new since version 1" in page.text
        assert "aneurysm" in values(page, "[data-removed]", "data-removed")
        assert "What is new since" not in client.get(address(first)).text

    @pytest.mark.parametrize("groups", [RISK, LISTS], ids=["few", "other"])
    def test_it_costs_the_same_for_every_size(
        self, client, groups, django_assert_num_queries
    ):
        url = address(publish_part(*groups))
        client.get(url)

        with django_assert_num_queries(7):
            client.get(url)


class TestThePreview:
    def test_every_page_can_be_reached_one_after_the_other(self, client):
        url, seen = address(page=1), []
        while url:
            page = client.get(url)
            assert page.status_code == 200
            assert one(page, "[data-preview]")
            seen.append(url)
            url = next(iter(values(page, "[data-next-page]", "href")), None)

        assert len(seen) == len(active().definition.pages)

    def test_every_page_can_be_reached_from_every_other(self, client):
        links = values(client.get(address(page=5)), "[data-preview] ol a", "href")

        pages = active().definition.pages
        assert links == [address(page=page.number) for page in pages]

    def test_it_is_the_form_that_patients_get(self, client):
        publish(items=ITEMS)

        page = client.get(address(page=1))

        assert one(page, "form[data-form=page][data-page=page]")
        names = {tag["name"] for tag in parsed(page).select("form[data-form] [name]")}
        assert {"truth", "day.month", "height.ft", "_other.open"} <= names

    def test_nothing_that_is_typed_is_stored(self, client):
        version = publish_part(*RISK)

        reply = client.post(
            address(version, 1), {"routes": "in", "_action": "continue"}
        )

        assert reply.url == address(version, 2)
        assert not SavedPage.objects.exists()
        assert not Response.objects.exists()

    def test_no_script_keeps_what_is_typed(self, client):
        version = publish_part(*LISTS)
        number = next(p.number for p in version.definition.pages if p.is_list)

        for url in (address(version, 1), f"{address(version, number)}?entry"):
            page = client.get(url)
            assert parsed(page).select("[data-typed]") == []
            assert not [s for s in values(page, "script", "src") if "typing" in s]

    def test_it_says_where_changes_are_seen(self, client):
        watched = set(active().definition.watched)
        told = {
            page.number
            for page in active().definition.pages
            if "care team still sees" in client.get(address(page=page.number)).text
        }

        assert told == {
            page.number
            for page in active().definition.pages
            if watched & {page.link_id, *(q.link_id for q in page.questions)}
        }

    def test_it_refuses_what_it_would_refuse_a_patient(self, client):
        version = publish_part(*RISK)

        reply = client.post(address(version, 1), {"_action": "continue"})

        assert reply.status_code == 422
        assert values(reply, "#error-summary a", "href") == ["#id_routes_0"]

    @pytest.mark.parametrize(
        ("pressed", "leads_to"),
        [("leave", None), ("continue", None)],
    )
    def test_stopping_and_the_last_page_lead_back(self, client, pressed, leads_to):
        version = publish(items=ITEMS)

        reply = client.post(address(version, 1), {"_action": pressed})

        assert reply.url == address(version, leads_to)

    def test_a_list_is_shown_with_an_entry(self, client):
        version = publish_part(*LISTS)
        number = next(p.number for p in version.definition.pages if p.is_list)
        here = address(version, number)
        empty = client.get(here)
        assert values(empty, "form[data-form=list] button", "value") == [
            "add",
            "none",
            "unsure",
            "leave",
        ]

        entry = client.post(here, {"_action": "add"}).url

        assert one(client.get(entry), "form[data-form=row]")
        filled = {"rx_name": "sertraline", "_action": "continue"}
        assert client.post(entry, filled).url == here
        assert client.post(entry, {}).status_code == 422
        for pressed in ("none", "unsure"):
            reply = client.post(here, {"_action": pressed})
            assert reply.url == address(version, number + 1)
        assert client.post(here, {"_action": "leave"}).url == address(version)

    def test_it_says_which_questions_not_everybody_is_asked(self, client):
        pages = active().definition.pages
        number = next(p.number for p in pages if p.link_id == "blood_pressure_more")

        bar = text(one(client.get(address(page=number)), "[data-preview]"))

        assert "“Do you know your last blood pressure reading?” is “Yes”" in bar

    def test_a_proposal_is_previewed_before_it_is_published(self, client, director):
        words = active().definition.to_data() | {"title": {"en": "New words"}}
        proposal = propose_questionnaire(words, director)

        page = client.get(reverse("staff:proposal_page", args=[proposal.pk, 1]))

        assert one(page, "[data-preview]")
        assert values(page, "[data-next-page]", "href") == [
            reverse("staff:proposal_page", args=[proposal.pk, 2])
        ]
