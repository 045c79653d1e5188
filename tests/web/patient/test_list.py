"""Lists: their page, one row a page, and taking a row off."""

import uuid

import pytest

from intake.domain.questionnaire.answers import ListState
from intake.questionnaires.models import SavedPage
from intake.web.ui.filling import lists
from tests.factories.cases import make_response
from tests.factories.questionnaires import LISTS, publish, publish_part
from tests.factories.responses import add_row, answer, fresh, say_of_list

pytestmark = pytest.mark.django_db

MEDICINE = {"rx_name": "sertraline", "rx_dose": "100 mg"}


@pytest.fixture
def visitor(visit):
    publish_part(*LISTS)
    visitor = visit()
    answer(visitor.response, "wanted")
    return visitor


def rows(visitor):
    return fresh(visitor.response).sheet.rows("medicines")


def names(visitor):
    return [row.answers["rx_name"].value for row in rows(visitor).rows]


def add(visitor, **given):
    return add_row(visitor.response, "medicines", **given or MEDICINE)


class TestTheList:
    def test_it_says_what_it_is_to_people_and_bots(self, visitor):
        row = add(visitor)

        reply = visitor.open("medicines")

        assert reply.kind == "list"
        assert reply.one("form[data-form]")["data-page"] == "medicines"
        entry = reply.one(f"li[data-row='{row}']")
        assert "sertraline" in entry.get_text()
        assert entry.select_one("a[data-change]")["href"] == visitor.address(
            "medicines", row
        )
        assert entry.select_one("a[data-remove]")["href"] == visitor.address(
            "medicines", row, remove=True
        )

    def test_people_are_asked_to_keep_taking_their_medicines(self, visitor):
        words = visitor.open("medicines").words()

        assert "Please keep taking them as you do now" in words
        assert "do not stop any of them on your own" in words

    @pytest.mark.parametrize(
        ("is_filled", "buttons"),
        [
            pytest.param(False, {"add", "none", "unsure", "leave"}, id="empty"),
            pytest.param(True, {"add", "done", "unsure", "leave"}, id="with a row"),
        ],
    )
    def test_it_offers_the_buttons_that_fit(self, visitor, is_filled, buttons):
        if is_filled:
            add(visitor)

        reply = visitor.open("medicines")

        offered = {button["value"] for button in reply.html.select("[name=_action]")}
        assert offered == buttons

    def test_add_leads_to_an_empty_row(self, visitor):
        reply = visitor.send("medicines", action="add")

        row = visitor.get(reply.leads_to)
        assert row.kind == "row"
        assert row.one("form[data-form]")["data-page"] == "medicines"
        assert row.typed("rx_name") == ""
        assert not SavedPage.objects.filter(page="medicines").exists()

    @pytest.mark.parametrize(
        ("is_filled", "action", "state"),
        [
            (False, "none", ListState.NONE),
            (True, "done", ListState.DONE),
            (False, "unsure", ListState.UNSURE),
            (True, "unsure", ListState.UNSURE),
        ],
    )
    def test_a_word_about_the_whole_leads_on(self, visitor, is_filled, action, state):
        if is_filled:
            add(visitor)

        reply = visitor.send("medicines", action=action)

        assert reply.leads_to == visitor.address("diagnosis")
        assert rows(visitor).state == state

    @pytest.mark.parametrize(
        ("is_filled", "action"),
        [
            pytest.param(True, "none", id="none of a list that is not empty"),
            pytest.param(False, "done", id="done with an empty list"),
            pytest.param(False, "", id="no button"),
            pytest.param(False, "sell", id="a button that is not there"),
        ],
    )
    def test_what_does_not_fit_is_refused_with_advice(self, visitor, is_filled, action):
        if is_filled:
            add(visitor)

        reply = visitor.send("medicines", action=action)

        assert reply.status == 422
        assert reply.refused() == {"#id_add"}
        assert rows(visitor).state == ListState.OPEN

    def test_leaving_says_nothing_about_the_whole(self, visitor):
        add(visitor)

        reply = visitor.send("medicines", action="leave")

        assert reply.leads_to == "/patient/"
        assert rows(visitor).state == ListState.OPEN

    def test_the_same_word_twice_has_one_effect(self, visitor):
        replies = [
            visitor.send("medicines", action="none", revision=0) for _time in range(2)
        ]

        assert {reply.leads_to for reply in replies} == {visitor.address("diagnosis")}
        assert SavedPage.objects.filter(page="medicines").count() == 1

    def test_rows_added_in_another_window_are_not_confirmed_unseen(self, visitor):
        add(visitor)
        seen = visitor.open("medicines").revision
        add(visitor, rx_name="lithium")

        reply = visitor.send("medicines", action="done", revision=seen)

        assert reply.status == 409
        assert len(reply.html.select("li[data-row]")) == 2
        assert rows(visitor).state == ListState.OPEN
        again = visitor.send("medicines", action="done", revision=reply.revision)
        assert again.leads_to == visitor.address("diagnosis")

    def test_a_full_list_takes_no_more(self, visitor, monkeypatch):
        monkeypatch.setattr(lists, "MOST_ROWS", 1)
        add(visitor)

        listed = visitor.send("medicines", action="add")
        straight = visitor.send("medicines", MEDICINE, row=str(uuid.uuid4()))

        assert (listed.status, straight.status) == (422, 422)
        assert names(visitor) == ["sertraline"]

    @pytest.mark.parametrize("number", [1, 12])
    def test_it_asks_the_database_as_often_however_long_it_is(
        self, visitor, django_assert_num_queries, number
    ):
        for _row in range(number):
            add(visitor)
        visitor.open("medicines")

        with django_assert_num_queries(9):
            visitor.open("medicines")


