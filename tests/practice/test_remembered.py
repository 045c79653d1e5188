"""The clinic is read once in a page, and never as it was on another."""

import pytest

from intake.practice.models import Organisation
from intake.practice.remembered import remembering

pytestmark = pytest.mark.django_db


def test_a_page_reads_the_clinic_once(django_assert_num_queries):
    with remembering():
        Organisation.current()

        with django_assert_num_queries(0):
            assert Organisation.current().pk == 1


def test_outside_a_page_it_is_read_each_time(django_assert_num_queries):
    Organisation.current()

    with django_assert_num_queries(1):
        Organisation.current()


def test_nothing_is_kept_from_one_page_to_the_next():
    with remembering():
        Organisation.current()
    Organisation.objects.filter(pk=1).update(name="Another name")

    with remembering():
        assert Organisation.current().name == "Another name"


def test_what_is_saved_in_a_page_is_seen_by_the_rest_of_it():
    with remembering():
        organisation = Organisation.current()
        organisation.name = "Another name"
        organisation.save()

        assert Organisation.current().name == "Another name"


def test_what_is_changed_and_not_saved_is_seen_by_nobody_else():
    with remembering():
        name = Organisation.current().name
        Organisation.current().name = "Not saved"

        assert Organisation.current().name == name
