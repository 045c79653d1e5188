"""Naming a medicine: spelt well or not, or looked for by its kind."""

import uuid

import pytest

from intake.domain.questionnaire.histories import medicines, trials
from intake.domain.treatments.agents import load_agents
from tests.factories.questionnaires import publish_part
from tests.factories.responses import answer, fresh

pytestmark = pytest.mark.django_db

REST = {"tx_for_depression": "yes", "tx_this_episode": "yes"}
LOOK_UP = "look_up"


@pytest.fixture
def visitor(visit):
    publish_part("wanted", "medicines", "added_medicines", "treatments")
    visitor = visit()
    answer(visitor.response, "wanted")
    return visitor


@pytest.fixture
def row():
    return str(uuid.uuid4())


@pytest.fixture
def at_treatments(visitor):
    visitor.send("medicines", action="none")
    visitor.send("added_medicines")
    return visitor


def stored(visitor, page, row):
    return fresh(visitor.response).latest(page, row)


def offered(reply):
    return [radio["value"] for radio in reply.html.select("[data-offered] input")]


def hidden(reply):
    found = reply.html.select("input[type=hidden][name^=_asked]")
    return {tag["name"]: tag["value"] for tag in found}


class TestAnAgent:
    @pytest.mark.parametrize(
        ("written", "code"),
        [
            ("sertraline", "sertraline"),
            ("ZOLOFT", "sertraline"),
            ("Zoloft 100 mg tablets", "sertraline"),
            ("Effexor XR", "venlafaxine_extended_release"),
        ],
    )
    def test_a_whole_name_is_its_own_answer(self, at_treatments, row, written, code):
        reply = at_treatments.send("treatments", REST | {"tx_name": written}, row=row)

        assert reply.status == 302
        kept = stored(at_treatments, "treatments", row).data
        assert kept["tx_drug"] == {"value": code}
        assert kept["tx_name"] == {"value": written}

    def test_a_misspelt_name_is_asked_about_and_then_kept_beside_the_choice(
        self, at_treatments, row
    ):
        given = REST | {"tx_name": "Sinbalta"}
        asked = at_treatments.send("treatments", given, row=row)

        assert asked.status == 422
        assert asked.refused() == {"#id_tx_drug_0"}
        assert offered(asked) == ["duloxetine", "other"]
        assert asked.typed("tx_name") == "Sinbalta"
        assert stored(at_treatments, "treatments", row).data["tx_name"] == {
            "value": "Sinbalta"
        }

        chosen = given | {"tx_drug": "duloxetine"}
        assert at_treatments.send("treatments", chosen, row=row).status == 302
        kept = stored(at_treatments, "treatments", row)
        assert kept.accepted
        assert kept.data["tx_name"] == {"value": "Sinbalta"}
        assert kept.data["tx_drug"] == {"value": "duloxetine"}

    def test_it_is_asked_once_and_what_is_sent_again_stands(self, at_treatments, row):
        given = REST | {"tx_name": "Sinbalta"}
        asked = at_treatments.send("treatments", given, row=row)

        again = at_treatments.send("treatments", given | hidden(asked), row=row)

        assert again.status == 302
        kept = stored(at_treatments, "treatments", row).data
        assert kept["tx_drug"] == {"value": "other"}
        assert kept["tx_name"] == {"value": "Sinbalta"}

    def test_a_name_that_nothing_is_like_is_kept_and_the_list_says_so(
        self, at_treatments, row
    ):
        given = REST | {"tx_name": "a small blue pill"}

        reply = at_treatments.send("treatments", given, row=row)

        assert reply.status == 302
        shown = at_treatments.open("treatments")
        assert "a small blue pill" in shown.words(f"[data-row='{row}']")
        assert shown.has(f"[data-row='{row}'] [data-kept-as-written]")

    def test_the_list_shows_what_was_written_and_what_is_meant(
        self, at_treatments, row
    ):
        given = REST | {"tx_name": "Sinbalta", "tx_drug": "duloxetine", "tx_dose": "60"}
        at_treatments.send("treatments", given, row=row)

        words = at_treatments.open("treatments").words(f"[data-row='{row}']")

        assert words.startswith("Sinbalta duloxetine (Cymbalta")
        assert "Yes" not in words

    def test_another_name_than_the_one_chosen_before_is_asked_about(
        self, at_treatments, row
    ):
        given = REST | {"tx_name": "Sinbalta", "tx_drug": "duloxetine"}
        at_treatments.send("treatments", given, row=row)

        asked = at_treatments.send("treatments", given | {"tx_name": "Prozac"}, row=row)

        assert asked.status == 422
        assert offered(asked) == ["duloxetine", "fluoxetine", "other"]

    def test_it_can_be_found_by_looking_around(self, at_treatments, row):
        opened = at_treatments.open("treatments", row)
        choices = {tag["value"] for tag in opened.html.select(".shelf input")}

        reply = at_treatments.send(
            "treatments", REST | {"tx_drug": "trazodone"}, row=row
        )

        assert choices == {agent.code for agent in load_agents()}
        assert reply.status == 302
        shown = at_treatments.open("treatments", row)
        assert shown.typed("tx_drug") == "trazodone"

    def test_neither_a_name_nor_a_choice_leads_to_the_name(self, at_treatments, row):
        reply = at_treatments.send("treatments", REST, row=row)

        assert reply.status == 422
        assert reply.refused() == {"#id_tx_name"}

    def test_not_remembering_is_an_answer(self, at_treatments, row):
        given = REST | {"tx_drug": "unknown", "tx_name": "zolof, or something like it"}

        assert at_treatments.send("treatments", given, row=row).status == 302

    def test_enter_saves(self, at_treatments, row):
        first = at_treatments.open("treatments", row).html.select_one(
            "form[data-form=row] button"
        )

        assert first["value"] == "continue"


