"""When things happened: two years from the go-live to today, in business hours."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

YEARS_TOLD = 730  # days between go-live and today


@dataclass(frozen=True)
class Timeline:
    """The two years told; `today` is the last day."""

    today: date

    @property
    def go_live(self) -> datetime:
        """When the former spreadsheet was loaded, a Saturday night or near it."""
        return self.at(self.today - timedelta(days=YEARS_TOLD), 3)

    def at(self, day: date, hour: int = 15, minute: int = 0, second: int = 0) -> datetime:
        """A moment of that day, in UTC."""
        return datetime.combine(day, time(hour, minute, second), UTC)

    def days_ago(self, days: float, rng: Random) -> datetime:
        """A moment in the American working day about so many days ago, never on a weekend."""
        day = self.today - timedelta(days=max(1, int(days)))
        day -= timedelta(days=max(0, day.weekday() - 4))
        return self.at(
            day, 13 + int(rng.random() * 9), int(rng.random() * 60), int(rng.random() * 60)
        )

    def between(self, start: datetime, end: datetime, rng: Random) -> datetime:
        """A working moment between two, not before the first nor after the last day told."""
        span = (end - start).days
        moment = self.days_ago((self.today - start.date()).days - rng.random() * span, rng)
        return min(max(moment, start + timedelta(minutes=5)), self.end)

    @property
    def end(self) -> datetime:
        """The last moment told: this morning, before anybody looks."""
        return self.at(self.today, 5)
