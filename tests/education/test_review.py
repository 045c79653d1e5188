"""Who checked an article, when, and under which code it is known."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from intake.education.due import pages_to_check
from intake.education.models import ArticlePage
from intake.education.shipped import read_articles
from intake.practice.models import Organisation
from tests.factories.portal import signed


@pytest.fixture
def today(db):
    return Organisation.current().today()


def checked(page, on, due_in_days):
    page.reviewer_name, page.reviewer_role = "Ada Example", "MD"
    page.reviewed_on = on
    page.review_due_on = on + timedelta(days=due_in_days)
    return page


def test_a_review_with_all_its_parts_is_accepted(article, today):
    checked(article("T12"), today, 90).full_clean()


@pytest.mark.parametrize(
    "missing", ["reviewer_name", "reviewer_role", "reviewed_on", "review_due_on"]
)
def test_half_a_review_is_refused(article, today, missing):
    page = checked(article("T12"), today, 90)
    setattr(page, missing, None if missing.endswith("_on") else "")

    with pytest.raises(ValidationError, match="both dates"):
        page.full_clean()


def test_the_database_refuses_half_a_review_too(article):
    pages = ArticlePage.objects.filter(pk=article("T12").pk)

    with pytest.raises(IntegrityError), transaction.atomic():
        pages.update(reviewer_name="Somebody")


@pytest.mark.parametrize(
    ("code", "longest"),
    [
        pytest.param("T12", 184, id="safety-critical"),
        pytest.param("T8", 366, id="standard"),
        pytest.param("T1", 732, id="background"),
    ],
)
def test_the_next_review_comes_in_time_for_the_risk(article, today, code, longest):
    checked(article(code), today, longest).full_clean()

    with pytest.raises(ValidationError, match="no later than"):
        checked(article(code), today, longest + 1).full_clean()


def test_the_next_review_is_after_the_last(article, today):
    with pytest.raises(ValidationError, match="a day after"):
        checked(article("T12"), today, 0).full_clean()


def test_a_review_has_already_happened(article, today):
    with pytest.raises(ValidationError, match="still to come"):
        checked(article("T12"), today + timedelta(days=1), 90).full_clean()


def test_a_code_is_given_to_one_article(article):
    page = article("T1")
    other = ArticlePage(title="Another", article_code="T12", live=False)
    page.get_parent().add_child(instance=other)

    with pytest.raises(ValidationError, match="Another article has this code"):
        other.full_clean()


def test_a_published_article_keeps_its_code(article):
    page = article("T1")
    page.article_code = "T99"

    with pytest.raises(ValidationError, match="keeps its code"):
        page.full_clean()


@pytest.mark.parametrize("code", ["", "t1", "T", "1", "T1234", "T1 ", "TOOLONG1"])
def test_a_code_has_a_shape(article, code):
    page = article("T1")
    page.article_code = code

    with pytest.raises(ValidationError) as refusal:
        page.full_clean()

    assert "article_code" in refusal.value.message_dict


def test_a_code_of_a_fact_has_a_shape(article):
    page = article("T1")
    page.claims = ["WHAT-01", "what is this"]

    with pytest.raises(ValidationError) as refusal:
        page.full_clean()

    assert "claims" in refusal.value.message_dict


def test_pages_that_nobody_checked_are_listed(portal, today):
    codes = {page.article_code for page in pages_to_check(today)}

    assert codes == {article.code for article in read_articles()}


def test_a_checked_page_returns_sixty_days_before_it_is_due(article, today):
    page = signed(article("T12"), today)

    def is_listed(on):
        return page.pk in {each.pk for each in pages_to_check(on)}

    assert not is_listed(today + timedelta(days=30))
    assert is_listed(today + timedelta(days=31))
