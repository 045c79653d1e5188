"""Tags: the clinic's own words, put on cases and taken off."""

import pytest
from django.db import IntegrityError, transaction

from intake.audit.models import Event
from intake.coordination import tags
from intake.coordination.models import Tag
from intake.review.models import Case
from intake.review.views import View, cases_in
from tests.factories.cases import make_case
from tests.factories.staff import make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing")]


@pytest.fixture
def evenings():
    return tags.save_tag(tag=Tag(name="Evenings"), by=make_staff("administrator"))


@pytest.fixture
def far():
    return Tag.objects.create(name="Lives far", color=Tag.Color.BLUE)


def of(case):
    return Case.objects.get(pk=case.pk).tags


def put(case, by, *chosen, shown=()):
    ids = [[tag.pk for tag in part] for part in (shown, chosen)]
    return tags.put(case=case, shown=ids[0], chosen=ids[1], by=by)


def test_a_tag_is_put_on_a_case_and_taken_off(case, clinician, evenings):
    put(case, clinician, evenings)
    assert of(case) == [evenings.pk]

    put(case, clinician, shown=[evenings])
    assert of(case) == []
    details = [e.detail for e in Event.objects.filter(action="case.tagged")]
    assert details == [
        {"added": [evenings.pk], "removed": []},
        {"added": [], "removed": [evenings.pk]},
    ]


def test_what_a_colleague_put_on_meanwhile_stays(case, clinician, evenings, far):
    put(case, clinician, evenings)

    put(case, clinician, far)  # from a page opened before

    assert of(case) == sorted([evenings.pk, far.pk])


def test_the_same_again_changes_nothing(case, clinician, evenings):
    put(case, clinician, evenings)
    put(case, clinician, evenings)

    assert Event.objects.filter(action="case.tagged").count() == 1


def test_a_tag_that_does_not_exist_is_put_on_nothing(case, clinician):
    tags.put(case=case, shown=[], chosen=[10**12], by=clinician)

    assert of(case) == []


def test_a_name_stands_on_the_list_once_in_any_case_of_letters(evenings):
    with pytest.raises(IntegrityError), transaction.atomic():
        Tag.objects.create(name="EVENINGS")


def test_a_tag_out_of_use_stays_on_its_cases_and_is_offered_to_no_other(
    case, clinician, evenings, site
):
    put(case, clinician, evenings)
    evenings.is_active = False
    tags.save_tag(tag=evenings, by=clinician)
    case.refresh_from_db()

    assert list(tags.on(case)) == [evenings]
    assert list(tags.offered(case)) == [evenings]
    assert list(tags.offered(make_case(site=site))) == []


def test_the_worklist_is_narrowed_to_a_tag(case, clinician, evenings, site):
    make_case(site=site)
    put(case, clinician, evenings)

    assert list(cases_in(View(tag=evenings.pk), clinician)) == [case]
    assert View(tag=evenings.pk).is_narrowed
