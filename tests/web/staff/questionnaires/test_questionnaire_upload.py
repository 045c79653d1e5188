"""Uploading a questionnaire: what is taken, and why something is not."""

import json
import re
import zipfile
from io import BytesIO

import pytest

from intake.questionnaires.models import Proposal, Version
from tests.factories.staff import make_staff
from tests.web.staff.questionnaires.uploading import (
    ADD,
    SHIPPED,
    proposed,
    reworded,
    screening,
    upload,
)
from tests.web.staff.reading import one, parsed, text, values

pytestmark = pytest.mark.django_db


@pytest.fixture
def director(client):
    director = make_staff("medical_director")
    client.force_login(director)
    return director


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
