"""Seeing what a new wording changes, and publishing it."""

import json

import pytest
from django.urls import reverse

from intake.accounts.models import User
from intake.audit.models import Event
from intake.practice.models import CrisisRecord
from intake.questionnaires.publishing import (
    publish_questionnaire,
    retire_questionnaire,
)
from tests.factories.cases import make_response
from tests.factories.staff import PASSWORD, make_staff
from tests.web.staff.questionnaires.uploading import (
    SHIPPED,
    proposed,
    reworded,
    screening,
)
from tests.web.staff.reading import one, parsed, text, values

PUBLISH = {"_action": "publish", "accepted": "on"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def director(client):
    director = make_staff("medical_director")
    client.force_login(director)
    return director


def test_publishing_needs_a_proof_of_the_last_minutes(client, director, settings):
    url = proposed(client, reworded(htn="Other words"))
    settings.SIGNING_FRESH = -1

    refused = client.post(url, PUBLISH)
    published = client.post(url, PUBLISH | {"password": PASSWORD})

    assert refused.status_code == 422
    assert "Sign with your password" in refused.text
    assert published.status_code == 302


class TestWhatPublishingChanges:
    def test_new_changed_and_missing_questions_are_shown(self, client, director):
        data = json.loads(reworded(htn="Do you have high blood pressure now?"))
        vessels = next(i for i in data["items"] if i["link_id"] == "vessels")
        fresh = {"link_id": "fresh", "type": "boolean", "text": "A new one?"}
        vessels["items"].append(fresh)
        memory = next(i for i in data["items"] if i["link_id"] == "reactions")
        memory["items"] = [
            i for i in memory["items"] if i["link_id"] != "other_allergies"
        ]

        page = client.get(proposed(client, json.dumps(data)))

        assert values(page, "[data-added]", "data-added") == ["fresh"]
        assert values(page, "[data-removed]", "data-removed") == ["other_allergies"]
        assert values(page, "[data-changed]", "data-changed") == ["htn"]
        assert "Do you have high blood pressure?" in text(one(page, "del"))

    def test_it_says_how_many_people_are_in_the_middle(self, client, director):
        make_response()
        make_response()

        page = client.get(proposed(client, reworded(htn="Other words")))

        assert values(page, "[data-drafts]", "data-drafts") == ["2"]

    def test_changed_safety_questions_are_proposed_and_ticked(self, client, director):
        content = reworded(
            htn="Other words", self_harm_now="Have you hurt yourself today?"
        )

        page = client.get(proposed(client, content))

        [box] = parsed(page).select("[name=safety_items]")
        assert (box["value"], box.has_attr("checked")) == ("self_harm_now", True)
        [cases] = parsed(page).select("[name=asks_cases]")
        assert not cases.has_attr("checked")

    def test_without_such_questions_nothing_is_asked_again(self, client, director):
        page = client.get(proposed(client, reworded(htn="Other words")))

        assert parsed(page).select("[name=safety_items], [name=asks_cases]") == []

    def test_the_words_that_are_open_need_no_publishing(self, client, director):
        page = client.get(proposed(client, SHIPPED))

        assert "There is nothing to publish." in page.text
        assert parsed(page).select("form[data-form=publish]") == []

    def test_the_words_of_an_earlier_version_are_opened_again(self, client, director):
        publish_questionnaire(json.loads(reworded(htn="Other words")), director)
        url = proposed(client, SHIPPED)
        assert "Publishing opens that version again." in client.get(url).text

        reply = client.post(url, PUBLISH)

        assert reply.url == reverse("staff:version", args=["screening", 1])
        assert screening().active_version.number == 1
        assert screening().versions.count() == 2

    def test_a_new_name_is_warned_about(self, client, director):
        content = SHIPPED.replace('code = "screening"', 'code = "screning"')

        page = client.get(proposed(client, content))

        assert "nobody is given this one" in page.text


class TestPublishing:
    def test_it_makes_the_next_version_and_opens_it(self, client, director):
        url = proposed(client, reworded(self_harm_now="Have you hurt yourself?"))

        reply = client.post(
            url, PUBLISH | {"safety_items": "self_harm_now", "asks_cases": "on"}
        )

        version = screening().active_version
        assert reply.url == reverse("staff:version", args=["screening", 2])
        assert (version.number, version.published_by) == (2, director)
        assert (version.safety_items, version.asks_cases) == (["self_harm_now"], True)
        events = Event.objects.filter(actor_id=str(director.pk))
        assert [event.action for event in events][-2:] == [
            "questionnaire.proposed",
            "questionnaire.published",
        ]

    def test_nobody_has_to_be_asked_again(self, client, director):
        url = proposed(client, reworded(self_harm_now="Have you hurt yourself?"))

        client.post(url, PUBLISH)

        assert screening().active_version.safety_items == []

    def test_a_question_that_was_not_proposed_cannot_be_ticked(self, client, director):
        url = proposed(client, reworded(self_harm_now="Have you hurt yourself?"))

        reply = client.post(url, PUBLISH | {"safety_items": "aneurysm"})

        assert reply.status_code == 422
        assert screening().versions.count() == 1

    def test_warnings_are_read_first(self, client, director):
        url = proposed(client, reworded(htn="Other words"))
        assert "grade" in text(one(client.get(url), ".alert-warning"))

        reply = client.post(url, {"_action": "publish"})

        assert reply.status_code == 422
        assert values(reply, "#error-summary a", "href") == ["#id_accepted"]
        assert screening().versions.count() == 1

    def test_the_same_post_twice_has_one_effect(self, client, director):
        url = proposed(client, reworded(self_harm_now="Have you hurt yourself?"))
        revision = one(client.get(url), "[name=_revision]")["value"]
        data = PUBLISH | {"safety_items": "self_harm_now", "_revision": revision}

        replies = [client.post(url, data) for _time in range(2)]

        assert {reply.status_code for reply in replies} == {302}
        assert screening().versions.count() == 2

    def test_what_somebody_else_published_meanwhile_is_not_replaced_unseen(
        self, client, director
    ):
        url = proposed(client, reworded(htn="Other words"))
        revision = one(client.get(url), "[name=_revision]")["value"]
        publish_questionnaire(json.loads(reworded(htn="Third words")), director)

        reply = client.post(url, PUBLISH | {"_revision": revision})

        assert reply.status_code == 409
        assert "Somebody changed what is open" in text(one(reply, "#error-summary"))
        assert "Third words" in text(one(reply, "del"))
        assert screening().active_version.number == 2

        again = one(reply, "[name=_revision]")["value"]
        client.post(url, PUBLISH | {"_revision": again})
        assert screening().active_version.number == 3

    def test_what_somebody_closed_meanwhile_is_not_opened_unseen(
        self, client, director
    ):
        url = proposed(client, reworded(htn="Other words"))
        revision = one(client.get(url), "[name=_revision]")["value"]
        retire_questionnaire(questionnaire=screening(), by=director)

        reply = client.post(url, PUBLISH | {"_revision": revision})

        assert reply.status_code == 409
        assert screening().active_version is None

    def test_it_is_not_published_where_nobody_would_hear(self, client, director):
        url = proposed(client, reworded(htn="Other words"))
        CrisisRecord.objects.update(confirmed_at=None)
        User.objects.filter(login="on.call").update(is_active=False)

        reply = client.post(url, PUBLISH)

        assert reply.status_code == 422
        summary = text(one(reply, "#error-summary"))
        assert "nobody has confirmed the help numbers" in summary
        assert "an alert would reach nobody" in summary
        assert parsed(reply).select("form[data-form=publish]") == []
        assert screening().versions.count() == 1

    def test_it_is_not_published_where_the_rules_lack_a_fact(self, client, director):
        data = json.loads(reworded())
        del data["facts"]["aneurysm"]
        url = proposed(client, json.dumps(data))

        reply = client.post(url, PUBLISH)

        assert reply.status_code == 422
        assert values(reply, "#error-summary a", "href") == ["#facts"]
        assert "the fact 'aneurysm'" in text(one(reply, "#error-summary"))

    def test_nobody_is_given_a_proposal(self, client, director):
        proposed(client, reworded(htn="Other words"))

        assert make_response().version.number == 1

    def test_the_page_costs_the_same_for_many_patients(
        self, client, director, django_assert_num_queries
    ):
        url = proposed(client, reworded(self_harm_now="Other words"))
        client.get(url)

        for _time in range(2):
            make_response()
            with django_assert_num_queries(15):
                client.get(url)
