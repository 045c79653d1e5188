"""What can be written into each kind of question, and what is refused."""

import re
import uuid
from datetime import timedelta

import pytest

from intake.practice.models import Organisation
from intake.web.ui.question_fields import names_to_offer
from tests.factories.cases import make_response
from tests.factories.every_kind import ITEMS, QUESTIONS
from tests.factories.questionnaires import LISTS, publish, publish_part
from tests.factories.responses import answer, fresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("begun")]

NAMES = [row["link_id"] for row in QUESTIONS]
SKIPPED = {"state": "skipped"}


@pytest.fixture(scope="module")
def begun(once):
    """Somebody has begun; publishing a question of every kind takes long."""

    def begin():
        publish(items=ITEMS)
        return make_response()

    return once(begin)


@pytest.fixture
def visitor(visit, begun):
    return visit(begun())


def stored(visitor, name):
    return fresh(visitor.response).latest("page").data.get(name)


def today():
    return Organisation.current().today()


def test_every_question_has_inputs_and_a_label(visitor):
    reply = visitor.open("page")

    drawn = {tag["name"] for tag in reply.html.select("main [name]")}
    for name in NAMES:
        assert any(input_name.split(".")[0] == name for input_name in drawn), name
        assert f"Question {name}" in reply.words()


def test_an_empty_page_of_optional_questions_is_accepted_as_skipped(visitor):
    reply = visitor.send("page")

    assert reply.leads_to == visitor.url("check")
    assert fresh(visitor.response).latest("page").data == dict.fromkeys(NAMES, SKIPPED)


@pytest.mark.parametrize(
    ("posted", "name", "kept"),
    [
        pytest.param({"truth": "yes"}, "truth", "yes", id="yes"),
        pytest.param({"truth": "no"}, "truth", "no", id="no"),
        pytest.param({"one": "red"}, "one", "red", id="one of several"),
        pytest.param(
            {"several": ["red", "blue"]}, "several", ["red", "blue"], id="two of them"
        ),
        pytest.param({"several": ["none"]}, "several", ["none"], id="none of them"),
        pytest.param({"open": "blue"}, "open", "blue", id="an open choice"),
        pytest.param(
            {"open": "other", "_other.open": " Mauve "},
            "open",
            {"other": " Mauve "},
            id="own words",
        ),
        pytest.param({"whole": "12"}, "whole", 12, id="whole number"),
        pytest.param({"whole": " 12 "}, "whole", 12, id="spaces around"),
        pytest.param({"whole": "007"}, "whole", 7, id="zeros in front"),
        pytest.param({"exact": "2.5"}, "exact", 2.5, id="decimal number"),
        pytest.param({"exact": ".5"}, "exact", 0.5, id="no zero in front"),
        pytest.param(
            {"day.month": "2", "day.day": "29", "day.year": "2024"},
            "day",
            "2024-02-29",
            id="leap day",
        ),
        pytest.param({"day": "2024-05-17"}, "day", "2024-05-17", id="ISO date"),
        pytest.param({"about.year": "2019"}, "about", "2019", id="a year"),
        pytest.param(
            {"about.month": "7", "about.year": "2019"},
            "about",
            "2019-07",
            id="a month",
        ),
        pytest.param({"begun.year": "2019"}, "begun", "2019", id="begun in a year"),
        pytest.param(
            {"begun.month": "7", "begun.year": "2019"},
            "begun",
            "2019-07",
            id="begun in a month",
        ),
        pytest.param(
            {"height.ft": "5", "height.in": "8"},
            "height",
            {"si": 1.7272, "given": {"ft": 5.0, "in": 8.0}},
            id="feet and inches",
        ),
        pytest.param(
            {"height.cm": "172.5"},
            "height",
            {"si": 1.725, "given": {"cm": 172.5}},
            id="centimeters",
        ),
        pytest.param(
            {"weight.lb": "160"},
            "weight",
            {"si": 72.5747792, "given": {"lb": 160.0}},
            id="pounds",
        ),
        pytest.param({"count": "123456789"}, "count", 123456789, id="many digits"),
        pytest.param({"exact": "1.2345678"}, "exact", 1.2345678, id="many decimals"),
        pytest.param({"line": " as it is "}, "line", " as it is ", id="a line"),
        pytest.param({"words": "one\ntwo"}, "words", "one\ntwo", id="two lines"),
        pytest.param(
            {"words": "one\r\ntwo"},
            "words",
            "one\ntwo",
            id="lines as browsers send them",
        ),
        pytest.param({"plain": "As I say it"}, "plain", "As I say it", id="no way out"),
        pytest.param(
            {"medicine": "Zoloft 50"}, "medicine", "Zoloft 50", id="a medicine"
        ),
        pytest.param(
            {"moment": "2024-05-17T08:30"}, "moment", "2024-05-17T08:30", id="a moment"
        ),
        pytest.param({"hour": "08:30"}, "hour", "08:30", id="time"),
        pytest.param(
            {"link": "https://a.example/b"}, "link", "https://a.example/b", id="a link"
        ),
    ],
)
def test_a_value_is_kept_and_shown_again(visitor, posted, name, kept):
    reply = visitor.send("page", posted)

    assert reply.status == 302
    assert stored(visitor, name) == {"value": kept}
    again = visitor.open("page")
    for field, value in posted.items():
        if isinstance(value, str) and field not in ("day", "whole", "exact"):
            assert again.typed(field) == value.replace("\r\n", "\n")
    assert visitor.send("page", posted).status == 302


