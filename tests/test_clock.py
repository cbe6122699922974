"""Learning days: every moment belongs to exactly one, whatever the zone does to its clocks."""

from __future__ import annotations

import time as system_time
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.clock import SystemZone, learning_day, system_now

ZONES = [
    "UTC",
    "Asia/Seoul",
    "Asia/Kolkata",
    "Europe/London",
    "Europe/Helsinki",  # falls back at 04:00, the hour at which a learning day starts
    "America/New_York",
    "America/Sao_Paulo",
    "Australia/Lord_Howe",  # half an hour of summer time
    "Pacific/Apia",  # left out the whole of 2011-12-30
    "Pacific/Kiritimati",
]
moments = st.datetimes(datetime(2000, 1, 1), datetime(2037, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
zones = st.sampled_from(ZONES).map(ZoneInfo)
day_starts = st.times().map(lambda at: at.replace(microsecond=0, fold=0))


@given(moments, zones, day_starts)
def test_the_wall_clock_reads_between_one_day_start_and_the_next(now: datetime, zone: ZoneInfo, start: time) -> None:
    day = learning_day(now, zone, start)
    local = now.astimezone(zone).replace(tzinfo=None)
    assert datetime.combine(day, start) <= local < datetime.combine(day + timedelta(days=1), start)


@given(moments, zones, st.timedeltas(timedelta(0), timedelta(days=3)))
def test_days_that_start_at_four_never_run_backwards(now: datetime, zone: ZoneInfo, later: timedelta) -> None:
    assert learning_day(now, zone, time(4)) <= learning_day(now + later, zone, time(4))


@pytest.mark.parametrize(
    ("local", "day"),
    [
        ("2026-11-22T20:00", date(2026, 11, 22)),
        ("2026-11-23T03:59", date(2026, 11, 22)),
        ("2026-11-23T04:00", date(2026, 11, 23)),
    ],
)
def test_an_evening_past_midnight_is_one_day(local: str, day: date, zone: ZoneInfo) -> None:
    now = datetime.fromisoformat(local).replace(tzinfo=zone).astimezone(UTC)
    assert learning_day(now, zone, time(4)) == day


def test_the_hour_that_comes_twice_belongs_to_the_day_before() -> None:
    helsinki = ZoneInfo("Europe/Helsinki")
    twice = [datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)]
    assert [moment.astimezone(helsinki).time() for moment in twice] == [time(3, 30)] * 2
    assert [learning_day(moment, helsinki, time(4)) for moment in twice] == [date(2026, 10, 24)] * 2


@pytest.fixture(params=["Europe/Helsinki", "Asia/Seoul", "America/New_York"])
def machine_zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[ZoneInfo]:
    """The machine's zone, set for one test."""
    if not hasattr(system_time, "tzset"):
        pytest.skip("this system's zone cannot be set for one process")
    monkeypatch.setenv("TZ", request.param)
    system_time.tzset()
    yield ZoneInfo(request.param)
    monkeypatch.undo()
    system_time.tzset()


def test_the_system_zone_follows_the_machine_through_summer_time(machine_zone: ZoneInfo) -> None:
    for hour in range(0, 366 * 24, 5):
        moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hour)
        local, expected = moment.astimezone(SystemZone()), moment.astimezone(machine_zone)
        assert local.replace(tzinfo=None, fold=0) == expected.replace(tzinfo=None, fold=0)
        assert (local.utcoffset(), local.tzname()) == (expected.utcoffset(), expected.tzname())


def test_the_present_is_aware() -> None:
    assert system_now().tzinfo is UTC