class TestARow:
    def test_a_new_one_is_stored_and_leads_back_to_the_list(self, visitor):
        reply = visitor.send("medicines", MEDICINE, row=str(uuid.uuid4()))

        assert reply.leads_to == visitor.address("medicines")
        assert names(visitor) == ["sertraline"]

    def test_the_same_post_twice_is_one_row(self, visitor):
        row = str(uuid.uuid4())

        for _time in range(2):
            visitor.send("medicines", MEDICINE, row=row, revision=0)

        assert names(visitor) == ["sertraline"]

    def test_it_can_be_changed(self, visitor):
        row = add(visitor)
        opened = visitor.open("medicines", row)
        assert opened.typed("rx_dose") == "100 mg"

        visitor.send("medicines", {**MEDICINE, "rx_name": "lithium"}, row=row)

        assert names(visitor) == ["lithium"]

    def test_an_empty_one_is_refused_and_not_stored(self, visitor):
        reply = visitor.send("medicines", {"rx_dose": " "}, row=str(uuid.uuid4()))

        assert reply.status == 422
        assert reply.refused() == {"#id_rx_name"}
        assert rows(visitor).rows == ()

    def test_one_that_is_refused_is_kept_and_told_to_be_unfinished(self, visitor):
        row = str(uuid.uuid4())

        reply = visitor.send("medicines", {"rx_dose": "100 mg"}, row=row)

        assert reply.status == 422
        assert reply.typed("rx_dose") == "100 mg"
        listed = visitor.open("medicines")
        assert "Not finished" in listed.words(f"li[data-row='{row}']")

    def test_a_list_with_an_unfinished_row_is_not_done(self, visitor):
        row = str(uuid.uuid4())
        visitor.send("medicines", {"rx_dose": "100 mg"}, row=row)

        for action in ("done", "unsure"):
            assert visitor.send("medicines", action=action).status == 422

        visitor.send("medicines", MEDICINE, row=row)
        assert visitor.send("medicines", action="done").status == 302

    def test_inputs_that_it_does_not_have_are_ignored(self, visitor):
        row = str(uuid.uuid4())

        visitor.send("medicines", {**MEDICINE, "dx_mdd": "yes"}, row=row)

        assert "dx_mdd" not in fresh(visitor.response).latest("medicines", row).data

    def test_a_change_in_a_stale_tab_shows_both_and_overwrites_nothing(self, visitor):
        row = add(visitor)
        answer(visitor.response, "medicines", row=row, rx_name="lithium")

        reply = visitor.send("medicines", MEDICINE, row=row, revision=1)

        assert reply.status == 409
        assert reply.kind == "row"
        assert "lithium" in reply.words("table")
        assert "sertraline" in reply.words("table")
        assert names(visitor) == ["lithium"]
        again = visitor.send("medicines", MEDICINE, row=row, revision=reply.revision)
        assert again.leads_to == visitor.address("medicines")
        assert names(visitor) == ["sertraline"]

    def test_one_that_was_removed_elsewhere_comes_back_only_when_asked(self, visitor):
        row = add(visitor)
        visitor.post(visitor.address("medicines", row, remove=True), {"_revision": "1"})

        reply = visitor.send("medicines", MEDICINE, row=row, revision=1)

        assert reply.status == 409
        assert "You removed this entry" in reply.words()
        assert rows(visitor).rows == ()
        visitor.send("medicines", MEDICINE, row=row, revision=reply.revision)
        assert names(visitor) == ["sertraline"]

    def test_looking_at_one_that_was_removed_leads_to_the_list(self, visitor):
        row = add(visitor)
        visitor.post(visitor.address("medicines", row, remove=True), {"_revision": "1"})

        reply = visitor.open("medicines", row)

        assert reply.leads_to == visitor.address("medicines")

    def test_a_row_of_what_is_no_list_is_not_found(self, visitor):
        address = visitor.address("wanted", str(uuid.uuid4()))

        assert visitor.get(address).status == 404
        assert visitor.post(address, {"routes": "in"}).status == 404

    def test_a_row_of_a_list_that_is_not_open_yet_is_a_conflict(self, visit):
        visitor = visit(make_response())
        address = visitor.address("medicines", str(uuid.uuid4()))

        assert visitor.get(address).leads_to == visitor.address("wanted")
        assert visitor.post(address, MEDICINE).status == 409

    def test_the_rows_of_another_patient_are_not_found(self, visitor, visit):
        row = add(visitor)
        stranger = visit(make_response())

        for remove in (False, True):
            address = visitor.address("medicines", row, remove=remove)
            assert stranger.get(address).status == 404
            assert stranger.post(address).status == 404
        assert names(visitor) == ["sertraline"]