@pytest.mark.parametrize(
    ("posted", "name", "state"),
    [
        pytest.param({"truth": "unsure"}, "truth", "unsure", id="yes or no"),
        pytest.param({"one": "declined"}, "one", "declined", id="choice"),
        pytest.param({"one": "na"}, "one", "na", id="does not apply"),
        pytest.param({"several": ["unsure"]}, "several", "unsure", id="several"),
        pytest.param({"open": "declined"}, "open", "declined", id="open choice"),
        pytest.param({"_state.whole": "declined"}, "whole", "declined", id="number"),
        pytest.param({"_state.exact": "unsure"}, "exact", "unsure", id="decimal"),
        pytest.param({"_state.day": "unsure"}, "day", "unsure", id="date"),
        pytest.param({"_state.height": "na"}, "height", "na", id="height"),
        pytest.param({"_state.line": "unsure"}, "line", "unsure", id="a line"),
        pytest.param({"_state.words": "declined"}, "words", "declined", id="a text"),
        pytest.param({"_state.moment": "unsure"}, "moment", "unsure", id="a moment"),
        pytest.param({"_state.hour": "unsure"}, "hour", "unsure", id="a time"),
        pytest.param({"_state.link": "na"}, "link", "na", id="a link"),
        pytest.param({"_state.medicine": "unsure"}, "medicine", "unsure", id="a name"),
    ],
)
def test_a_state_is_kept_as_a_state_and_shown_again(visitor, posted, name, state):
    visitor.send("page", posted)

    assert stored(visitor, name) == {"state": state}
    again = visitor.open("page")
    checked = {(box["name"], box["value"]) for box in again.html.select("[checked]")}
    assert checked == {(field, state) for field in posted}


