"""Translations for which two people stand."""

import pytest

from intake.accounts.roles import Role
from intake.education.translating import actions
from intake.education.translating.shipped import draft
from intake.education.translating.subjects import subject_of
from tests.factories.staff import make_staff


@pytest.fixture
def people(portal):
    """Who translates, and who reviews."""
    writer = make_staff(Role.CONTENT_EDITOR, name="Edda Example")
    return writer, make_staff(Role.CLINICIAN, name="Rosa Example")


@pytest.fixture
def reviewed(people):
    """Call it with a code: the shipped draft, as if two people stood for it."""

    def stand_for(code, words=None):
        writer, reader = people
        subject, language = subject_of(code), {"language": "es"}
        seen = actions.mark_of(actions.newest("es", code))
        given = {"words": words or draft("es", code), "checked": True}
        row = actions.keep(subject=subject, seen=seen, by=writer, **language, **given)
        seen = actions.mark_of(row)
        return actions.review(subject=subject, seen=seen, by=reader, **language)

    return stand_for
