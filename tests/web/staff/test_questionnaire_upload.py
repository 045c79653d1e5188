"""Uploading a questionnaire, seeing what it changes, and publishing it."""

import copy
import json
import re
import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from intake.accounts.models import User
from intake.audit.models import Event
from intake.operations.content import CONTENT, read_toml
from intake.practice.models import CrisisRecord
from intake.questionnaires.models import Proposal, Questionnaire, Version
from intake.questionnaires.publishing import (
    publish_questionnaire,
    retire_questionnaire,
)
from tests.factories.cases import make_response
from tests.factories.staff import make_staff
from tests.web.staff.reading import one, parsed, text, values

ADD = "/staff/questionnaires/add/"
SHIPPED = CONTENT.joinpath("questionnaires", "screening.toml").read_text("utf-8")
PUBLISH = {"_action": "publish", "accepted": "on"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def director(client):
    director = make_staff("medical_director")
    client.force_login(director)
    return director


def upload(client, content, name="screening.toml"):
    data = content if isinstance(content, bytes) else content.encode()
    return client.post(ADD, {"file": SimpleUploadedFile(name, data)})


def reworded(**words):
    """The shipped questionnaire with the words of some questions changed."""
    data = copy.deepcopy(read_toml("questionnaires", "screening.toml"))
    for item in (item for group in data["items"] for item in group.get("items", ())):
        if item.get("link_id") in words:
            item["text"] = words[item["link_id"]]
    return json.dumps(data)


def proposed(client, content):
    reply = upload(client, content)
    assert reply.status_code == 302, text(one(reply, "#error-summary"))
    return reply.url


def screening():
    return Questionnaire.objects.get(code="screening")


def zipped():
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("screening.toml", SHIPPED)
    return packed.getvalue()


class TestFiles:
    @pytest.mark.parametrize(
        "content",
        [
            pytest.param(SHIPPED, id="TOML"),
            pytest.param(reworded(), id="JSON"),
            pytest.param(SHIPPED.encode("utf-8-sig"), id="with the mark of an editor"),
        ],
    )
    def test_a_sound_one_leads_to_the_page_that_publishes_it(
        self, client, director, content
    ):
        url = proposed(client, content)

        assert client.get(url).status_code == 200
        assert Proposal.objects.get().by == director
        assert Version.objects.count() == 1

    @pytest.mark.parametrize(
        ("content", "advice"),
        [
            pytest.param(b"", "The file is empty.", id="empty"),
            pytest.param("été".encode("latin-1"), "in UTF-8", id="not UTF-8"),
            pytest.param(SHIPPED.encode("utf-16"), "in UTF-8", id="UTF-16"),
            pytest.param(zipped(), "packed file", id="zip"),
            pytest.param(b"\x00" * 2000, "cannot be understood", id="zeros"),
            pytest.param(b"a = " + b"[" * 9_000, "too deep", id="TOML bomb"),
            pytest.param(b'{"a":' * 9_000, "too deep", id="JSON bomb"),
            pytest.param(b"a." * 9_000 + b"a = 1", "too deep", id="dotted bomb"),
            pytest.param(b'{"a": "\\u0000"}', "cannot be shown", id="NUL"),
            pytest.param(b'{"a": NaN}', "endless", id="NaN"),
            pytest.param(b'{"a": 1e999}', "endless", id="beyond numbers"),
            pytest.param(b"# " + b"x" * 600_000, "500 kilobytes", id="large"),
            pytest.param(SHIPPED + "\ncode =", "missing quotation", id="half"),
        ],
    )
    def test_what_is_no_questionnaire_is_refused_kindly(
        self, client, director, content, advice
    ):
        reply = upload(client, content)

        assert reply.status_code == 422
        assert advice in text(one(reply, "#error-summary"))
        assert values(reply, "#error-summary a", "href") == ["#id_file"]
        assert not Proposal.objects.exists()

    def test_the_line_of_a_mistake_is_named(self, client, director):
        reply = upload(client, 'code = "x"\ntitle = "y\n')

        assert "on line 2 or just before" in text(one(reply, "#error-summary"))

    def test_three_megabytes_are_refused_before_they_are_read(self, client, director):
        reply = upload(client, b"x" * 3_000_000)

        assert reply.status_code == 413

    def test_a_post_without_a_file_is_refused(self, client, director):
        for data in ({}, {"file": "not a file"}):
            reply = client.post(ADD, data)
            assert reply.status_code == 422
            assert "Choose a file." in reply.text


class TestRefusedDefinitions:
    def test_each_problem_leads_to_its_item(self, client, director):
        data = json.loads(reworded())
        vessels = next(i for i in data["items"] if i["link_id"] == "vessels")
        vessels["items"][1]["enable_when"] = {"item": "gone", "value": "yes"}
        data["facts"]["bmi"]["height"] = "lost"

        reply = upload(client, json.dumps(data))

        assert reply.status_code == 422
        assert values(reply, "#error-summary a", "href") == [
            "#item-avm",
            "#item-weight",
        ]
        summary = text(one(reply, "#error-summary"))
        assert "its condition names 'gone', which does not exist." in summary
        assert "(facts.bmi): it names 'lost', which does not exist." in summary
        assert "names 'gone'" in text(one(reply, "#item-avm .problem"))
        assert not Proposal.objects.exists()

    def test_every_place_that_a_problem_leads_to_is_there(self, client, director):
        data = json.loads(reworded()) | {
            "title": {"es": "Hola"},
            "screen": ["gone"],
            "intro": {"es": "Hola"},
            "facts": {"odd": {"calculate": "magic"}, "item9": "aneurysm"},
            "urgent": [
                {"code": "u", "kind": "heart", "when": {"item": "lost", "value": 1}}
            ],
        }
        data["items"].append({"link_id": "empty", "type": "group", "text": "Empty"})

        reply = upload(client, json.dumps(data))

        html = parsed(reply)
        led = {a["href"] for a in html.select("#error-summary a")}
        assert {"#head", "#fact-odd", "#item-empty"} <= led
        assert [link for link in led if not html.find(id=link[1:])] == []

    def test_a_file_that_cannot_be_read_to_the_end_names_every_place(
        self, client, director
    ):
        content = SHIPPED.replace('type = "boolean"', 'type = "bolean"', 2)

        reply = upload(client, content)

        summary = text(one(reply, "#error-summary"))
        assert reply.status_code == 422
        assert "pregnant type: expected one of" in summary
        assert "breastfeeding type: expected one of" in summary

    def test_hundreds_of_problems_are_cut_short(self, client, director):
        items = [{"link_id": f"q{n}", "type": "choice"} for n in range(300)]
        group = {"link_id": "g", "type": "group", "items": items}
        data = {"code": "screening", "title": "T", "items": [group]}

        reply = upload(client, json.dumps(data))

        shown = parsed(reply).select("#error-summary li")
        assert len(shown) == 101
        assert re.search(r"And \d+ more\.", text(shown[-1]))

    @pytest.mark.parametrize(
        "data",
        [
            {"code": ["x"], "title": 3, "items": {"a": 1}},
            {"items": [[], 1, None, {"type": {}}]},
            {"code": "x", "title": "T", "items": [{"link_id": 5, "instrument": []}]},
            {"code": "x", "title": "T", "items": [{"instrument": "cssrs"}]},
            {"code": "x", "title": "T", "facts": [], "urgent": {}, "above": 1},
            {"code": "x", "title": "T", "instruments": [1], "format": {}},
            {"resourceType": "Questionnaire"},
            {},
        ],
        ids=range(8),
    )
    def test_nonsense_is_refused_and_breaks_nothing(self, client, director, data):
        reply = upload(client, json.dumps(data), "screening.json")

        assert reply.status_code == 422
        assert text(one(reply, "#error-summary"))

    @pytest.mark.parametrize(
        "condition",
        [
            {"item": "q1", "value": {"a": [1]}},
            {"item": "q1", "op": "in", "value": [["yes"], {}]},
            {"item": "q1", "op": [], "value": 1},
            {"item": "q1", "op": ">", "value": "yes"},
            {"all": []},
            {"not": 3},
            {"any": [{"item": "q1", "op": "contains", "value": None}]},
        ],
        ids=range(7),
    )
    def test_an_odd_condition_is_refused_and_breaks_nothing(
        self, client, director, condition
    ):
        items = [
            {"link_id": "q1", "type": "boolean", "text": "One"},
            {
                "link_id": "q2",
                "type": "boolean",
                "text": "Two",
                "enable_when": condition,
            },
        ]
        group = {"link_id": "g", "type": "group", "items": items}

        reply = upload(
            client, json.dumps({"code": "x", "title": "T", "items": [group]})
        )

        assert reply.status_code == 422
        assert text(one(reply, "#error-summary"))

    def test_other_words_of_an_instrument_are_refused(self, client, director):
        data = screening().active_version.definition.to_data()
        mood = next(i for i in data["items"] if i["link_id"] == "mood")
        mood["items"][0]["items"][8]["text"]["en"] = "Dark thoughts"

        reply = upload(client, json.dumps(data))

        assert values(reply, "#error-summary a", "href") == ["#item-phq9_9"]
        assert "sealed" in text(one(reply, "#error-summary"))


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
            with django_assert_num_queries(13):
                client.get(url)
