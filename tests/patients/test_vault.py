"""Sealing of what patients say: it opens for its patient and its purpose alone."""

import pytest

from intake.patients import vault
from intake.patients.models import Patient
from intake.patients.vault import CannotOpen
from intake.sealing import new_key
from tests.factories.cases import make_patient

pytestmark = pytest.mark.django_db

SAID = {"words": "née 🙂 \u202e", "numbers": [1, 2.5, None, True]}


@pytest.fixture
def patient(db):
    return make_patient()


def read_again(patient):
    """The patient as another process finds them, no key opened yet."""
    return Patient.objects.get(pk=patient.pk)


def test_what_is_closed_opens_as_it_was(patient):
    sealed = vault.close(patient, "answers", SAID)

    assert vault.open_value(read_again(patient), "answers", sealed) == SAID


def test_it_cannot_be_read(patient):
    sealed = vault.close(patient, "answers", {"a": "readable"})

    assert b"readable" not in sealed


def test_the_same_value_is_never_closed_the_same_way(patient):
    assert vault.close(patient, "answers", 1) != vault.close(patient, "answers", 1)


def test_it_does_not_open_for_another_patient(patient):
    sealed = vault.close(patient, "answers", SAID)

    with pytest.raises(CannotOpen):
        vault.open_value(make_patient(), "answers", sealed)


def test_it_does_not_open_for_another_purpose(patient):
    sealed = vault.close(patient, "answers", SAID)

    with pytest.raises(CannotOpen):
        vault.open_value(patient, "identity", sealed)


def test_a_key_moved_to_another_patient_does_not_open_anything(patient):
    thief = make_patient()
    Patient.objects.filter(pk=thief.pk).update(wrapped_key=patient.wrapped_key)

    with pytest.raises(CannotOpen):
        vault.close(read_again(thief), "answers", SAID)


@pytest.mark.parametrize("place", [0, 1, 20, -1])
def test_it_does_not_open_when_a_byte_was_changed(patient, place):
    sealed = bytearray(vault.close(patient, "answers", SAID))
    sealed[place] ^= 1

    with pytest.raises(CannotOpen):
        vault.open_value(patient, "answers", bytes(sealed))


def test_nothing_opens_when_the_key_was_destroyed(patient):
    sealed = vault.close(patient, "answers", SAID)
    Patient.objects.filter(pk=patient.pk).update(wrapped_key=None)

    with pytest.raises(CannotOpen, match="destroyed"):
        vault.open_value(read_again(patient), "answers", sealed)


def test_a_new_master_key_opens_what_the_former_closed(patient, settings):
    sealed = vault.close(patient, "answers", SAID)

    settings.MASTER_KEYS = [new_key(), *settings.MASTER_KEYS]

    assert vault.open_value(read_again(patient), "answers", sealed) == SAID
    assert not vault.master_keys().is_newest(patient.wrapped_key)


def test_nothing_opens_without_the_master_key(patient, settings):
    sealed = vault.close(patient, "answers", SAID)

    settings.MASTER_KEYS = [new_key()]

    with pytest.raises(CannotOpen):
        vault.open_value(read_again(patient), "answers", sealed)


class TestIndexes:
    @pytest.mark.parametrize("same", ["KIM@Example.com", " kim@example.com "])
    def test_an_address_is_found_however_it_is_written(self, same):
        assert vault.email_index(same) == vault.email_index("kim@example.com")

    @pytest.mark.parametrize(
        "same", ["(555) 010-0123", "+1 555 010 0123", "5550100123"]
    )
    def test_a_number_is_found_however_it_is_written(self, same):
        assert vault.phone_index(same) == vault.phone_index("555 010 0123")

    def test_a_surname_is_found_with_its_birth_date_only(self):
        found = vault.surname_birth_index("Müller", "1985-03-14")

        assert found == vault.surname_birth_index("MÜLLER ", "1985-03-14")
        assert found != vault.surname_birth_index("Müller", "1985-03-15")

    def test_one_purpose_does_not_answer_another(self):
        assert vault.email_index("5550100123") != vault.phone_index("5550100123")

    def test_nothing_can_be_read_from_them_and_the_key_matters(self, settings):
        before = vault.email_index("kim@example.com")

        settings.INDEX_KEYS = [new_key()]

        assert b"kim" not in before.newest
        assert vault.email_index("kim@example.com") != before
