"""By when somebody must have acted: over nights, weekends, holidays, clock changes."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.hours import DAY, Span, StaffedHours, due, joined, without

NEW_YORK = ZoneInfo("America/New_York")
OFFICE = (Span(9 * 60, 17 * 60),)
WEEKDAYS = dict.fromkeys(range(5), OFFICE)
HOURS = StaffedHours(NEW_YORK, WEEKDAYS)
NIGHTS = StaffedHours(NEW_YORK, dict.fromkeys(range(7), (Span(0, 6 * 60),)))


def at(text, fold=0):
    """A moment by the clock on the wall in New York."""
    wall = datetime.fromisoformat(text)
    return wall.replace(tzinfo=NEW_YORK, fold=fold).astimezone(UTC)


def spans():
    minutes = st.lists(st.integers(0, DAY), min_size=2, max_size=2, unique=True)
    return minutes.map(lambda pair: Span(*sorted(pair)))


def weeks():
    days = st.lists(spans(), max_size=3).map(tuple)
    return st.dictionaries(st.integers(0, 6), days)


moments = st.datetimes(
    datetime(2026, 1, 1),  # noqa: DTZ001 - given its zone below
    datetime(2027, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
)
minutes = st.integers(0, 3 * DAY)


@pytest.mark.parametrize(
    ("opened", "minutes", "expected"),
    [
        pytest.param("2026-11-18T10:00", 60, "2026-11-18T11:00", id="within a day"),
        pytest.param("2026-11-18T16:30", 60, "2026-11-19T09:30", id="over a night"),
        pytest.param("2026-11-18T23:59", 15, "2026-11-19T09:15", id="before midnight"),
        pytest.param("2026-11-19T00:00", 15, "2026-11-19T09:15", id="at midnight"),
        pytest.param("2026-11-20T16:30", 60, "2026-11-23T09:30", id="over a weekend"),
        pytest.param("2026-11-21T12:00", 240, "2026-11-23T13:00", id="on a Saturday"),
        pytest.param("2026-11-18T09:00", 480, "2026-11-18T17:00", id="a whole day"),
        pytest.param("2026-11-18T09:00", 481, "2026-11-19T09:01", id="and a minute"),
        pytest.param("2026-11-18T12:00", 1440, "2026-11-23T12:00", id="three days"),
    ],
)
def test_only_staffed_time_counts(opened, minutes, expected):
    assert due(at(opened), minutes, HOURS) == at(expected)


def test_a_holiday_is_not_staffed():
    closed = StaffedHours(NEW_YORK, WEEKDAYS, frozenset({date(2026, 11, 26)}))

    assert due(at("2026-11-25T16:30"), 60, closed) == at("2026-11-27T09:30")
    assert not closed.is_staffed(at("2026-11-26T10:00"))
    assert closed.is_staffed(at("2026-11-27T10:00"))


@pytest.mark.parametrize(
    ("opened", "expected"),
    [
        ("2026-11-18T23:55", "2026-11-19T00:10"),
        ("2026-11-21T12:00", "2026-11-21T12:15"),
    ],
)
def test_around_the_clock_every_minute_counts(opened, expected):
    assert due(at(opened), 15) == at(expected)


def test_hours_that_nobody_has_set_do_not_stop_the_clock():
    unset = StaffedHours(NEW_YORK, {0: ()})

    assert due(at("2026-11-21T12:00"), 15, unset) == at("2026-11-21T12:15")


class TestClockChanges:
    """New York: forward on 8 March 2026 at 2, back on 1 November 2026 at 2."""

    def test_the_hour_that_is_left_out_does_not_count(self):
        opened = at("2026-03-08T00:30")

        assert due(opened, 120, NIGHTS) == at("2026-03-08T03:30")
        assert due(opened, 120, NIGHTS) - opened == timedelta(hours=2)

    def test_the_hour_that_comes_twice_counts_twice(self):
        opened = at("2026-11-01T00:30")

        assert due(opened, 120, NIGHTS) == at("2026-11-01T01:30", fold=1)

    def test_around_the_clock_an_hour_stays_an_hour(self):
        for opened in (at("2026-03-08T01:30"), at("2026-11-01T01:30")):
            assert due(opened, 60) - opened == timedelta(hours=1)

    def test_the_office_opens_by_the_clock_on_the_wall(self):
        assert due(at("2026-03-06T16:30"), 60, HOURS) == at("2026-03-09T09:30")
        assert due(at("2026-10-30T16:30"), 60, HOURS) == at("2026-11-02T09:30")

    @pytest.mark.parametrize(
        ("span", "expected"),
        [
            pytest.param(
                Span(150, 240), "03:00 04:00", id="starts in what is left out"
            ),
            pytest.param(Span(60, 150), "01:00 03:00", id="ends in it"),
        ],
    )
    def test_a_time_that_is_left_out_is_the_moment_of_the_change(self, span, expected):
        hours = StaffedHours(NEW_YORK, {6: (span,)})

        ((start, end),) = hours.on(date(2026, 3, 8))

        wall = [
            moment.astimezone(NEW_YORK).strftime("%H:%M") for moment in (start, end)
        ]
        assert " ".join(wall) == expected

    def test_hours_that_are_left_out_altogether_are_none(self):
        hours = StaffedHours(NEW_YORK, {6: (Span(125, 170),)})

        assert hours.on(date(2026, 3, 8)) == []


@given(moments, minutes, weeks())
def test_due_is_never_before_it_was_opened(opened, minutes, week):
    assert due(opened, minutes, StaffedHours(NEW_YORK, week)) >= opened


@given(moments, minutes, weeks().filter(lambda week: any(week.values())), weeks())
def test_more_staffed_time_never_makes_it_later(opened, minutes, week, more):
    wider = {day: week.get(day, ()) + more.get(day, ()) for day in {*week, *more}}

    later = due(opened, minutes, StaffedHours(NEW_YORK, week))
    assert due(opened, minutes, StaffedHours(NEW_YORK, wider)) <= later


@given(moments, minutes, weeks(), st.timedeltas(timedelta(0), timedelta(days=9)))
def test_what_is_opened_later_is_never_due_earlier(opened, minutes, week, wait):
    hours = StaffedHours(NEW_YORK, week)

    assert due(opened + wait, minutes, hours) >= due(opened, minutes, hours)


@given(moments, minutes, weeks(), minutes)
def test_more_minutes_never_make_it_earlier(opened, minutes, week, more):
    hours = StaffedHours(NEW_YORK, week)

    assert due(opened, minutes + more, hours) >= due(opened, minutes, hours)


@given(moments, minutes)
def test_a_clinic_that_never_closes_runs_around_the_clock(opened, minutes):
    always = StaffedHours(NEW_YORK, dict.fromkeys(range(7), (Span(0, DAY),)))

    assert due(opened, minutes, always) == due(opened, minutes)


@pytest.mark.parametrize(("start", "end"), [(60, 60), (60, 30), (-1, 5), (0, DAY + 1)])
def test_a_span_that_is_no_part_of_a_day_is_refused(start, end):
    with pytest.raises(ValueError, match="no part of a day"):
        Span(start, end)


def test_what_touches_is_one_and_what_is_taken_out_is_gone():
    nine, ten, noon, five = (at(f"2026-11-18T{hour}:00") for hour in ("09", 10, 12, 17))

    assert joined([(ten, noon), (nine, ten), (noon, noon)]) == [(nine, noon)]
    assert without([(nine, five)], [(ten, noon)]) == [(nine, ten), (noon, five)]
    assert without([(nine, noon)], [(nine, five)]) == []