class TestRemoving:
    @pytest.fixture
    def row(self, visitor):
        return add(visitor)

    def address(self, visitor, row):
        return visitor.address("medicines", row, remove=True)

    def test_it_asks_first(self, visitor, row):
        reply = visitor.get(self.address(visitor, row))

        assert reply.kind == "remove"
        assert "sertraline" in reply.words("h1")
        assert names(visitor) == ["sertraline"]

    def test_it_takes_the_row_off_and_leads_back(self, visitor, row):
        asked = visitor.get(self.address(visitor, row))

        reply = visitor.post(
            self.address(visitor, row),
            {"_revision": asked.revision, "_action": "remove"},
        )

        assert reply.leads_to == visitor.address("medicines")
        assert rows(visitor).rows == ()
        assert SavedPage.objects.filter(row=row).count() == 2

    def test_it_opens_a_list_that_was_confirmed(self, visitor, row):
        say_of_list(visitor.response, "medicines", ListState.DONE)

        visitor.post(self.address(visitor, row), {"_revision": "1"})

        assert rows(visitor).state == ListState.OPEN

    def test_twice_is_accepted_twice_with_one_effect(self, visitor, row):
        for _time in range(2):
            reply = visitor.post(self.address(visitor, row), {"_revision": "1"})
            assert reply.leads_to == visitor.address("medicines")

        assert SavedPage.objects.filter(row=row).count() == 2

    def test_a_row_that_was_changed_meanwhile_is_shown_again(self, visitor, row):
        answer(visitor.response, "medicines", row=row, rx_name="lithium")

        reply = visitor.post(self.address(visitor, row), {"_revision": "1"})

        assert reply.status == 409
        assert "lithium" in reply.words("h1")
        assert names(visitor) == ["lithium"]
        again = visitor.post(self.address(visitor, row), {"_revision": reply.revision})
        assert again.leads_to == visitor.address("medicines")
        assert rows(visitor).rows == ()

    def test_it_says_what_was_removed_and_offers_to_put_it_back(self, visitor, row):
        reply = visitor.get(
            visitor.post(self.address(visitor, row), {"_revision": "1"}).leads_to
        )

        assert "Removed: sertraline" in reply.words(f"li[data-removed='{row}']")
        button = reply.one("button[name=_restore]")
        assert button["value"] == row
        assert button["form"] == reply.one("form[data-form=list]")["id"]
        assert "Nothing here yet" in reply.words()
        assert reply.has("button[value=none]")

    def test_a_row_that_never_was_leads_back(self, visitor, row):
        reply = visitor.post(self.address(visitor, str(uuid.uuid4())))

        assert reply.leads_to == visitor.address("medicines")


