"""Publishing: every new wording is a version that never changes."""

import pytest
from django.db import IntegrityError, InternalError, transaction

from intake.domain.questionnaire.definition import DefinitionError
from intake.operations.content import read_toml
from intake.questionnaires.models import Questionnaire, SavedPage, Version
from intake.questionnaires.publishing import publish_questionnaire
from tests.factories.questionnaires import publish
from tests.factories.responses import answer

pytestmark = pytest.mark.django_db

ITEMS = [
    {
        "link_id": "page",
        "type": "group",
        "text": "A page",
        "items": [{"link_id": "asked", "type": "string", "text": "Say something"}],
    }
]


def active():
    return Questionnaire.objects.get(code="screening").active_version


def test_the_shipped_questionnaire_is_active_after_loading():
    data = read_toml("questionnaires", "screening.toml")

    assert publish_questionnaire(data) == active()
    assert Version.objects.count() == 1


def test_another_wording_is_the_next_version():
    before = active()

    version = publish(items=ITEMS)

    assert version.number == before.number + 1
    assert active() == version


def test_a_former_wording_published_again_is_active_again():
    first = active()
    publish(items=ITEMS)

    again = publish_questionnaire(read_toml("questionnaires", "screening.toml"))

    assert again == first == active()


def test_what_may_not_be_published_changes_nothing():
    before = active()

    with pytest.raises(DefinitionError):
        publish(items=ITEMS + ITEMS)

    assert active() == before
    assert Version.objects.count() == 1


def test_what_is_stored_reads_back_as_what_was_published():
    version = publish(items=ITEMS)

    assert version.definition.to_data() == version.data


@pytest.mark.parametrize("model", [Version, SavedPage], ids=["version", "page"])
def test_versions_and_saved_pages_are_never_changed_or_deleted(model, risk):
    answer(risk, "wanted")

    with pytest.raises(InternalError, match="append_only"), transaction.atomic():
        model.objects.update(number=99)
    with pytest.raises(InternalError, match="append_only"), transaction.atomic():
        model.objects.all()._raw_delete("default")


def test_the_database_keeps_one_version_of_each_number(risk):
    answer(risk, "wanted")
    row = SavedPage.objects.values().get()

    with (
        pytest.raises(IntegrityError, match="saved_page_number_once"),
        transaction.atomic(),
    ):
        SavedPage.objects.create(**row | {"id": None})


def test_the_database_refuses_a_completed_response_without_its_time(risk):
    with (
        pytest.raises(IntegrityError, match="response_completed_has_time"),
        transaction.atomic(),
    ):
        type(risk).objects.filter(pk=risk.pk).update(state="completed")
