"""The sentences of the crisis record: whole, without numbers, read before shown."""

from datetime import UTC, datetime

import pytest

from intake.practice import actions
from intake.practice.crisis_texts import (
    Texts,
    names,
    places,
    problems,
    shipped,
    shipped_texts,
)
from intake.practice.models import CrisisRecord
from tests.factories.staff import make_staff

NOW = datetime(2026, 11, 22, tzinfo=UTC)
NUMBERS = {"line": "5550", "text": "5559", "emergency": "5551"}


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_ships_is_whole(language):
    assert list(problems(shipped_texts(language))) == []


@pytest.mark.parametrize("name", names())
def test_no_sentence_of_one_language_speaks_of_other_numbers(name):
    assert places(shipped_texts("es")[name]) == places(shipped_texts("en")[name])


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_sentence_shouts_blames_or_asks_twice(language):
    words = " ".join(shipped_texts(language).values()).lower()

    for word in ("!", "are you sure", "must", "should have", "debe", "¿está seguro"):
        assert word not in words


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        pytest.param("", "missing", id="empty"),
        pytest.param("  ", "missing", id="blank"),
        pytest.param("Llame ahora.", "number", id="does not say whom"),
        pytest.param("Llame al {line}.", "number", id="another number"),
        pytest.param("Llame al {emergency} o {otro}.", "number", id="no such number"),
        pytest.param("Llame al {emergency}, 5551.", "digits", id="a number of its own"),
    ],
)
def test_a_sentence_that_may_not_be_shown_is_named(said, problem):
    texts = shipped_texts("es") | {"call_emergency": said}

    assert list(problems(texts)) == [("call_emergency", problem)]


def test_numbers_stand_in_their_places():
    say = Texts({"call_line": "Llame al {line}"}, NUMBERS)

    assert say["call_line"] == "Llame al 5550"
    assert say["text_line"] == "Text 5559"


def test_a_place_is_no_way_into_the_program():
    say = Texts({"call_line": "{line.__class__} {0} {line}"}, NUMBERS)

    assert say["call_line"] == "{line.__class__}  5550"


class TestLanguages:
    @pytest.fixture
    def record(self):
        return CrisisRecord(**shipped())

    def test_english_is_there_from_the_start(self, record):
        assert record.languages == ["en"]
        assert record.speaking("en").say["thanks"] == "Thank you for telling us"

    @pytest.mark.parametrize("language", ["es", "fr", "xx", ""])
    def test_words_that_nobody_confirmed_are_not_shown(self, record, language):
        spoken = record.speaking(language, chosen=True)

        assert (spoken.lang, spoken.query) == ("en", "?lang=en")
        assert spoken.say["thanks"] == "Thank you for telling us"
        assert spoken.contact_promise == record.words["en"]["contact_promise"]

    def test_confirmed_words_are_shown_to_whoever_asks(self, record):
        record.words_confirmed = {"es": "2026-11-22T10:00:00+00:00"}

        spoken = record.speaking("es", chosen=True)

        assert (spoken.lang, spoken.query) == ("es", "?lang=es")
        assert spoken.say["thanks"] == "Gracias por contarnos"
        assert spoken.contact_promise == record.words["es"]["contact_promise"]

    @pytest.mark.parametrize(
        ("confirmed", "changed", "is_ready"),
        [
            pytest.param(True, {}, True, id="as it ships"),
            pytest.param(False, {}, False, id="numbers not tried"),
            pytest.param(
                True, {"texts": {"call_line": "Call"}}, False, id="names no number"
            ),
            pytest.param(True, {"texts": {"thanks": ""}}, False, id="a sentence lacks"),
            pytest.param(True, {"contact_promise": ""}, False, id="promises nothing"),
        ],
    )
    def test_nobody_is_asked_about_danger_with_half_a_record(
        self, record, confirmed, changed, is_ready
    ):
        record.confirmed_at = NOW if confirmed else None
        record.words = {"en": {**record.words["en"], **changed}}

        assert record.is_ready is is_ready

    def test_one_reader_does_not_change_it_for_the_next(self, record):
        record.words_confirmed = {"es": "2026-11-22T10:00:00+00:00"}

        record.speaking("es", chosen=True)

        assert (record.lang, record.query) == ("en", "")


@pytest.mark.django_db
class TestConfirming:
    @pytest.fixture
    def boss(self):
        return make_staff("administrator")

    def save(self, boss, *, confirmed, **changed):
        texts = {**shipped_texts("es"), **changed}
        return actions.save_crisis_texts(
            language="es", texts=texts, confirmed=confirmed, by=boss
        )

    def test_they_are_shown_once_somebody_has_confirmed_them(self, boss):
        assert "es" not in self.save(boss, confirmed=False).languages
        assert "es" in self.save(boss, confirmed=True).languages

    def test_a_word_that_changes_is_to_be_confirmed_again(self, boss):
        self.save(boss, confirmed=True)

        assert "es" not in self.save(boss, confirmed=False, yes="Sí, sí").languages

    def test_saving_the_same_again_leaves_them_confirmed(self, boss):
        self.save(boss, confirmed=True)

        assert "es" in self.save(boss, confirmed=False).languages

    def test_another_line_in_that_language_is_to_be_confirmed_too(self, boss):
        record = self.save(boss, confirmed=True)
        record.words["es"] = {**record.words["es"], "contact_promise": "Llamamos."}

        actions.save_crisis_record(record=record, confirmed=True, by=boss)

        assert "es" not in CrisisRecord.objects.get().languages

    def test_a_change_of_the_english_words_leaves_them_confirmed(self, boss):
        record = self.save(boss, confirmed=True)
        record.words["en"] = {**record.words["en"], "contact_promise": "We call."}

        actions.save_crisis_record(record=record, confirmed=True, by=boss)

        assert "es" in CrisisRecord.objects.get().languages
