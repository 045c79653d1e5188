"""Who is on call: the pattern, nights, exceptions, sites, and what is left open."""

from datetime import UTC, date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from intake.domain.hours import Span, StaffedHours
from intake.domain.rota import Rota, Stand, Turn

NEW_YORK = ZoneInfo("America/New_York")
ANN, BEN, CAT = (UUID(int=number) for number in (1, 2, 3))
HERE, THERE = 1, 2
WEDNESDAY = 2
MONDAY_DATE = date(2026, 11, 16)


def at(text):
    wall = datetime.fromisoformat(text)
    return wall.replace(tzinfo=NEW_YORK).astimezone(UTC)


def rota(*entries):
    turns = tuple(entry for entry in entries if isinstance(entry, Turn))
    stands = tuple(entry for entry in entries if isinstance(entry, Stand))
    return Rota(NEW_YORK, turns, stands)


DAYTIME = Turn(ANN, WEDNESDAY, 9 * 60, 17 * 60)
NIGHT = Turn(BEN, WEDNESDAY, 17 * 60, 9 * 60)


@pytest.mark.parametrize(
    ("moment", "who"),
    [
        ("2026-11-18T08:59", ()),
        ("2026-11-18T09:00", (ANN,)),
        ("2026-11-18T16:59", (ANN,)),
        ("2026-11-18T17:00", (BEN,)),
        ("2026-11-18T23:59", (BEN,)),
        ("2026-11-19T00:00", (BEN,)),
        ("2026-11-19T08:59", (BEN,)),
        ("2026-11-19T09:00", ()),
        ("2026-11-25T10:00", (ANN,)),
    ],
)
def test_the_pattern_repeats_and_runs_through_the_night(moment, who):
    assert rota(DAYTIME, NIGHT).at(at(moment)) == who


def test_who_ends_when_they_began_is_on_call_for_a_day():
    whole = rota(Turn(ANN, WEDNESDAY, 9 * 60, 9 * 60))

    assert whole.at(at("2026-11-19T08:59")) == (ANN,)
    assert whole.at(at("2026-11-19T09:00")) == ()


def test_whoever_stands_in_comes_in_place_of_the_pattern():
    stand = Stand(CAT, at("2026-11-18T12:00"), at("2026-11-18T13:00"))
    swapped = rota(DAYTIME, stand)

    assert swapped.at(at("2026-11-18T11:59")) == (ANN,)
    assert swapped.at(at("2026-11-18T12:00")) == (CAT,)
    assert swapped.at(at("2026-11-18T13:00")) == (ANN,)


def test_the_own_person_of_a_site_comes_before_the_one_for_all():
    own = Turn(BEN, WEDNESDAY, 9 * 60, 17 * 60, site=HERE)
    both = rota(DAYTIME, own)

    assert both.at(at("2026-11-18T10:00"), HERE) == (BEN, ANN)
    assert both.at(at("2026-11-18T10:00"), THERE) == (ANN,)


class TestGaps:
    hours = StaffedHours(NEW_YORK, {WEDNESDAY: (Span(8 * 60, 18 * 60),)})

    def test_staffed_time_without_anybody_is_named(self):
        left = rota(DAYTIME).gaps(self.hours, MONDAY_DATE)

        assert left == [
            (at("2026-11-18T08:00"), at("2026-11-18T09:00")),
            (at("2026-11-18T17:00"), at("2026-11-18T18:00")),
        ]

    def test_an_empty_rota_leaves_all_of_it(self):
        left = rota().gaps(self.hours, MONDAY_DATE)

        assert left == [(at("2026-11-18T08:00"), at("2026-11-18T18:00"))]

    def test_the_night_before_and_whoever_stands_in_fill_them(self):
        before = Turn(BEN, 1, 20 * 60, 9 * 60)
        stand = Stand(CAT, at("2026-11-18T17:00"), at("2026-11-18T18:00"))

        assert rota(DAYTIME, before, stand).gaps(self.hours, MONDAY_DATE) == []

    def test_somebody_of_another_site_fills_none(self):
        elsewhere = Turn(ANN, WEDNESDAY, 0, 0, site=THERE)

        assert rota(elsewhere).gaps(self.hours, MONDAY_DATE, HERE)
        assert not rota(elsewhere).gaps(self.hours, MONDAY_DATE, THERE)
