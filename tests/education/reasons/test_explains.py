"""Which articles explain which questions."""

from collections import Counter

from intake.domain.questionnaire.shipped import load_definitions
from intake.education.reasons.explains import topic_of, topics
from intake.education.shipped import read_articles

CODES = {article.code for article in read_articles()}


def asked():
    items = load_definitions()["screening"].walk()
    return [item for item in items if item.asks or item.is_list]


def test_every_shipped_question_has_its_topic():
    assert [item.link_id for item in asked() if topic_of(item) is None] == []


def test_no_topic_names_a_question_twice_or_one_that_is_not_asked():
    names = Counter(name for topic in topics() for name in topic.asks)
    known = {item.link_id for item in asked()} | {item.instrument for item in asked()}

    assert set(names.values()) == {1}
    assert names.keys() <= known


def test_every_topic_leads_to_articles_that_ship():
    assert all(topic.pages and set(topic.pages) <= CODES for topic in topics())
