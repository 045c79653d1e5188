"""What is typed and not saved: kept, graded when the person is gone, and let go."""

from datetime import timedelta

import pytest
from django.utils import timezone

from intake.audit.models import Event
from intake.domain.answer import answered
from intake.domain.safety import Level
from intake.patients.vault import CannotOpen
from intake.practice.models import Organisation
from intake.questionnaires import actions
from intake.questionnaires.actions import (
    NotOpen,
    Place,
    Posted,
    TooMuchTyped,
    UnknownPlace,
)
from intake.questionnaires.models import Mode, SavedPage, Typed
from intake.questionnaires.typed import all_typed, opened_typed
from intake.safety.actions import causes_of
from intake.safety.models import Alert, AlertEvent
from tests.factories.cases import make_response
from tests.factories.questionnaires import BODY, publish_part
from tests.factories.responses import add_row, answer, answer_until, fresh, save
from tests.factories.staff import make_staff

ROW = "3f8f0f6e-5a52-4d7c-9a5c-0a4f1f0e2d11"
MOOD = Place("mood")


def keep(response, page, *, row="", raw=None, revision=None, **answers):
    """Type answers; what is given in ``raw`` as well cannot be made into one."""
    place = Place(page, row)
    now = fresh(response)
    given = {name: answered(value) for name, value in answers.items()}
    words = {name: [str(value)] for name, value in answers.items()}
    return actions.keep_typed(
        response=response,
        place=place,
        raw=words | (raw or {}),
        answers=given,
        revision=now.number(page, row) if revision is None else revision,
        by=response.patient.user,
    )


def retype(response, page, **answers):
    """A page as its form is posted: what is stored, but for what is typed anew."""
    now = fresh(response)
    stored = {name: a.value for name, a in now.latest(page).answers.items()}
    return keep(response, page, **(stored | answers))


def later(minutes=16):
    return timezone.now() + timedelta(minutes=minutes)


def level():
    alert = Alert.objects.open().first()
    return alert and alert.level


