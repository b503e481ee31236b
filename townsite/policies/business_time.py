"""Counting hours by the calendar of a place: working days, hours of the day, holidays, time zone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
# A calendar that never works would be searched for ever; two years hold any deadline.
FARTHEST = timedelta(days=731)


@dataclass(frozen=True)
class BusinessTime:
    """When a place works: `opens` and `closes` in hours of the local day, 0 to 24.

    `is_holiday` answers for local dates; Monday is weekday 0.
    """

    zone: ZoneInfo
    weekdays: frozenset[int]
    opens: float
    closes: float
    is_holiday: Callable[[date], bool]

    def works_on(self, day: date) -> bool:
        """Whether anything is counted on this local date."""
        return day.weekday() in self.weekdays and not self.is_holiday(day)

    def after(self, start: datetime, hours: float) -> datetime:
        """The moment at which `hours` of working time have passed since `start`, in UTC.

        Raises ValueError when the calendar has no such moment within two years of `start`.
        """
        left, day = timedelta(hours=hours), start.astimezone(self.zone).date()
        last = (start + FARTHEST).date()
        while day <= last:
            begins, ends = self._window(day)
            begins = max(begins, start.astimezone(UTC))
            if self.works_on(day) and begins < ends:
                if left <= ends - begins:
                    return begins + left
                left -= ends - begins
            day += DAY
        raise ValueError(
            f"The calendar has no {hours:g} working hours in the two years after {start:%F}."
        )

    def _window(self, day: date) -> tuple[datetime, datetime]:
        """In UTC, so that a day with a change of the clock has its 23 or 25 hours."""
        return self._moment(day, self.opens), self._moment(day, self.closes)

    def _moment(self, day: date, hour: float) -> datetime:
        whole, minutes = divmod(round(hour * 60), 60)
        if whole >= 24:  # noqa: PLR2004 - the next midnight
            day, whole = day + DAY, 0
        return datetime.combine(day, time(whole, minutes), tzinfo=self.zone).astimezone(UTC)
