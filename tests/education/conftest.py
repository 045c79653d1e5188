"""The portal as it ships, and somebody who may edit it."""

import pytest

from intake.accounts.roles import Role
from intake.education.models import ArticlePage, LearnIndexPage
from tests.factories.staff import make_staff
from tests.journeys.conftest import (  # noqa: F401
    axe,
    browser_type_launch_args,
    new_context,
)


@pytest.fixture
def portal(db) -> LearnIndexPage:
    return LearnIndexPage.objects.get()


@pytest.fixture
def article(portal):
    """Call it with a code: the page that ships with it."""

    def find(code="T1") -> ArticlePage:
        return ArticlePage.objects.get(article_code=code)

    return find


@pytest.fixture
def editor(portal):
    return make_staff(Role.CONTENT_EDITOR)