def put_back(visitor, row):
    return visitor.post(visitor.address("medicines"), {"_restore": row})


class TestPuttingBack:
    @pytest.fixture
    def three(self, visitor):
        return [
            add(visitor, rx_name=name) for name in ("sertraline", "lithium", "aspirin")
        ]

    @pytest.fixture
    def removed(self, visitor, three):
        remove(visitor, three[1])
        return three[1]

    def test_it_returns_to_its_place_with_its_answers(self, visitor, removed):
        before = fresh(visitor.response).latest("medicines", removed).data

        reply = put_back(visitor, removed)

        assert reply.leads_to == visitor.address("medicines")
        assert names(visitor) == ["sertraline", "lithium", "aspirin"]
        stored = fresh(visitor.response).latest("medicines", removed)
        assert (stored.data, stored.number) == (before, 3)
        listed = [
            row["data-row"]
            for row in visitor.open("medicines").html.select("li[data-row]")
        ]
        assert listed[1] == removed

    def test_no_name_stands_in_an_address(self, visitor, removed):
        reply = visitor.open("medicines")

        addresses = [tag["href"] for tag in reply.html.select("[href]")]
        addresses += [form.get("action", "") for form in reply.html.select("form")]
        assert not any("lithium" in address for address in addresses)

    def test_it_can_be_done_in_another_tab_and_after_leaving(
        self, visitor, removed, visit
    ):
        visitor.send("medicines", action="leave")
        elsewhere = visit(visitor.response)

        assert elsewhere.open("medicines").has(f"li[data-removed='{removed}']")
        put_back(elsewhere, removed)

        assert names(visitor) == ["sertraline", "lithium", "aspirin"]

    def test_twice_has_one_effect(self, visitor, removed):
        for _time in range(2):
            assert put_back(visitor, removed).leads_to == visitor.address("medicines")

        assert SavedPage.objects.filter(row=removed).count() == 3

    def test_one_that_is_on_the_list_stays_as_it_is(self, visitor, three):
        put_back(visitor, three[0])

        assert SavedPage.objects.filter(row=three[0]).count() == 1

    @pytest.mark.parametrize("row", ["4c5cd546-00ea-4f2a-9034-9930cc65ab51", "x", "\0"])
    def test_one_that_never_was_leads_back(self, visitor, removed, row):
        assert put_back(visitor, row).leads_to == visitor.address("medicines")
        assert names(visitor) == ["sertraline", "aspirin"]

    def test_a_list_that_was_confirmed_is_asked_for_again(self, visitor, removed):
        say_of_list(visitor.response, "medicines", ListState.DONE)

        put_back(visitor, removed)

        assert rows(visitor).state == ListState.OPEN

    def test_an_unfinished_row_comes_back_unfinished(self, visitor):
        row = str(uuid.uuid4())
        visitor.send("medicines", {"rx_dose": "100 mg"}, row=row)
        remove(visitor, row)

        put_back(visitor, row)

        assert not fresh(visitor.response).latest("medicines", row).accepted
        assert "Not finished" in visitor.open("medicines").words(
            f"li[data-row='{row}']"
        )

    def test_a_full_list_says_so(self, visitor, removed, monkeypatch):
        monkeypatch.setattr(lists, "MOST_ROWS", 2)

        reply = put_back(visitor, removed)

        assert reply.status == 422
        assert names(visitor) == ["sertraline", "aspirin"]


