"""Storing a page: every version is kept, the latest counts, nothing is overwritten."""

import pytest

from intake.audit.models import Event
from intake.domain.answer import SKIPPED, answered
from intake.domain.questionnaire.answers import ListState
from intake.questionnaires import actions
from intake.questionnaires.actions import NotOpen, UnknownPlace
from intake.questionnaires.models import SavedPage
from tests.factories.cases import make_response
from tests.factories.questionnaires import publish
from tests.factories.responses import (
    add_row,
    answer,
    answer_partly,
    answer_until,
    fresh,
    save,
    say_of_list,
)

pytestmark = pytest.mark.django_db


def yes(*names):
    return {name: {"value": "yes"} for name in names}


def test_a_page_is_stored_with_who_and_which_version(risk):
    answer(risk, "wanted", reasons=["depression"])

    saved = SavedPage.objects.get()
    assert (saved.page, saved.row, saved.number) == ("wanted", "", 1)
    assert saved.accepted
    assert saved.by == risk.patient.user
    assert fresh(risk).sheet.answers["reasons"] == answered(["depression"])


def test_answers_cannot_be_read_from_the_row(risk):
    answer(risk, "wanted", reasons=["depression"])

    assert b"depression" not in bytes(SavedPage.objects.get().sealed)


def test_a_save_is_one_event_without_answers(risk):
    answer(risk, "wanted", reasons=["depression"])

    event = Event.objects.get(action="response.saved")
    assert event.actor_id == str(risk.patient.user_id)
    assert event.patient_id == str(risk.patient_id)
    assert event.detail == {"page": "wanted"}


def test_a_save_moves_the_time_at_which_the_response_was_saved(risk):
    before = risk.saved_at

    saved = answer(risk, "wanted")

    assert saved.response.saved_at > before
    assert fresh(risk).response.saved_at == saved.response.saved_at


def test_a_second_version_counts_and_the_first_is_kept(risk):
    answer(risk, "wanted", reasons=["depression"])

    answer(risk, "wanted", reasons=["pain"])

    assert fresh(risk).sheet.answers["reasons"] == answered(["pain"])
    numbers = SavedPage.objects.values_list("number", flat=True)
    assert sorted(numbers) == [1, 2]


def test_the_same_post_twice_has_one_effect(risk):
    data = {"routes": {"value": ["in"]}, "reasons": {"value": ["pain"]}}
    save(risk, "wanted", data, revision=0)

    again = save(risk, "wanted", data, revision=0)

    assert not again.conflict
    assert SavedPage.objects.count() == 1
    assert Event.objects.filter(action="response.saved").count() == 1


def test_a_post_on_an_older_version_stores_nothing_and_says_what_is_there(risk):
    save(risk, "wanted", {"routes": {"value": ["in"]}}, revision=0)

    late = save(risk, "wanted", {"routes": {"value": ["iv_im"]}}, revision=0)

    assert late.conflict
    assert late.now.latest("wanted").answers == {"routes": answered(["in"])}
    assert fresh(risk).number("wanted") == 1


def test_a_version_that_never_was_is_a_conflict_even_on_an_empty_page(risk):
    odd = save(risk, "wanted", {"routes": {"value": ["in"]}}, revision=7)

    assert odd.conflict
    assert odd.now.latest("wanted") is None
    assert not SavedPage.objects.exists()


def test_a_post_that_knows_the_present_version_replaces_it(risk):
    save(risk, "wanted", {"routes": {"value": ["in"]}}, revision=0)

    saved = save(risk, "wanted", {"routes": {"value": ["iv_im"]}}, revision=1)

    assert not saved.conflict
    assert fresh(risk).sheet.answers["routes"] == answered(["iv_im"])


def test_a_refused_page_is_stored_and_is_not_complete(risk):
    answer_until(risk, "mood")

    answer_partly(risk, "mood", phq9_1=2)

    now = fresh(risk)
    assert now.sheet.answers["phq9_1"] == answered(2)
    assert "phq9_2" not in now.sheet.answers
    assert now.next_page.page.link_id == "mood"


