"""Moments and learning days. `now` is always passed in; only the outermost layer asks the system."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo


def system_now() -> datetime:
    """The present moment as an aware UTC datetime."""
    return datetime.now(UTC)


def learning_day(now: datetime, zone: tzinfo, day_start: time) -> date:
    """The learning day that `now` belongs to.

    A learning day is a calendar day in the learner's time zone that starts at `day_start` (04:00 by default), so
    that an evening which runs past midnight counts as one day. Wall-clock times are compared, so a change to or from
    summer time moves no boundary.

    Args:
        now: an aware datetime.
        zone: the learner's time zone.
        day_start: the wall-clock time at which a day starts.
    """
    local = now.astimezone(zone)
    if local.time() < day_start:
        return local.date() - timedelta(days=1)
    return local.date()


class SystemZone(tzinfo):
    """The time zone of this machine, by its own rules for summer time, whether or not it tells its name."""

    def fromutc(self, moment: datetime) -> datetime:
        """The local time at `moment`, whose fields are UTC."""
        return moment.replace(tzinfo=UTC).astimezone().replace(tzinfo=self)

    def utcoffset(self, moment: datetime | None) -> timedelta | None:
        """How far local time is ahead of UTC at the local time `moment`."""
        return None if moment is None else moment.replace(tzinfo=None).astimezone().utcoffset()

    def dst(self, moment: datetime | None) -> timedelta | None:
        """Unknown: the system tells the offset only."""
        return None

    def tzname(self, moment: datetime | None) -> str | None:
        """The system's short name of the zone, such as `KST`."""
        return None if moment is None else moment.replace(tzinfo=None).astimezone().tzname()