class TestLookingUp:
    def test_it_shows_what_the_name_may_mean_and_saves_nothing(
        self, at_treatments, row
    ):
        given = {"tx_name": "zolof", "tx_dose": "many"}

        reply = at_treatments.send("treatments", given, row=row, action=LOOK_UP)

        assert reply.status == 200
        assert offered(reply) == ["sertraline", "other"]
        assert reply.typed("tx_dose") == "many"
        assert stored(at_treatments, "treatments", row) is None

    @pytest.mark.parametrize(
        "given",
        [
            pytest.param({"tx_name": "Zoloft"}, id="by its name"),
            pytest.param({"tx_drug": "sertraline"}, id="by choice"),
        ],
    )
    def test_usual_strengths_stand_beside_the_dose(self, at_treatments, row, given):
        reply = at_treatments.send("treatments", given, row=row, action=LOOK_UP)

        strengths = [tag.get_text() for tag in reply.html.select("[data-fill]")]
        assert strengths == ["25", "50", "100"]
        assert "not advice" in reply.words("#id_tx_dose_usual")

    def test_a_row_that_was_saved_elsewhere_is_still_noticed(self, at_treatments, row):
        given = REST | {"tx_name": "Zoloft"}
        at_treatments.send("treatments", given, row=row)

        stale = at_treatments.send(
            "treatments", {"tx_name": "Prozac"}, row=row, action=LOOK_UP, revision=0
        )

        assert stale.revision == "0"
        late = at_treatments.send("treatments", given, row=row, revision=0)
        assert late.status in (302, 409)


class TestAMedicine:
    def classes(self, visitor, row):
        sheet = fresh(visitor.response).sheet
        return medicines(visitor.response.definition, sheet)[row].classes

    def test_a_near_miss_is_asked_about_and_read_as_what_is_meant(self, visitor, row):
        given = {"rx_name": "lorazapam 1 mg"}
        asked = visitor.send("medicines", given, row=row)

        assert asked.status == 422
        assert offered(asked)[0] == "lorazepam"
        assert offered(asked)[-1] == "other"
        assert (
            visitor.send("medicines", given | {"rx_drug": "lorazepam"}, row=row).status
            == 302
        )
        assert self.classes(visitor, row) == {"BZD"}
        kept = stored(visitor, "medicines", row).data
        assert kept["rx_name"] == {"value": "lorazapam 1 mg"}

    def test_an_unknown_name_is_kept_at_once_and_stays_unrecognised(self, visitor, row):
        reply = visitor.send("medicines", {"rx_name": "Zzyzxol 5 mg"}, row=row)

        assert reply.status == 302
        assert self.classes(visitor, row) == {"UNKNOWN"}
        assert visitor.open("medicines").has(
            f"[data-row='{row}'] [data-kept-as-written]"
        )

    def test_a_known_name_asks_nothing_more(self, visitor, row):
        reply = visitor.send("medicines", {"rx_name": "Xanax 0.5mg"}, row=row)

        assert reply.status == 302
        assert not visitor.open("medicines", row).has("[data-offered]")

    def test_what_is_kept_as_written_stays_unrecognised(self, visitor, row):
        given = {"rx_name": "lorazapam", "rx_drug": "other"}

        assert visitor.send("medicines", given, row=row).status == 302
        assert self.classes(visitor, row) == {"UNKNOWN"}


@pytest.mark.parametrize(
    ("length", "unit", "weeks"),
    [("8", "weeks", 8), ("3", "months", 13), ("1.5", "years", 78), ("10", "", 10)],
)
def test_a_time_is_given_in_weeks_months_or_years(
    at_treatments, row, length, unit, weeks
):
    given = REST | {"tx_name": "Zoloft", "tx_weeks": length, "_unit.tx_weeks": unit}

    at_treatments.send("treatments", given, row=row)

    assert stored(at_treatments, "treatments", row).data["tx_weeks"] == {"value": weeks}
    sheet = fresh(at_treatments.response).sheet
    found = trials(at_treatments.response.definition, sheet)[row]
    assert found.weeks_at_highest == weeks


class TestWhatWasTicked:
    @pytest.fixture
    def at_list(self, visit):
        publish_part("wanted", "added_medicines", "treatments")
        visitor = visit()
        answer(visitor.response, "wanted")
        given = {"tx_added": ["lithium", "aripiprazole"]}
        visitor.send("added_medicines", given)
        return visitor

    def offers(self, visitor):
        found = visitor.open("treatments").html.select("[name=_offer]")
        return [button["value"] for button in found]

    def test_it_is_offered_and_one_press_begins_its_row(self, at_list):
        assert self.offers(at_list) == ["aripiprazole", "lithium"]

        begun = at_list.post(at_list.address("treatments"), {"_offer": "lithium"})

        page = at_list.get(begun.leads_to)
        assert page.kind == "row"
        assert page.typed("tx_drug") == "lithium"
        assert "lithium" not in begun.leads_to
        assert self.offers(at_list) == ["aripiprazole"]

    def test_nobody_has_to_add_it(self, at_list):
        reply = at_list.send("treatments", action="none")

        assert reply.status == 302

    def test_what_was_not_ticked_begins_nothing(self, at_list):
        reply = at_list.post(at_list.address("treatments"), {"_offer": "quetiapine"})

        assert reply.status == 302
        assert not at_list.open("treatments").html.select("[data-row]")

    def test_nothing_is_offered_to_whoever_ticked_nothing(self, at_list):
        at_list.send("added_medicines", {"tx_added": ["none"]})

        assert self.offers(at_list) == []