def test_an_accepted_page_that_was_refused_before_is_complete(risk):
    answer_until(risk, "mood")
    answer_partly(risk, "mood", phq9_1=2)

    answer(risk, "mood", phq9_1=2)

    assert fresh(risk).next_page.page.link_id == "screen"


def test_a_page_that_was_accepted_and_then_refused_is_open_again(risk):
    answer_until(risk, "screen")

    answer_partly(risk, "mood", phq9_1=2)

    assert fresh(risk).next_page.page.link_id == "mood"


def test_what_is_saved_is_what_the_next_look_finds(risk):
    saved = answer(risk, "wanted", reasons=["pain"])

    again = fresh(risk)

    assert saved.now.stored == again.stored
    assert saved.now.sheet == again.sheet


@pytest.mark.parametrize(
    ("page", "row"),
    [
        pytest.param("elsewhere", "", id="no such page"),
        pytest.param("wanted", "a-row", id="a row of what is no list"),
        pytest.param("routes", "", id="a question is no page"),
    ],
)
def test_a_place_that_the_questionnaire_does_not_have_is_refused(risk, page, row):
    with pytest.raises(UnknownPlace):
        save(risk, page, {}, row=row, revision=0)

    assert not SavedPage.objects.exists()


def test_an_answer_to_a_question_of_another_page_is_refused(risk):
    with pytest.raises(UnknownPlace, match="phq9_9"):
        save(risk, "wanted", {"phq9_9": {"value": 3}}, revision=0)

    assert not SavedPage.objects.exists()


def test_nothing_is_stored_in_a_response_that_was_withdrawn(risk):
    actions.withdraw_response(response=risk, by=risk.patient.user)

    with pytest.raises(NotOpen):
        answer(risk, "wanted")

    assert not SavedPage.objects.exists()


class TestHiddenAnswers:
    """An answer that a branch hides is kept, does not count, and comes back."""

    @pytest.fixture
    def branching(self, db):
        asked = {"type": "boolean", "text": "Is it?", "states": ["unsure"]}
        hidden = {"enable_when": {"item": "first", "value": "yes"}}
        publish(
            items=[
                _group("one", asked | {"link_id": "first"}),
                _group(
                    "two",
                    asked | {"link_id": "always"},
                    _group("inner", asked | {"link_id": "sometimes"} | hidden),
                ),
            ]
        )
        return make_response()

    def test_only_what_is_shown_is_asked(self, branching):
        answer(branching, "one", first="no")

        now = fresh(branching)

        parts = now.asked_on(now.page("two"))
        assert [item.link_id for item in parts] == ["always"]

    def test_a_group_is_asked_with_what_is_shown_in_it(self, branching):
        answer(branching, "one", first="yes")

        now = fresh(branching)

        parts = now.asked_on(now.page("two"))
        assert [item.link_id for item in parts] == ["always", "inner"]

    def test_a_hidden_answer_outlives_a_new_version_of_its_page(self, branching):
        answer(branching, "one", first="yes")
        answer(branching, "two", always="yes", sometimes="yes")
        answer(branching, "one", first="no")

        answer(branching, "two", always="no")

        now = fresh(branching)
        assert now.sheet.answers["sometimes"] == answered("yes")
        assert not now.active.is_shown(now.definition.item("sometimes"))

    def test_it_counts_again_when_its_question_is_asked_again(self, branching):
        answer(branching, "one", first="yes")
        answer(branching, "two", always="yes", sometimes="yes")
        answer(branching, "one", first="no")
        answer(branching, "two", always="no")

        answer(branching, "one", first="yes")

        assert fresh(branching).active.answers["sometimes"] == answered("yes")

    def test_a_question_that_is_asked_and_left_empty_forgets_its_answer(
        self, branching
    ):
        answer(branching, "one", first="yes")
        answer(branching, "two", always="yes", sometimes="yes")

        save(branching, "two", yes("always") | {"sometimes": {"state": "skipped"}})

        assert fresh(branching).sheet.answers["sometimes"] == SKIPPED