class TestKeeping:
    def test_what_was_typed_is_there_again_with_what_cannot_be_saved(self, risk):
        odd = {"routes": ["in", "by drone"]}

        keep(risk, "wanted", raw=odd, reasons=["pain"])

        kept = actions.typed_on(risk, Place("wanted"))
        assert kept.raw["routes"] == ["in", "by drone"]
        assert kept.answers == {"reasons": answered(["pain"])}
        assert not SavedPage.objects.exists()

    def test_it_is_one_row_for_a_page_written_over(self, risk):
        for reason in ("pain", "anxiety", "ptsd"):
            keep(risk, "wanted", reasons=[reason])

        assert Typed.objects.count() == 1
        kept = actions.typed_on(risk, Place("wanted"))
        assert kept.answers == {"reasons": answered(["ptsd"])}

    def test_rows_of_a_list_are_kept_apart(self, lists):
        row = add_row(lists, "medicines", rx_name="sertraline")

        keep(lists, "medicines", row=row, rx_name="sertral")
        keep(lists, "medicines", row=ROW, rx_name="lith")

        words = {kept.row: kept.answers["rx_name"].value for kept in all_typed(lists)}
        assert words == {row: "sertral", ROW: "lith"}

    def test_it_is_sealed_for_its_place_alone(self, risk):
        keep(risk, "wanted", reasons=["pain"])
        typed = Typed.objects.get()

        assert b"pain" not in bytes(typed.sealed)
        typed.page = "mood"
        with pytest.raises(CannotOpen):
            opened_typed(risk, typed)

    def test_it_does_not_open_in_another_response(self, risk):
        keep(risk, "wanted", reasons=["pain"])
        other = make_response()
        Typed.objects.update(response=other)

        with pytest.raises(CannotOpen):
            actions.typed_on(other, Place("wanted"))

    def test_nothing_is_kept_of_what_is_saved_already(self, risk):
        answer(risk, "wanted", routes=["in"], reasons=["pain"])

        kept = retype(risk, "wanted")

        assert not kept
        assert not Typed.objects.exists()

    def test_an_answer_that_was_taken_out_is_a_change(self, risk):
        answer(risk, "wanted", routes=["in"], reasons=["pain"])

        assert keep(risk, "wanted", routes=["in"])

    def test_whoever_takes_back_what_they_typed_has_typed_nothing(self, risk):
        answer(risk, "wanted", routes=["in"], reasons=["pain"])
        retype(risk, "wanted", reasons=["anxiety"])

        retype(risk, "wanted")

        assert not Typed.objects.exists()

    @pytest.mark.parametrize("raw", [{}, {"reasons": []}, {"reasons": ["", " "]}])
    def test_an_empty_page_is_nothing_to_keep(self, risk, raw):
        assert not keep(risk, "wanted", raw=raw)
        assert not Typed.objects.exists()

    def test_what_arrives_after_the_page_was_saved_with_it_is_not_kept(self, risk):
        answer(risk, "wanted", routes=["in"], reasons=["pain"])

        kept = keep(risk, "wanted", revision=0, reasons=["pain"])

        assert not kept

    def test_what_was_typed_on_an_older_page_is_kept_beside_the_newer(self, risk):
        answer(risk, "wanted", routes=["in"], reasons=["pain"])

        assert keep(risk, "wanted", revision=0, reasons=["anxiety"])

        assert actions.typed_on(risk, Place("wanted")).revision == 0
        assert fresh(risk).sheet.answers["reasons"] == answered(["pain"])

    def test_more_than_a_page_can_hold_is_refused(self, risk):
        with pytest.raises(TooMuchTyped):
            keep(risk, "wanted", raw={"reasons": ["é" * 32_000]})

        assert not Typed.objects.exists()

    def test_a_page_full_of_words_in_any_script_is_kept(self, risk):
        assert keep(risk, "wanted", raw={"reasons": ["\u6c34" * 20_000]})

    @pytest.mark.parametrize(
        ("place", "name"),
        [
            pytest.param(Place("elsewhere"), "reasons", id="no such page"),
            pytest.param(Place("wanted", ROW), "reasons", id="a row of no list"),
            pytest.param(Place("wanted"), "phq9_9", id="of another page"),
        ],
    )
    def test_a_place_that_the_questionnaire_does_not_have_is_refused(
        self, risk, place, name
    ):
        with pytest.raises(UnknownPlace):
            keep(risk, place.page, row=place.row, **{name: 3})

    def test_on_a_list_itself_nothing_can_be_typed(self, lists):
        with pytest.raises(UnknownPlace):
            keep(lists, "medicines", rx_name="lithium")

    def test_nothing_is_kept_in_a_response_that_is_closed(self, risk):
        actions.withdraw_response(response=risk, by=risk.patient.user)

        with pytest.raises(NotOpen):
            keep(risk, "wanted", reasons=["pain"])

    def test_the_trail_has_one_line_however_long_one_types(self, risk):
        for reason in ("pain", "anxiety"):
            keep(risk, "wanted", reasons=[reason])

        event = Event.objects.get(action="response.typed")
        assert event.detail == {"page": "wanted"}
        assert event.patient_id == str(risk.patient.pk)


