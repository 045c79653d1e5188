"""Scores of what a patient answered: kept with what was seen."""

import pytest

from intake.questionnaires.models import Mode
from intake.questionnaires.scores import open_score
from tests.factories.cases import make_response
from tests.factories.questionnaires import publish
from tests.factories.responses import send

pytestmark = pytest.mark.django_db


def placing(*codes):
    """A page with these instruments, each question to be answered."""
    items = [{"instrument": code, "required": True} for code in codes]
    return [{"link_id": "page", "type": "group", "text": "Some", "items": items}]


def test_a_score_says_which_wording_was_seen():
    publish(items=placing("gad7"))
    version = publish(items=placing("gad7", "peg"))
    response = send(make_response())

    record = response.scores.get(instrument="gad7")

    kept = open_score(record)
    assert kept["version"] == "1"
    assert kept["questionnaire_version"] == version.number
    assert (record.mode, record.language) == (Mode.SELF, "en")
    assert len(record.wording_digest) == 64


def test_a_questionnaire_may_place_the_pcl_5_and_its_rules_are_kept():
    publish(items=placing("pcl5"))
    given = {f"pcl5_{number}": 2 for number in range(1, 16)} | {"pcl5_16": 3}

    response = send(make_response(), **given)

    kept = open_score(response.scores.get(instrument="pcl5"))
    assert (kept["total"], kept["positive"]) == (33, True)
    assert kept["details"] == {"clusters": True, "zone": True, "attention": True}


def test_the_wording_digest_is_that_of_the_words():
    publish(items=placing("gad7"))
    first = send(make_response())
    publish(items=placing("peg", "gad7"))
    second = send(make_response())
    publish(items=placing("gad7"), title="Other questions")
    third = send(make_response())

    digests = {
        response.scores.get(instrument="gad7").wording_digest
        for response in (first, second, third)
    }

    assert len(digests) == 1
