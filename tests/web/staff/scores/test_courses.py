"""Totals over time, drawn and as a table."""

from datetime import date

import pytest

from intake.questionnaires.models import Response
from intake.review import actions
from intake.web.staff.scores.courses_shown import AXIS, TOP, Point, drawn
from tests.factories.cases import WELL, fill, make_case
from tests.web.staff.cases.test_case_changes import amend
from tests.web.staff.cases.test_case_detail import url
from tests.web.staff.reading import one, parsed, text


def point(day, total):
    return Point(date(2026, 3, day), total, is_entered=False)


def places(*points, most=27):
    return [(one["x"], one["y"]) for one in drawn(points, most)["points"]]


def test_the_highest_total_stands_at_the_top_and_none_on_the_axis():
    assert [y for _x, y in places(point(1, 27), point(2, 0))] == [TOP, AXIS]


def test_points_stand_as_far_apart_as_their_days():
    first, second, third = (x for x, _y in places(*(point(d, 9) for d in (1, 2, 11))))

    assert (first, second, third) == ("6.0%", "14.6%", "92.0%")


def test_points_of_one_day_do_not_cover_each_other():
    assert len({x for x, _y in places(point(1, 5), point(1, 6), point(1, 7))}) == 3


def test_neighbours_are_joined():
    assert len(drawn([point(1, 5), point(2, 6), point(3, 7)], 27)["lines"]) == 2


@pytest.mark.django_db
class TestOnTheCase:
    def test_one_total_makes_no_course(self, client, clinician, case):
        client.force_login(clinician)

        assert not parsed(client.get(url(case))).select("[data-course]")

    def test_what_was_sent_before_stands_beside_what_counts_now(
        self, client, clinician, site
    ):
        case = make_case({}, site=site)
        again = {f"phq9_{n}": 1 for n in range(1, 9)} | {"phq9_9": 0}
        case = amend(case, clinician, "phq9_1", **again)
        client.force_login(clinician)

        course = one(client.get(url(case)), "[data-course=phq9]")

        labels = [text(tag) for tag in course.select(".point-label")]
        assert labels == ["17", "8"]
        assert [text(row) for row in course.select("tbody td:nth-child(2)")] == labels
        assert "17." in text(course.select_one("desc"))

    def test_an_earlier_case_of_the_same_person_counts_too(
        self, client, clinician, site
    ):
        first = make_case({}, site=site)
        again = Response.objects.create(
            patient=first.patient, version=first.response.version
        )
        fill(again, WELL)
        case = actions.receive_response(response=again, by=first.patient.user)
        client.force_login(clinician)

        course = one(client.get(url(case)), "[data-course=phq9]")

        assert len(course.select("circle")) == 2