class TestLettingGo:
    def test_saving_the_page_ends_it(self, risk):
        keep(risk, "wanted", reasons=["pain"])

        answer(risk, "wanted", reasons=["anxiety"])

        assert not Typed.objects.exists()

    def test_saving_what_is_saved_already_ends_it_too(self, risk):
        answer(risk, "wanted", routes=["in"])
        keep(risk, "wanted", routes=["iv_im"])

        answer(risk, "wanted", routes=["in"])

        assert not Typed.objects.exists()

    def test_a_refused_page_is_saved_all_the_same(self, risk):
        keep(risk, "wanted", reasons=["pain"])

        save(risk, "wanted", {"reasons": {"value": ["pain"]}}, accepted=False)

        assert not Typed.objects.exists()

    def test_saving_another_page_does_not(self, risk):
        answer_until(risk, "mood")
        keep(risk, "wanted", reasons=["pain"])

        answer(risk, "mood")

        assert Typed.objects.get().page == "wanted"

    def test_a_post_that_comes_too_late_lets_nothing_go(self, risk):
        answer(risk, "wanted", routes=["in"])
        keep(risk, "wanted", revision=0, routes=["iv_im"])

        late = save(risk, "wanted", {"routes": {"value": ["iv_im"]}}, revision=0)

        assert late.conflict
        assert Typed.objects.exists()

    def test_what_staff_save_lets_the_words_of_the_patient_be(self, risk):
        keep(risk, "wanted", reasons=["pain"])
        data = {"routes": {"value": ["in"]}, "reasons": {"value": ["anxiety"]}}

        actions.save_page(
            response=risk,
            place=Place("wanted"),
            posted=Posted(data, 0, mode=Mode.PHONE),
            by=make_staff("clinician"),
        )

        kept = actions.typed_on(risk, Place("wanted"))
        assert kept.answers["reasons"] == answered(["pain"])

    def test_a_removed_row_takes_it_along(self, lists):
        row = add_row(lists, "medicines", rx_name="sertraline")
        keep(lists, "medicines", row=row, rx_name="sertral")

        data = fresh(lists).latest("medicines", row).data
        save(lists, "medicines", dict(data), row=row, removed=True)

        assert not Typed.objects.exists()

    def test_one_may_discard_it_and_the_trail_says_so(self, risk):
        keep(risk, "wanted", reasons=["pain"])
        by = risk.patient.user

        for _time in range(2):
            actions.discard_typed(response=risk, place=Place("wanted"), by=by)

        assert not Typed.objects.exists()
        assert Event.objects.filter(action="response.typed_discarded").count() == 1

    def test_sending_ends_it(self, risk):
        answer_until(risk)
        keep(risk, "wanted", reasons=["pain"])

        actions.complete_response(response=risk, by=risk.patient.user)

        assert not Typed.objects.exists()
        assert not Alert.objects.exists()


