"""What readers say of a page: counted by version, and nobody is remembered."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from intake.audit.models import Event
from intake.feedback import actions, reading
from intake.feedback.actions import Version
from intake.feedback.models import Answer, Remark, Total
from tests.factories.staff import make_staff

T2 = Version("T2", "en", 7)
pytestmark = pytest.mark.django_db


def give(answer=Answer.YES, version=T2, remark=""):
    actions.give(version=version, answer=answer, remark=remark)


def test_answers_are_counted_by_page_and_version():
    give(), give(), give(Answer.NO)
    give(Answer.PARTLY, Version("T2", "en", 8))

    told = {row.version: row for row in reading.by_version()}

    assert (told[7].yes, told[7].partly, told[7].no, told[7].all) == (2, 0, 1, 3)
    assert (told[8].partly, told[8].all) == (1, 1)


def test_pages_with_most_doubts_come_first():
    give(version=Version("T1", "en", 1))
    give(Answer.NO)

    assert [row.article_code for row in reading.by_version()] == ["T2", "T1"]


def test_days_are_added_up():
    give()
    Total.objects.update(on=timezone.now().date().replace(year=2020))
    give()

    (told,) = reading.by_version()

    assert told.yes == 2
    assert told.first.year == 2020 < told.last.year


def test_totals_cost_one_question_to_the_database(django_assert_num_queries):
    for number in range(5):
        give(version=Version("T2", "en", number))

    with django_assert_num_queries(1):
        assert len(reading.by_version()) == 5


def test_a_remark_cannot_be_read_in_its_row():
    give(remark="I take seven tablets")

    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed, row_to_json(r)::text FROM feedback_remark r")
        sealed, row = cursor.fetchone()

    assert b"seven" not in bytes(sealed)
    assert "seven" not in row
    assert [words for _row, words in actions.remarks()] == ["I take seven tablets"]


def test_nothing_of_the_reader_is_kept():
    give(remark="Too long.")

    columns = {field.name for model in (Total, Remark) for field in model._meta.fields}
    assert columns == {
        "id",
        "article_code",
        "language",
        "version",
        "answer",
        "on",
        "count",
        "sealed",
    }
    event = Event.objects.get(action="portal.feedback_given")
    assert (event.actor_id, event.detail) == ("", {"article": "T2"})


def test_more_than_readers_give_in_a_day_is_refused(monkeypatch):
    monkeypatch.setattr(actions, "MOST_A_DAY", 2)
    give(), give(Answer.NO)

    with pytest.raises(actions.TooMany):
        give(remark="one more")

    assert not Remark.objects.exists()
    give(version=Version("T1", "en", 1))
    Total.objects.update(on=timezone.now().date().replace(year=2020))
    give()


def test_a_removed_remark_is_gone_and_the_trail_says_who_did_it():
    give(remark="My name is Kim")
    editor = make_staff("content_editor")

    actions.remove_remark(remark=Remark.objects.get(), by=editor)

    assert not Remark.objects.exists()
    event = Event.objects.get(action="portal.remark_removed")
    assert event.actor_id == str(editor.pk)
    assert "Kim" not in str(event.detail)
    assert reading.by_version()[0].all == 1


def test_a_total_stands_once():
    give()
    known = Total.objects.values().get()
    known.pop("id")

    with pytest.raises(IntegrityError, match="once"), transaction.atomic():
        Total.objects.create(**known)
