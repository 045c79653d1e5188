"""Who stands for the reasons why questions are asked, and until when."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from intake.accounts.roles import Role
from intake.audit.models import Event
from intake.education.governing.signing import WordsChanged
from intake.education.reasons.signing import may_sign, sign, standing
from tests.factories.questionnaires import publish_part
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinician(db):
    return make_staff(Role.CLINICIAN, name="Ada Example")


def test_reasons_are_a_draft_that_ages_until_somebody_signs_them(clinician):
    before = standing()
    published = before.version.published_at.date()

    signed = sign(seen=before.digest, by=clinician, role=" MD ")

    assert not before.is_reviewed
    assert before.due_on == published + timedelta(days=184)
    assert (signed.name, signed.role) == ("Ada Example", "MD")
    assert standing().signed == signed
    assert standing().due_on == signed.reviewed_on + timedelta(days=184)
    assert Event.objects.filter(action="portal.reasons_signed").count() == 1


def test_other_words_are_a_draft_again_and_keep_the_day(clinician):
    signed = sign(seen=standing().digest, by=clinician, role="MD")
    publish_part("wanted")

    now = standing()

    assert not now.is_reviewed
    assert now.due_on == signed.due_on
    assert now.changes()
    assert now.is_overdue(signed.due_on + timedelta(days=1))


def test_words_that_nobody_reads_any_more_are_not_signed(clinician):
    seen = standing().digest
    publish_part("wanted")

    with pytest.raises(WordsChanged):
        sign(seen=seen, by=clinician, role="MD")


def test_neither_editors_nor_whoever_published_the_words_sign_them(clinician):
    version = standing().version
    version.published_by = clinician

    assert not may_sign(version, clinician)
    with pytest.raises(PermissionDenied):
        sign(seen=standing().digest, by=make_staff(Role.CONTENT_EDITOR), role="editor")