REFUSED = {
    "a choice that is not offered": ({"one": "green"}, "one"),
    "neither yes nor no": ({"truth": "maybe"}, "truth"),
    "one of several not offered": ({"several": ["red", "green"]}, "several"),
    "the same one twice": ({"several": ["red", "red"]}, "several"),
    "none and another": ({"several": ["none", "red"]}, "several"),
    "a state and another": ({"several": ["unsure", "red"]}, "several"),
    "own words left empty": ({"open": "other", "_other.open": " "}, "open"),
    "own words too long": ({"open": "other", "_other.open": "x" * 300}, "open"),
    "a number with a state": ({"whole": "3", "_state.whole": "unsure"}, "whole"),
    "a line with a state": ({"line": "x", "_state.line": "unsure"}, "line"),
    "a text with a state": ({"words": "x", "_state.words": "na"}, "words"),
    "a time with a state": ({"hour": "08:30", "_state.hour": "na"}, "hour"),
    "a state that is not offered": ({"_state.plain": "unsure"}, "plain"),
    "two states": ({"_state.whole": ["unsure", "declined"]}, "whole"),
    "a state that is none": ({"_state.whole": "skipped"}, "whole"),
    "letters for a number": ({"whole": "many"}, "whole"),
    "a fraction for a whole number": ({"whole": "1.5"}, "whole"),
    "a power of ten": ({"whole": "1e2"}, "whole"),
    "other digits than ours": ({"whole": "٣"}, "whole"),
    "a superscript": ({"whole": "²"}, "whole"),
    "a comma": ({"exact": "2,5"}, "exact"),
    "two points": ({"exact": "1.2.3"}, "exact"),
    "not a number": ({"exact": "nan"}, "exact"),
    "infinity": ({"exact": "inf"}, "exact"),
    "too small": ({"whole": "-1"}, "whole"),
    "too large": ({"whole": "301"}, "whole"),
    "far too many digits": ({"whole": "9" * 400}, "whole"),
    "no such day": ({"day.month": "2", "day.day": "30", "day.year": "2023"}, "day"),
    "no such month": ({"day.month": "13", "day.day": "1", "day.year": "2023"}, "day"),
    "a day without its month": ({"about.day": "3", "about.year": "2023"}, "about"),
    "a year alone where the day is needed": ({"day.year": "2023"}, "day"),
    "a year of two digits": ({"about.year": "85"}, "about"),
    "a date in words": ({"day": "yesterday"}, "day"),
    "a date with a state": ({"day": "2023-01-02", "_state.day": "unsure"}, "day"),
    "both systems": ({"height.ft": "5", "height.cm": "170"}, "height"),
    "inches alone": ({"height.in": "x"}, "height"),
    "pounds and kilograms": ({"weight.lb": "160", "weight.kg": "72"}, "weight"),
    "a height with a state": ({"height.cm": "9", "_state.height": "na"}, "height"),
    "a line too long": ({"line": "x" * 256}, "line"),
    "a text too long": ({"words": "x" * 1001}, "words"),
    "a megabyte": ({"words": "x" * 1_000_000}, "words"),
    "no such time": ({"hour": "25:00"}, "hour"),
    "no such moment": ({"moment": "soon"}, "moment"),
    "an address that runs code": ({"link": "javascript:alert(1)"}, "link"),
    "a character that is none": ({"words": "a\0b"}, "words"),
    "one in a line": ({"line": "\0"}, "line"),
    "one in own words": ({"open": "other", "_other.open": "a\0b"}, "open"),
    "one for a choice": ({"one": "\0"}, "one"),
    "one in a number": ({"whole": "1\0"}, "whole"),
}


@pytest.mark.parametrize(("posted", "name"), REFUSED.values(), ids=REFUSED.keys())
def test_what_makes_no_sense_is_refused_and_still_there(visitor, posted, name):
    reply = visitor.send("page", {"one": "blue"} | posted)

    assert reply.status == 422
    assert len(reply.refused()) == 1
    assert next(iter(reply.refused())).startswith(f"#id_{name}")
    assert stored(visitor, name) is None
    for field, value in posted.items():
        if field in ("words", "line", "whole", "exact") and "\0" not in value:
            assert reply.typed(field) == value
    if name != "one":
        assert stored(visitor, "one") == {"value": "blue"}


def test_a_date_to_the_month_has_no_day_to_fill_in(visitor):
    drawn = {tag["name"] for tag in visitor.open("page").html.select("[name]")}

    assert {"begun.month", "begun.year"} <= drawn
    assert "begun.day" not in drawn


