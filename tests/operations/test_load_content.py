"""What ships is loaded once; what a clinic changed is left alone."""

import pytest
from django.core.management import call_command

from intake.operations.content import load_content, read_toml
from intake.patients.models import PrivacyNotice
from intake.practice.models import CrisisRecord, Location
from intake.questionnaires.models import Questionnaire, Version
from intake.questionnaires.publishing import (
    publish_questionnaire,
    retire_questionnaire,
)
from intake.review.evaluation import active_protocol
from intake.review.protocols import ProtocolVersion
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db


def counts():
    models = (Version, ProtocolVersion, PrivacyNotice, Location)
    return [model.objects.count() for model in models]


def test_an_installation_has_all_it_needs_to_begin(capsys):
    assert Questionnaire.objects.get(code="screening").active_version
    assert active_protocol().rules.criteria
    assert CrisisRecord.current().line_number
    assert PrivacyNotice.current().text
    assert Location.objects.get().is_open


def test_loading_again_changes_nothing():
    before = counts()

    load_content(lambda _line: None)

    assert counts() == before


def test_what_a_clinic_changed_is_left_alone():
    CrisisRecord.objects.update(line_number="116 123")
    Location.objects.update(name="Harbor Street")

    load_content(lambda _line: None)

    assert CrisisRecord.current().line_number == "116 123"
    assert list(Location.objects.values_list("name", flat=True)) == ["Harbor Street"]


@pytest.mark.parametrize("version", [2, None], ids=["own version", "closed"])
def test_a_questionnaire_that_the_clinic_chose_is_left_alone(version):
    said, director = [], make_staff("medical_director")
    if version:
        words = read_toml("questionnaires", "screening.toml") | {"title": "Our own"}
        publish_questionnaire(words, director)
    else:
        retire_questionnaire(questionnaire=Questionnaire.objects.get(), by=director)

    load_content(said.append)

    active = Questionnaire.objects.get().active_version
    assert (active and active.number) == version
    left = f"screening {version}" if version else "none"
    assert f"questionnaire screening 1 is stored; {left} is open" in said[0]


def test_what_is_missing_comes_back():
    CrisisRecord.objects.all().delete()
    said = []

    load_content(said.append)

    assert "crisis record" in said
    assert CrisisRecord.current().line_number == "988"


def test_the_command_says_what_it_loaded(capsys):
    call_command("load_content")

    told = capsys.readouterr().err
    assert "questionnaire screening" in told
    assert "protocol ketamine" in told