def remove(visitor, row):
    address = visitor.address("medicines", row, remove=True)
    revision = fresh(visitor.response).number("medicines", row)
    return visitor.post(address, {"_revision": revision})


class TestGoingOn:
    def test_a_refused_row_that_was_left_is_gone_on_with_and_never_loops(
        self, visitor, visit
    ):
        row = str(uuid.uuid4())
        visitor.send("medicines", {"rx_dose": "100 mg"}, row=row)

        later = visit(visitor.response)  # signed in again
        home = later.get("/patient/")
        address = home.one("a[data-continue]")["href"]
        opened = later.get(address)

        assert address == later.address("medicines", row)
        assert opened.typed("rx_dose") == "100 mg"
        assert later.open("medicines").status == 200
        done = later.post(address, {"_revision": opened.revision, **MEDICINE})
        assert done.leads_to == later.address("medicines")
        assert later.send("medicines", action="done").status == 302

    def test_removing_the_unfinished_row_leads_to_the_list(self, visitor):
        row = str(uuid.uuid4())
        visitor.send("medicines", {"rx_dose": "100 mg"}, row=row)
        remove(visitor, row)

        home = visitor.get("/patient/")

        following = home.one("a[data-continue]")["href"]
        assert following == visitor.address("medicines")

    def test_a_list_that_is_confirmed_empty_differs_from_one_not_reached(self, visitor):
        before = visitor.get(visitor.url("check"))
        visitor.send("medicines", action="none")

        after = visitor.get(visitor.url("check"))

        assert before.words("[data-item=medicines]") == "Not finished"
        assert "Your medicines" in before.words("#missing")
        assert after.words("[data-item=medicines]") == "Nothing to list"
        assert "Your medicines" not in after.words("#missing")


STOPPED = {"item": "stopped", "value": "yes"}
IN_A_ROW = [
    {
        "link_id": "things",
        "type": "group",
        "repeats": True,
        "text": "Things",
        "items": [
            {"link_id": "name", "type": "string", "text": "Name", "required": True},
            {"link_id": "stopped", "type": "boolean", "text": "Stopped?"},
            {
                "link_id": "why",
                "type": "string",
                "text": "Why?",
                "enable_when": STOPPED,
            },
        ],
    }
]


class TestConditionsInARow:
    @pytest.fixture
    def visitor(self, visit):
        publish(items=IN_A_ROW)
        return visit()

    def save(self, visitor, row, **given):
        return visitor.send("things", given, row=row)

    def test_what_an_answer_brings_up_is_asked_before_the_list_is_shown(self, visitor):
        row = str(uuid.uuid4())

        first = self.save(visitor, row, name="A", stopped="yes")
        opened = visitor.get(first.leads_to)
        second = self.save(visitor, row, name="A", stopped="yes", why="It hurt")

        assert first.leads_to == visitor.address("things", row)
        assert opened.has("[name=why]")
        assert "something more to ask" in opened.words()
        assert second.leads_to == visitor.address("things")

    def test_it_may_stay_empty_and_is_not_asked_for_ever(self, visitor):
        row = str(uuid.uuid4())
        self.save(visitor, row, name="A", stopped="yes")

        reply = self.save(visitor, row, name="A", stopped="yes", why="")

        assert reply.leads_to == visitor.address("things")
        assert visitor.send("things", action="done").status == 302

    def test_they_see_that_row_and_no_other(self, visitor):
        stopped, taken = str(uuid.uuid4()), str(uuid.uuid4())

        first = self.save(visitor, stopped, name="A", stopped="yes")
        second = self.save(visitor, taken, name="B", stopped="no")

        assert first.leads_to == visitor.address("things", stopped)
        assert second.leads_to == visitor.address("things")
        assert visitor.open("things", stopped).has("[name=why]")
        assert not visitor.open("things", taken).has("[name=why]")
