"""Publishing: every new wording is a version that never changes."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.utils import timezone

from intake.accounts.models import User
from intake.audit.models import Event
from intake.domain.questionnaire.definition import DefinitionError
from intake.operations.content import read_toml
from intake.practice.models import CrisisRecord
from intake.questionnaires.models import (
    Proposal,
    Questionnaire,
    SavedPage,
    Version,
)
from intake.questionnaires.publishing import (
    PROPOSALS_WAIT,
    AlreadyPublished,
    load_questionnaire,
    proposals,
    propose_questionnaire,
    publish_questionnaire,
    publishable,
    reopen_questionnaire,
    retire_questionnaire,
)
from intake.questionnaires.taking import Gap, Unheard
from tests.factories.questionnaires import publish
from tests.factories.responses import answer
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db

ITEMS = [
    {
        "link_id": "page",
        "type": "group",
        "text": "A page",
        "items": [{"link_id": "asked", "type": "string", "text": "Say something"}],
    }
]
RISKY = [
    {
        "link_id": "page",
        "type": "group",
        "text": "A page",
        "items": [
            {"link_id": "danger", "type": "boolean", "text": "Are you in danger?"},
            {"link_id": "calm", "type": "boolean", "text": "Do you like tea?"},
        ],
    }
]
RISK = {
    "code": "screening",
    "title": "Questions",
    "items": RISKY,
    "facts": {"self_harm_now": "danger"},
}


@pytest.fixture
def director():
    return make_staff("medical_director")


def screening():
    return Questionnaire.objects.get(code="screening")


def active():
    return screening().active_version


def shipped():
    return read_toml("questionnaires", "screening.toml")


def test_the_shipped_questionnaire_is_active_after_loading():
    assert publish_questionnaire(shipped()) == active()
    assert Version.objects.count() == 1


def test_another_wording_is_the_next_version():
    before = active()

    version = publish(items=ITEMS)

    assert version.number == before.number + 1
    assert active() == version


def test_a_former_wording_published_again_is_active_again():
    first = active()
    publish(items=ITEMS)

    again = publish_questionnaire(shipped())

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


def test_an_instrument_in_other_words_is_refused():
    data = active().definition.to_data()
    [mood] = [item for item in data["items"] if item["link_id"] == "mood"]
    mood["items"][0]["items"][0]["text"]["en"] = "Do you enjoy things?"

    with pytest.raises(DefinitionError, match="the words of 'phq9' are sealed"):
        publish_questionnaire(data)


def test_a_version_keeps_whom_it_asks_again(director):
    version = publish_questionnaire(RISK, director, ["danger"], asks_cases=True)

    assert (version.safety_items, version.asks_cases) == (["danger"], True)
    assert version.published_by == director
    event = Event.objects.get(
        action="questionnaire.published", actor_id=str(director.pk)
    )
    assert event.detail == {"asked_again": 1}


def test_without_safety_questions_no_case_is_asked(director):
    assert not publish_questionnaire(RISK, director, asks_cases=True).asks_cases


@pytest.mark.parametrize("name", ["calm", "gone", ""])
def test_only_safety_questions_of_the_version_are_asked_again(director, name):
    with pytest.raises(DefinitionError, match="not a question about safety"):
        publish_questionnaire(RISK, director, ["danger", name])

    assert Version.objects.count() == 1


def test_the_same_publication_twice_has_one_effect(director):
    first = publish_questionnaire(RISK, director, ["danger"])

    again = publish_questionnaire(RISK, director, ["danger"])

    assert again == first
    assert Event.objects.filter(action="questionnaire.published").count() == 2


def test_a_version_that_exists_is_not_made_to_ask_again(director):
    publish_questionnaire(RISK, director)

    with pytest.raises(AlreadyPublished):
        publish_questionnaire(RISK, director, ["danger"])


def test_nobody_publishes_risk_questions_that_nobody_would_hear(director):
    CrisisRecord.objects.update(confirmed_at=None)
    User.objects.filter(login="on.call").update(is_active=False)

    with pytest.raises(Unheard) as caught:
        publish_questionnaire(RISK, director)

    assert caught.value.gaps == (Gap.NUMBERS, Gap.RECIPIENT)
    assert Version.objects.count() == 1


def test_questions_without_danger_need_nobody_on_call(director):
    CrisisRecord.objects.all().delete()
    data = RISK | {"items": ITEMS, "facts": {}}

    assert publish_questionnaire(data, director) == active()


# What ships ------------------------------------------------------------------------


def other_wording():
    return shipped() | {"title": "Other words of the software"}


def test_newer_words_of_the_software_are_opened():
    version = load_questionnaire(other_wording())

    assert version == active()
    assert version.number == 2


def test_what_a_person_published_is_not_replaced_by_what_ships(director):
    own = publish_questionnaire(RISK, director)

    version = load_questionnaire(other_wording())

    assert active() == own
    assert version.number == own.number + 1


def test_what_a_person_closed_is_not_opened_by_what_ships(director):
    retire_questionnaire(questionnaire=screening(), by=director)

    load_questionnaire(shipped())
    load_questionnaire(other_wording())

    assert active() is None


def test_what_ships_is_opened_where_there_was_nothing():
    data = shipped() | {"code": "another"}

    version = load_questionnaire(data)

    assert Questionnaire.objects.get(code="another").active_version == version


# Closing and opening ---------------------------------------------------------------


def test_closing_is_recorded_once(director):
    retire_questionnaire(questionnaire=screening(), by=director)
    retire_questionnaire(questionnaire=screening(), by=director)

    assert active() is None
    event = Event.objects.get(action="questionnaire.retired")
    assert event.actor_id == str(director.pk)


def test_any_version_can_be_opened_again(director):
    first = active()
    publish_questionnaire(RISK, director)

    reopen_questionnaire(version=first, by=director)
    reopen_questionnaire(version=first, by=director)

    assert active() == first
    event = Event.objects.get(action="questionnaire.reopened")
    assert event.subject_id == str(first.pk)


def test_nobody_opens_risk_questions_that_nobody_would_hear(director):
    version = active()
    retire_questionnaire(questionnaire=screening(), by=director)
    CrisisRecord.objects.update(confirmed_at=None)

    with pytest.raises(Unheard):
        reopen_questionnaire(version=version, by=director)

    assert active() is None


# What the database guarantees --------------------------------------------------------


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


# Proposals ---------------------------------------------------------------------------


def test_a_proposal_keeps_the_wording_and_publishes_nothing(director):
    proposal = propose_questionnaire(RISK, director)

    assert proposal.definition == publishable(RISK)
    assert proposal.by == director
    assert Version.objects.count() == 1
    event = Event.objects.get(action="questionnaire.proposed")
    assert event.subject_id == str(proposal.pk)


def test_the_same_wording_twice_is_one_proposal(director):
    first = propose_questionnaire(RISK, director)

    assert propose_questionnaire(RISK, make_staff("medical_director")) == first
    assert Event.objects.filter(action="questionnaire.proposed").count() == 1


def test_what_may_not_be_published_is_not_proposed_either(director):
    with pytest.raises(DefinitionError):
        propose_questionnaire(RISK | {"screen": ["gone"]}, director)

    assert not Proposal.objects.exists()


def test_a_proposal_is_gone_after_a_week(director):
    old = propose_questionnaire(RISK, director)
    long_ago = timezone.now() - PROPOSALS_WAIT - timedelta(minutes=1)
    Proposal.objects.all().delete()
    Proposal.objects.create(pk=old.pk, data=old.data, by=director, at=long_ago)
    assert not proposals().exists()

    new = propose_questionnaire(RISK, director)

    assert list(Proposal.objects.all()) == list(proposals()) == [new]


def test_a_proposal_never_changes(director):
    propose_questionnaire(RISK, director)

    with pytest.raises(InternalError, match="update"), transaction.atomic():
        Proposal.objects.update(data={})