def test_a_date_in_the_future_is_refused(visitor):
    tomorrow = today() + timedelta(days=1)

    assert visitor.send("page", {"day": tomorrow.isoformat()}).status == 422
    assert visitor.send("page", {"day": today().isoformat()}).status == 302


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("naïve café 你好 🙂", id="letters of the world"),
        pytest.param("\u202eright to left\u202c", id="right to left"),
        pytest.param("e\u0301\u0301\u0301 zalgo", id="combining marks"),
        pytest.param("👩‍👩‍👧‍👦", id="joined emoji"),
        pytest.param("\ufeff\u200b\u00a0x", id="invisible"),
        pytest.param("<script>alert('x')</script> & \"q\"", id="markup"),
        pytest.param("{{ 7 }} {% now 'Y' %} %s {0}", id="templates"),
        pytest.param("\U0010ffff", id="the last of all"),
    ],
)
def test_any_text_is_kept_as_it_is_and_shown_as_text(visitor, words):
    reply = visitor.send("page", {"words": words, "line": words})

    assert reply.status == 302
    assert stored(visitor, "words") == {"value": words}
    again = visitor.open("page")
    assert again.typed("words") == words
    assert again.typed("line") == words
    assert words in visitor.get(visitor.url("check")).html.get_text()


def test_halves_of_characters_are_never_stored(visitor):
    body = "_revision=0&words=a%ED%A0%80b&line=%FF%FE"

    reply = visitor.client.post(
        visitor.address("page"), body, content_type="application/x-www-form-urlencoded"
    )

    assert reply.status_code in (302, 422)
    assert "\ud800" not in str(fresh(visitor.response).latest("page").data)


@pytest.mark.parametrize(
    "charset", ["raw_unicode_escape", "utf-16", "base64", "rot13", "none-such"]
)
def test_a_body_in_another_encoding_is_refused(visitor, charset):
    body = (
        b'--x\r\nContent-Disposition: form-data; name="words"\r\n\r\n'
        b"a\\ud800b\r\n--x--\r\n"
    )
    kind = "multipart/form-data; boundary=x"
    sent = {
        "CONTENT_TYPE": f"{kind}; charset={charset}",
        "CONTENT_LENGTH": str(len(body)),
    }

    reply = visitor.client.generic(
        "POST", visitor.address("page"), body, content_type=kind, **sent
    )

    assert reply.status_code == 400
    assert fresh(visitor.response).latest("page") is None


def test_a_body_too_large_for_any_page_is_refused_before_it_is_read(visitor):
    reply = visitor.send("page", {"words": "x" * 2_100_000}, revision=0)

    assert reply.status == 413
    assert fresh(visitor.response).latest("page") is None


def test_more_inputs_than_any_page_has_are_refused(visitor):
    body = "&".join(f"x{n}=1" for n in range(20_001))

    reply = visitor.client.post(
        visitor.address("page"), body, content_type="application/x-www-form-urlencoded"
    )

    assert reply.status_code == 400


def test_an_upload_in_place_of_an_answer_is_no_answer(visitor, tmp_path):
    file = tmp_path / "words.txt"
    file.write_text("words", encoding="utf-8")

    with file.open("rb") as upload:
        reply = visitor.send("page", {"words": upload}, revision=0)

    assert reply.status == 302
    assert stored(visitor, "words") == SKIPPED


def test_a_long_text_of_many_lines_is_kept_letter_for_letter(visit):
    words = ("Ä line, WITH  two spaces \t and a tab 🙂\n" * 120)[:4000]
    item = {"link_id": "story", "type": "text", "text": "Your story"}
    publish(items=[{"link_id": "page", "type": "group", "text": "A", "items": [item]}])
    visitor = visit()

    reply = visitor.send("page", {"story": words.replace("\n", "\r\n")})

    assert reply.status == 302
    assert stored(visitor, "story") == {"value": words}
    assert visitor.open("page").typed("story") == words
    assert visitor.send("page", {"story": words + "x"}).status == 422


def test_own_words_that_are_too_long_are_called_that(visitor):
    reply = visitor.send("page", {"open": "other", "_other.open": "x" * 300})

    assert "Please shorten this to 255 characters." in reply.words("#error-summary")