class TestGrading:
    @pytest.fixture
    def calm(self, risk):
        """Everything is answered, and nothing in it is alarming."""
        answer_until(risk)
        assert not Alert.objects.exists()
        return risk

    def test_typing_nearly_every_day_and_closing_the_window_opens_an_alert(self, calm):
        retype(calm, "mood", phq9_9=3)

        assert actions.grade_unfinished(later(14)) == 0
        assert actions.grade_unfinished(later(16)) == 1

        event = Alert.objects.get().events.get()
        assert (level(), event.kind) == (Level.SAME_DAY, AlertEvent.Kind.TYPED)
        assert causes_of(event) == ["phq9_9"]
        assert fresh(calm).sheet.answers["phq9_9"] == answered(0)

    def test_the_clinic_sets_its_minutes(self, calm):
        Organisation.objects.update(screen_minutes=3)

        retype(calm, "mood", phq9_9=3)

        assert actions.grade_unfinished(later(4)) == 1

    def test_typing_it_and_taking_it_back_leaves_no_alert(self, calm):
        retype(calm, "mood", phq9_9=3)
        retype(calm, "mood", phq9_9=0)

        assert actions.grade_unfinished(later()) == 0
        assert not Alert.objects.exists()

    def test_taking_it_back_while_something_harmless_stays_leaves_none(self, calm):
        retype(calm, "mood", phq9_9=3)
        retype(calm, "mood", phq9_9=0, phq9_1=2)

        assert actions.grade_unfinished(later()) == 0
        assert Typed.objects.get().due_at is None

    def test_typing_on_does_not_put_it_off(self, calm):
        retype(calm, "mood", phq9_9=3)
        due_at = Typed.objects.get().due_at

        retype(calm, "mood", phq9_9=3, phq9_1=2)

        assert Typed.objects.get().due_at == due_at

    def test_saving_grades_at_once_and_the_clock_has_nothing_left(self, calm):
        retype(calm, "mood", phq9_9=3)

        saved = answer(calm, "mood", phq9_9=3)

        assert saved.needs_help_page
        assert actions.grade_unfinished(later()) == 0
        assert Alert.objects.get().events.get().kind == AlertEvent.Kind.ANSWER

    def test_it_is_graded_once(self, calm):
        retype(calm, "mood", phq9_9=3)
        actions.grade_unfinished(later())

        assert actions.grade_unfinished(later()) == 0
        assert Alert.objects.get().events.count() == 1

    def test_what_is_typed_stays_there_after_it_was_graded(self, calm):
        retype(calm, "mood", phq9_9=3)
        actions.grade_unfinished(later())

        kept = actions.typed_on(calm, MOOD)

        assert kept.answers["phq9_9"] == answered(3)

    def test_it_does_not_begin_the_screen(self, risk):
        answer(risk, "wanted")
        keep(risk, "today", self_harm_now="yes")

        actions.grade_unfinished(later())

        assert level() == Level.ACUTE
        assert fresh(risk).response.screen_due_at is None

    def test_a_warning_of_the_body_counts_too(self, db):
        publish_part(*BODY)
        response = make_response()
        answer(response, "wanted")
        keep(response, "right_now", medical_emergency="yes")

        actions.grade_unfinished(later())

        assert Alert.objects.get().medical == Alert.Medical.EMERGENCY

    def test_what_is_typed_never_lowers_what_is_saved(self, risk):
        answer_until(risk, "screen", phq9_9=3)
        retype(risk, "mood", phq9_9=0)

        actions.grade_unfinished(later())

        alert = Alert.objects.get()
        assert alert.present_level == Level.UNKNOWN_POSITIVE
        assert AlertEvent.Kind.TYPED not in {e.kind for e in alert.events.all()}

    def test_an_unfinished_screen_is_graded_with_what_was_typed_on_it(self, risk):
        answer_until(risk, "screen")
        keep(risk, "screen", asq_3="yes")

        assert actions.grade_unfinished(later()) == 1

        kinds = [event.kind for event in Alert.objects.get().events.all()]
        assert kinds == [AlertEvent.Kind.UNFINISHED, AlertEvent.Kind.TYPED]
        assert level() == Level.HIGH

    def test_whoever_leaves_is_graded_by_what_they_typed_at_once(self, calm):
        retype(calm, "mood", phq9_9=3)

        saved = actions.leave(response=calm, by=calm.patient.user)

        assert saved.needs_help_page
        assert level() == Level.SAME_DAY

    def test_whoever_leaves_with_nothing_typed_is_graded_as_before(self, risk):
        answer_until(risk, "screen", phq9_9=1)

        saved = actions.leave(response=risk, by=risk.patient.user)

        assert saved.needs_help_page
        assert level() == Level.UNKNOWN_POSITIVE

    @pytest.mark.parametrize("close", ["complete_response", "withdraw_response"])
    def test_closing_the_form_does_not_bury_it(self, calm, close):
        retype(calm, "mood", phq9_9=3)

        getattr(actions, close)(response=calm, by=calm.patient.user)

        assert level() == Level.SAME_DAY

    def test_a_clinician_who_has_dealt_with_it_is_not_asked_again(
        self, calm, close_alert
    ):
        retype(calm, "mood", phq9_9=3)
        actions.grade_unfinished(later())
        close_alert()

        retype(calm, "mood", phq9_9=3, phq9_1=2)
        actions.grade_unfinished(later())

        assert level() is None

    def test_a_question_that_is_asked_above_meanwhile_counts_all_the_same(self, calm):
        data = {n: a.value for n, a in fresh(calm).latest("mood").answers.items()}
        above = actions.ask_again(base=calm, items=["phq9_9"], by=None)
        answer(above, "mood")

        keep(calm, "mood", **(data | {"phq9_9": 3}))
        actions.grade_unfinished(later())

        assert level() == Level.SAME_DAY

    def test_what_is_typed_in_a_row_is_graded_with_its_list(self, lists):
        keep(lists, "medicines", row=ROW, rx_name="lithium")

        assert actions.grade_unfinished(later()) == 0
        assert not Alert.objects.exists()


KEEP = 9  # statements, those that begin and end the transaction among them


@pytest.mark.parametrize("rows", [1, 8])
def test_typing_makes_as_many_statements_however_much_is_there(
    lists, django_assert_num_queries, rows
):
    for number in range(rows):
        row = add_row(lists, "medicines", rx_name=f"medicine {number}")
        keep(lists, "medicines", row=row, rx_name=f"other {number}")
    assert lists.patient.user
    now = fresh(lists)

    with django_assert_num_queries(KEEP):
        actions.keep_typed(
            response=lists,
            place=Place("medicines", row),
            raw={"rx_name": ["another"]},
            answers={"rx_name": answered("another")},
            revision=now.number("medicines", row),
            by=lists.patient.user,
        )
