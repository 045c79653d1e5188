"""Where a patient stands after reading and answering, and after a page has changed."""

from datetime import timedelta

import pytest
from django.db import InternalError, transaction

from intake.accounts.roles import Role
from intake.domain.answer import answered
from intake.education.loading import load_portal
from intake.education.models import ArticlePage
from intake.learning import actions
from intake.learning.content import questions
from intake.learning.models import Step
from intake.learning.standing import shown_to_clinicians, standing
from intake.practice.models import Organisation
from tests.factories.cases import make_patient
from tests.factories.portal import signed
from tests.factories.staff import make_site, make_staff


@pytest.fixture
def patient(site):
    load_portal()
    return make_patient(site=site)


def read(patient, code="T11", edition=1, **more):
    actions.mark_read(
        patient=patient, code=code, edition=edition, by=patient.user, **more
    )


def answer(patient, code, option):
    question = next(each for each in questions() if each.code == code)
    return actions.answer(
        patient=patient, question=question, option=option, by=patient.user
    )


def republish(code, kind, note="Something."):
    page = ArticlePage.objects.get(article_code=code)
    page.summary += " More."
    page.change_kind, page.change_note = kind, note
    page.save_revision().publish()


def of(patient, code):
    now = standing(patient, {})
    return next(each for each in now.pages if each.page.article_code == code)


def asked(patient, code):
    now = standing(patient, {})
    return next(each for each in now.questions if each.question.code == code)


def test_everybody_has_pages_and_answers_add_theirs_first(patient):
    codes = [each.page.article_code for each in standing(patient, {}).pages]
    more = standing(patient, {"bladder": answered("yes"), "escort": answered("no")})

    assert codes == ["P1", "T11", "T9", "T17", "T18", "T10", "T16"]
    assert [each.page.article_code for each in more.pages][:2] == ["T11", "T7"]


def test_what_was_read_is_noted_with_its_edition_once(patient):
    read(patient)
    read(patient)

    assert of(patient, "T11").is_read
    assert of(patient, "T11").read_edition == 1
    assert Step.objects.count() == 1


@pytest.mark.parametrize("kind", ["meaning", "correction"])
def test_a_page_that_says_something_else_is_to_be_read_again(patient, kind):
    read(patient)

    republish("T11", kind, "The part on the bladder is new.")

    now = of(patient, "T11")
    assert not now.is_read
    assert now.news == ("The part on the bladder is new.",)
    assert now.edition == 2


def test_other_words_for_the_same_ask_nobody_again(patient):
    read(patient)

    republish("T11", "wording")

    assert of(patient, "T11").is_read


def test_reading_the_new_edition_settles_it(patient):
    read(patient)
    republish("T11", "meaning")

    read(patient, edition=2)

    assert of(patient, "T11").is_read
    assert of(patient, "T11").read_edition == 2


def test_what_changed_while_it_was_read_is_not_noted(patient):
    republish("T11", "wording")

    with pytest.raises(actions.NotAsShown):
        read(patient, edition=1)

    assert not Step.objects.exists()


def test_nobody_has_read_a_translation_that_readers_cannot_see(patient):
    for language in ("es", "xx", ""):
        with pytest.raises(actions.NotAsShown):
            read(patient, language=language)


def test_nobody_has_read_or_has_to_read_words_that_are_away(patient):
    today = Organisation.current().today()
    days = timedelta(days=1)
    signed(ArticlePage.objects.get(article_code="T9"), today - 2 * days, today - days)

    with pytest.raises(actions.NotAsShown):
        read(patient, "T9")

    assert of(patient, "T9").is_withheld
    assert of(patient, "T9") not in standing(patient, {}).to_read


def test_only_questions_of_a_changed_page_are_asked_again(patient):
    answer(patient, "home", "adult")
    answer(patient, "stop", "yes")

    republish("T9", "meaning")

    assert not asked(patient, "home").is_understood
    assert asked(patient, "stop").is_understood


def test_a_question_that_was_hard_stays_marked_after_the_right_answer(patient):
    assert not answer(patient, "home", "drive")
    assert asked(patient, "home").was_hard
    assert not asked(patient, "home").is_understood

    assert answer(patient, "home", "adult")

    now = standing(patient, {})
    assert asked(patient, "home").is_understood
    assert [each.question.code for each in now.hard] == ["home"]


def test_the_last_answer_counts_also_after_the_page_changed(patient):
    answer(patient, "home", "adult")
    republish("T9", "meaning")

    answer(patient, "home", "drive")

    assert not asked(patient, "home").is_understood
    assert asked(patient, "home").was_hard
    answer(patient, "home", "adult")
    assert asked(patient, "home").is_understood


def test_an_answer_that_is_not_offered_is_refused(patient):
    with pytest.raises(LookupError):
        answer(patient, "home", "fly")


@pytest.mark.parametrize("code", ["T99", "", "x" * 300])
def test_a_page_that_is_not_there_was_not_read(patient, code):
    with pytest.raises(actions.NoSuchPage):
        read(patient, code)


def test_a_page_that_was_taken_down_is_left_out(patient):
    read(patient)
    ArticlePage.objects.get(article_code="T11").unpublish()

    codes = [each.page.article_code for each in standing(patient, {}).pages]

    assert "T11" not in codes


def test_what_somebody_read_lies_sealed(patient):
    read(patient, "T16")

    assert b"T16" not in bytes(Step.objects.get().sealed)


def test_a_step_stays(patient):
    read(patient)

    with pytest.raises(InternalError), transaction.atomic():
        Step.objects.all().delete()


def test_steps_are_seen_by_the_person_and_clinicians_of_their_site(patient, clinician):
    read(patient)
    elsewhere = make_staff(Role.CLINICIAN)
    elsewhere.sites.add(make_site("Elsewhere"))

    def sees(user):
        return Step.objects.visible_to(user).count()

    assert sees(patient.user) == sees(clinician) == 1
    assert sees(make_patient().user) == sees(elsewhere) == 0
    assert sees(make_staff(Role.CONTENT_EDITOR)) == 0


def test_before_the_first_step_clinicians_cost_one_look(
    patient, django_assert_num_queries
):
    with django_assert_num_queries(1):
        assert not shown_to_clinicians(patient, {}).has_begun


def test_however_much_was_read_it_costs_the_same(patient, django_assert_num_queries):
    read(patient)
    with django_assert_num_queries(4):
        standing(patient, {})
    for code in ("P1", "T9", "T17", "T16"):
        read(patient, code)
    with django_assert_num_queries(4):
        standing(patient, {})
