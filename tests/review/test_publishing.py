"""Publishing of protocols, and of questionnaires that give them their facts."""

from copy import deepcopy
from dataclasses import replace
from unittest.mock import Mock

import pytest
from django.db import InternalError, connection, transaction

from intake.audit.models import Event
from intake.domain.eligibility.protocol import ProtocolError, load_data
from intake.practice.models import Location
from intake.questionnaires.models import Questionnaire, Response
from intake.questionnaires.publishing import propose_questionnaire
from intake.review import actions, evaluation
from intake.review.models import Case
from intake.review.protocols import ProtocolVersion
from intake.review.publishing import (
    UnsuppliedFacts,
    publish_proposal,
    publish_protocol,
    unsupplied_facts,
)
from tests.factories.cases import make_response
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def screening():
    """The published questionnaire, which supplies the facts."""
    return Questionnaire.objects.get(code="screening").active_version.definition


@pytest.fixture
def data():
    return deepcopy(load_data())


def test_the_shipped_protocol_again_is_the_version_there_is(screening, data):
    before = evaluation.active_protocol()

    assert publish_protocol(data, supplied_by=screening) == before
    assert ProtocolVersion.objects.count() == 1


def test_another_wording_is_the_next_version_and_active(screening, data):
    data["title"] = "Ketamine: what to look at"

    published = publish_protocol(data, supplied_by=screening)

    assert published.number == 2
    assert evaluation.active_protocol() == published
    assert published.rules.title == "Ketamine: what to look at"
    event = Event.objects.filter(action="protocol.published").latest("number")
    assert event.subject_id == str(published.pk)


def test_an_earlier_wording_can_be_made_active_again(screening, data):
    first = evaluation.active_protocol()
    publish_protocol(data | {"title": "Another"}, supplied_by=screening)

    assert publish_protocol(data, supplied_by=screening) == first
    assert evaluation.active_protocol() == first


def test_a_case_keeps_the_version_it_was_evaluated_with(case, screening, data):
    first = case.evaluations.get().protocol
    second = publish_protocol(data | {"title": "Another"}, supplied_by=screening)

    again = actions.evaluate_case(case=case, by=None)

    assert [run.protocol for run in case.evaluations.all()] == [second, first]
    assert again.input_digest != case.evaluations.last().input_digest


def test_a_protocol_with_a_problem_is_refused_and_changes_nothing(screening, data):
    data["criteria"][0]["when"] = {"fact": "no_such_fact", "value": "yes"}

    with pytest.raises(ProtocolError, match="no_such_fact"):
        publish_protocol(data, supplied_by=screening)

    assert ProtocolVersion.objects.count() == 1


def test_a_fact_that_no_question_gives_is_refused_by_name(screening, data):
    data["facts"]["shoe_size"] = data["facts"]["escort"] | {"label": "shoe size"}
    data["criteria"][0]["when"] = {"fact": "shoe_size", "value": "yes"}

    with pytest.raises(UnsuppliedFacts, match=r"^shoe_size$"):
        publish_protocol(data, supplied_by=screening)

    assert ProtocolVersion.objects.count() == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE review_protocolversion SET number = 9",
        "DELETE FROM review_protocolversion",
    ],
)
def test_a_published_version_never_changes(statement):
    with pytest.raises(InternalError, match="Cannot"), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.fixture
def director():
    return make_staff("medical_director")


def test_a_proposal_that_gives_every_fact_is_published(screening, director):
    words = screening.to_data() | {"title": {"en": "Other words"}}
    proposal = propose_questionnaire(words, director)

    version = publish_proposal(
        proposal=proposal, safety_items=["phq9_9"], asks_cases=True, by=director
    )

    assert version == Questionnaire.objects.get(code="screening").active_version
    assert (version.number, version.published_by) == (2, director)
    assert (version.safety_items, version.asks_cases) == (["phq9_9"], True)


class TestAskingForSafety:
    """Publishing asks its questions about safety of everybody, or does not happen."""

    @pytest.fixture
    def publish(self, screening, director):
        def publish(*safety_items, asks_cases=True):
            make_staff("clinician", sites=Location.objects.all())
            words = screening.to_data() | {"title": {"en": "Other words"}}
            return publish_proposal(
                proposal=propose_questionnaire(words, director),
                safety_items=safety_items,
                asks_cases=asks_cases,
                by=director,
            )

        return publish

    def test_whoever_has_begun_or_waits_is_asked_at_once(self, case, publish):
        draft = make_response()

        version = publish("harm_others_now")

        asked = Response.objects.asked_again()
        assert {request.base for request in asked} == {draft, case.response}
        assert {tuple(request.asked) for request in asked} == {("harm_others_now",)}
        assert {request.version for request in asked} == {version}

    def test_those_who_wait_are_asked_only_where_the_director_says_so(
        self, case, publish
    ):
        draft = make_response()

        publish("harm_others_now", asks_cases=False)

        assert Response.objects.asked_again().get().base == draft
        assert case.stage == Case.objects.get().stage

    def test_without_such_questions_nobody_is_asked(self, case, publish):
        make_response()

        publish()

        assert not Response.objects.asked_again().exists()

    def test_when_somebody_cannot_be_asked_nothing_is_published(
        self, case, publish, monkeypatch
    ):
        make_response()
        monkeypatch.setattr("intake.review.asking.tell", Mock(side_effect=OSError))

        with pytest.raises(OSError):  # noqa: PT011 - the one that was raised above
            publish("harm_others_now")

        assert Questionnaire.objects.get(code="screening").versions.count() == 1
        assert not Response.objects.asked_again().exists()


def test_a_questionnaire_that_the_protocol_cannot_judge_is_refused(screening, director):
    data = screening.to_data()
    facts = {name: rule for name, rule in data["facts"].items() if name != "aneurysm"}
    proposal = propose_questionnaire(data | {"facts": facts}, director)

    with pytest.raises(UnsuppliedFacts, match=r"^aneurysm$"):
        publish_proposal(
            proposal=proposal, safety_items=(), asks_cases=False, by=director
        )

    assert Questionnaire.objects.get(code="screening").versions.count() == 1


def test_only_the_questionnaire_that_opens_a_case_is_judged(screening):
    other = replace(screening, code="another", facts={})

    assert unsupplied_facts(screening) == []
    assert unsupplied_facts(other) == []
    assert "aneurysm" in unsupplied_facts(replace(screening, facts={}))