class TestNames:
    def test_medicines_are_offered_without_a_script(self, visitor):
        reply = visitor.open("page")

        place = reply.one("input[name=medicine]")["list"]
        offered = reply.response.text.partition(f'<datalist id="{place}">')[2]
        names = re.findall("<option>([^<]+)", offered.partition("</datalist>")[0])
        assert {"sertraline", "Zoloft", "acetaminophen"} <= set(names)
        assert len(names) == len(set(names)) > 1000

    def test_a_name_that_is_not_among_them_is_as_good(self, visitor):
        assert visitor.send("page", {"medicine": "Something new"}).status == 302

    def test_they_weigh_little_and_stand_only_where_a_medicine_is_asked(self, visit):
        publish_part(*LISTS)
        visitor = visit()
        answer(visitor.response, "wanted")

        row = visitor.open("medicines", str(uuid.uuid4()))

        assert row.has("datalist")
        assert len(names_to_offer("medicines").options) < 26_000
        for page in ("wanted", "medicines"):
            assert not visitor.open(page).has("datalist")


class TestHelpForBrowsers:
    @pytest.mark.parametrize(
        ("name", "attributes"),
        [
            ("whole", {"inputmode": "numeric"}),
            ("exact", {"inputmode": "decimal"}),
            ("height.cm", {"inputmode": "decimal"}),
            ("day.year", {"inputmode": "numeric"}),
            ("hour", {"type": "time"}),
            ("moment", {"type": "datetime-local"}),
            ("link", {"type": "url", "inputmode": "url"}),
        ],
    )
    def test_the_keyboard_fits_what_is_asked(self, visitor, name, attributes):
        field = visitor.open("page").html.find(attrs={"name": name})

        assert {key: field[key] for key in attributes} == attributes

    def test_no_answer_is_filled_in_by_the_browser(self, visitor):
        fields = [
            *visitor.open("page").html.select("main input:not([type=hidden])"),
            *visitor.open("page").html.select("main textarea"),
        ]

        fields = [f for f in fields if f.get("type") not in ("radio", "checkbox")]
        assert fields
        assert {field["autocomplete"] for field in fields} == {"off"}

    def test_every_input_has_a_name_and_its_hint_is_tied_to_it(self, visitor):
        html = visitor.open("page").html

        plain = html.find(attrs={"name": "plain"})
        hint = html.find(id=plain["aria-describedby"])
        assert hint.get_text() == "As you say it."
        for field in html.select("main input:not([type=hidden]), main textarea"):
            labelled = html.find("label", attrs={"for": field["id"]})
            assert labelled or html.find(id=field["aria-labelledby"].split()[0])

    def test_an_error_is_tied_to_its_input(self, visitor):
        reply = visitor.send("page", {"plain": "x" * 300, "whole": "many"})

        plain = reply.html.find(attrs={"name": "plain"})
        assert plain["aria-invalid"] == "true"
        assert "id_plain_error" in plain["aria-describedby"].split()
        group = reply.html.find(id="id_whole_legend").find_parent("fieldset")
        assert "id_whole_error" in group["aria-describedby"].split()
        assert reply.has("#id_plain_error")
        assert reply.has("#id_whole_error")


class TestBloodPressure:
    @pytest.mark.parametrize(
        ("upper", "lower", "status"),
        [
            pytest.param("120", "80", 302, id="in order"),
            pytest.param("80", "120", 422, id="the wrong way round"),
            pytest.param("100", "100", 422, id="equal"),
            pytest.param("120", "", 302, id="one alone"),
        ],
    )
    def test_the_upper_number_is_the_greater(self, visit, upper, lower, status):
        publish(
            items=[
                {
                    "link_id": "page",
                    "type": "group",
                    "text": "Pressure",
                    "items": [
                        {"link_id": name, "type": "integer", "text": name}
                        for name in ("upper", "lower")
                    ],
                }
            ],
            above=[{"item": "upper", "than": "lower", "text": "Please check both."}],
        )
        visitor = visit()

        reply = visitor.send("page", {"upper": upper, "lower": lower})

        assert reply.status == status
        if status == 422:
            assert reply.refused() == {"#id_upper"}
            assert "Please check both." in reply.words("#error-summary")
            assert fresh(visitor.response).latest("page").data == {
                "lower": {"value": int(lower)}
            }
