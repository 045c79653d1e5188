"""Notes: kept, corrected by new ones, read by those who are asked to."""

from uuid import UUID

import pytest
from django.db import InternalError, transaction

from intake.audit.models import Event
from intake.coordination import notes
from intake.coordination.entries import words_of
from intake.coordination.for_you import for_you
from intake.coordination.models import Mention, Note
from intake.coordination.notes import Written
from intake.messaging.models import Outbox
from intake.patients.vault import CannotOpen
from tests.factories.cases import make_case
from tests.letters import letters

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing")]

FORM = UUID(int=7)


def write(case, by, words="Called the cardiologist.", **more):
    key = more.pop("key", FORM)
    return notes.write(case=case, written=Written(words, key, **more), by=by)


def test_a_note_is_sealed_and_opens_in_its_case_alone(case, clinician, site):
    note = write(case, clinician)

    assert b"cardiologist" not in bytes(note.sealed)
    assert words_of(note, case) == "Called the cardiologist."
    with pytest.raises(CannotOpen):
        words_of(note, make_case(site=site))


def test_a_form_sent_twice_is_one_note_and_one_message(case, clinician, colleague):
    first = write(case, clinician, mentions=[colleague])
    again = write(case, clinician, mentions=[colleague])

    assert first == again
    assert Outbox.objects.filter(template="colleague").count() == 1


def test_the_key_of_another_cases_form_counts_for_nothing(case, clinician, site):
    other = write(make_case(site=site), clinician)

    assert write(case, clinician, key=other.key) != other


def test_the_database_keeps_a_note_as_it_is(case, clinician):
    note = write(case, clinician)

    for change in (note.delete, note.save):
        with pytest.raises(InternalError, match="append_only"), transaction.atomic():
            change()


def test_a_correction_is_a_note_of_its_own(case, clinician):
    note = write(case, clinician)

    written = Written("Called the neurologist.", UUID(int=8))
    corrected = notes.correct(note=note, written=written, by=clinician)

    assert corrected.corrects == note
    assert words_of(Note.objects.get(pk=note.pk), case) == "Called the cardiologist."
    assert Event.objects.filter(action="note.corrected").count() == 1


def test_a_note_is_corrected_once_and_by_its_writer_alone(case, clinician, colleague):
    note = write(case, clinician)
    written = Written("Mine.", UUID(int=8))

    with pytest.raises(notes.NotTheirs):
        notes.correct(note=note, written=written, by=colleague)
    notes.correct(note=note, written=written, by=clinician)
    with pytest.raises(notes.IsCorrected):
        notes.correct(note=note, written=Written("No.", UUID(int=9)), by=clinician)

    assert Note.objects.count() == 2


def test_who_is_mentioned_is_told_without_a_word_of_the_case(
    case, clinician, colleague
):
    note = write(case, clinician, mentions=[colleague])

    (letter,) = [text for to, text in letters() if "cole@" in to]
    assert case.reference not in letter
    assert "cardiologist" not in letter
    assert [m.note for m in for_you(colleague).mentions] == [note]
    assert not for_you(clinician).mentions


@pytest.mark.parametrize("who", ["stranger", "desk", "clinician"])
def test_nobody_is_mentioned_who_may_not_read_it(case, clinician, who, request):
    person = request.getfixturevalue(who)

    with pytest.raises(notes.CannotRead):
        write(case, clinician, mentions=[person])

    assert not Note.objects.exists()


def test_what_was_read_waits_no_longer(case, clinician, colleague):
    note = write(case, clinician, mentions=[colleague])

    assert notes.see(note=note, by=colleague)
    assert not notes.see(note=note, by=colleague)

    assert Mention.objects.get().seen_at is not None
    assert not for_you(colleague)
    assert Event.objects.filter(action="note.seen").count() == 1


def test_who_left_the_site_finds_no_mention_any_more(case, clinician, colleague):
    write(case, clinician, mentions=[colleague])

    colleague.sites.clear()

    assert not for_you(colleague)


def test_the_trail_holds_no_word_of_a_note(case, clinician):
    write(case, clinician)

    event = Event.objects.get(action="note.written")
    assert event.patient_id == str(case.patient_id)
    assert event.detail == {"mentions": 0}
