"""Saving the organisation, its sites and its crisis record."""

import pytest
from django.db import IntegrityError, transaction

from intake.audit.models import Event
from intake.practice import actions
from intake.practice.models import CrisisRecord, Location, Organisation
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss():
    return make_staff("administrator")


@pytest.fixture
def record():
    CrisisRecord.objects.all().delete()
    return CrisisRecord.objects.create(
        pk=1, line_number="5550", line_text_number="5550", emergency_number="5551"
    )


def last_event():
    return Event.objects.order_by("number").last()


def test_a_changed_organisation_is_recorded_by_the_names_of_its_fields(boss):
    organisation = Organisation.current()
    organisation.phone, organisation.hours = "555 010 0100", "Mondays"

    actions.save_organisation(organisation=organisation, by=boss)

    assert Organisation.current().phone == "555 010 0100"
    event = last_event()
    assert (event.action, event.actor_id) == ("organisation.changed", str(boss.pk))
    assert sorted(event.detail["fields"]) == ["hours", "phone"]
    assert "555" not in str(event.detail)


def test_there_is_only_one_organisation():
    Organisation.current()

    with pytest.raises(IntegrityError, match="only_one"), transaction.atomic():
        Organisation.objects.create(pk=2)


def test_an_organisation_offers_at_least_one_treatment(boss):
    organisation = Organisation.current()
    organisation.routes_offered = []

    with pytest.raises(IntegrityError, match="offers_a_route"):
        actions.save_organisation(organisation=organisation, by=boss)


def test_a_refused_change_is_recorded_as_failed_and_stores_nothing(boss):
    organisation = Organisation.current()
    organisation.name, organisation.routes_offered = "Another", []

    with pytest.raises(IntegrityError):
        actions.save_organisation(organisation=organisation, by=boss)

    assert Organisation.current().name != "Another"
    assert not Event.objects.filter(
        action="organisation.changed", outcome="done"
    ).exists()


def test_a_new_site_is_opened(boss):
    site = actions.save_site(site=Location(name="North"), by=boss)

    assert Location.objects.get(pk=site.pk).is_open
    assert (last_event().action, last_event().subject_id) == (
        "site.created",
        str(site.pk),
    )


def test_a_site_is_changed(boss):
    site = actions.save_site(site=Location(name="North"), by=boss)
    site.is_open = False

    actions.save_site(site=site, by=boss)

    assert not Location.objects.get(pk=site.pk).is_open
    assert last_event().action == "site.changed"
    assert last_event().detail == {"fields": ["is_open"]}


def test_confirming_the_numbers_keeps_the_time(boss, record):
    actions.save_crisis_record(record=record, confirmed=True, by=boss)

    assert CrisisRecord.current().confirmed_at is not None
    assert last_event().detail == {"fields": [], "confirmed": True}


@pytest.mark.parametrize(
    "number", ["line_number", "line_text_number", "chat_url", "emergency_number"]
)
def test_a_changed_number_is_unconfirmed(boss, record, number):
    actions.save_crisis_record(record=record, confirmed=True, by=boss)
    setattr(record, number, "555 0199")

    actions.save_crisis_record(record=record, confirmed=False, by=boss)

    assert CrisisRecord.current().confirmed_at is None


def test_changed_words_leave_the_numbers_confirmed(boss, record):
    actions.save_crisis_record(record=record, confirmed=True, by=boss)
    record.words = {"en": {"line_name": "Night Line"}}

    actions.save_crisis_record(record=record, confirmed=False, by=boss)

    assert CrisisRecord.current().confirmed_at is not None
    assert CrisisRecord.current().line_name == "Night Line"


@pytest.mark.parametrize("number", ["line_number", "emergency_number"])
def test_the_database_refuses_a_record_without_numbers(boss, record, number):
    setattr(record, number, "")

    with pytest.raises(IntegrityError, match="has_numbers"):
        actions.save_crisis_record(record=record, confirmed=True, by=boss)