def _group(link_id, *items):
    return {"link_id": link_id, "type": "group", "text": link_id, "items": list(items)}


class TestLists:
    def test_a_row_keeps_its_id_and_its_place_when_it_is_changed(self, lists):
        first = add_row(lists, "medicines", rx_name="sertraline")
        second = add_row(lists, "medicines", rx_name="lithium")

        answer(lists, "medicines", row=first, rx_name="fluoxetine")

        rows = fresh(lists).sheet.rows("medicines").rows
        assert [row.id for row in rows] == [first, second]
        assert rows[0].answers["rx_name"] == answered("fluoxetine")

    def test_a_removed_row_is_gone_and_what_was_stored_is_kept(self, lists):
        row = add_row(lists, "medicines", rx_name="sertraline")

        data = fresh(lists).latest("medicines", row).data
        save(lists, "medicines", dict(data), row=row, removed=True)

        assert fresh(lists).sheet.rows("medicines").rows == ()
        assert SavedPage.objects.filter(row=row).count() == 2

    def test_a_new_row_opens_a_list_that_was_confirmed(self, lists):
        add_row(lists, "medicines", rx_name="sertraline")
        say_of_list(lists, "medicines", ListState.DONE)

        add_row(lists, "medicines", rx_name="lithium")

        assert fresh(lists).sheet.rows("medicines").state == ListState.OPEN

    def test_nobody_confirms_rows_that_they_have_not_seen(self, lists):
        add_row(lists, "medicines", rx_name="sertraline")
        seen = fresh(lists).number("medicines")
        add_row(lists, "medicines", rx_name="lithium")

        done = actions.list_data(ListState.DONE)
        saved = save(lists, "medicines", done, revision=seen)

        assert saved.conflict
        assert fresh(lists).sheet.rows("medicines").state == ListState.OPEN

    def test_the_same_row_twice_does_not_open_the_list_again(self, lists):
        row = add_row(lists, "medicines", rx_name="sertraline")
        say_of_list(lists, "medicines", ListState.DONE)

        answer(lists, "medicines", row=row, rx_name="sertraline")

        assert fresh(lists).sheet.rows("medicines").state == ListState.DONE

    def test_a_refused_row_is_kept_and_is_not_finished(self, lists):
        row = "3f8f0f6e-5a52-4d7c-9a5c-0a4f1f0e2d11"

        dose = {"rx_dose": {"value": "5 mg"}}
        save(lists, "medicines", dose, row=row, accepted=False)

        now = fresh(lists)
        assert now.unfinished_rows(now.page("medicines")) == {row}
        assert [found.id for found in now.sheet.rows("medicines").rows] == [row]


SAVE = 16  # statements, those that begin and end the transaction among them


@pytest.mark.parametrize("rows", [0, 1, 8])
@pytest.mark.parametrize("versions", [0, 1, 8])
def test_a_save_makes_as_many_statements_however_much_is_stored(
    lists, django_assert_num_queries, rows, versions
):
    for number in range(rows):
        add_row(lists, "medicines", rx_name=f"medicine {number}")
    for number in range(versions):
        answer(lists, "wanted", routes=["in"] if number % 2 else ["iv_im"])
    data = {"routes": {"state": "unsure"}}
    assert lists.patient.user  # both are known to whoever posts
    assert lists.definition

    with django_assert_num_queries(SAVE):
        save(lists, "wanted", data, revision=versions)


def test_a_long_history_is_not_opened(lists, monkeypatch):
    for number in range(6):
        answer(lists, "wanted", routes=["in"] if number % 2 else ["iv_im"])
    opened = []
    monkeypatch.setattr(
        "intake.questionnaires.stored.vault.open_value",
        lambda *sealed: opened.append(sealed) or {},
    )

    fresh(lists)

    assert len(opened) == 1
