"""The moment that `?as_of=` asks about."""

from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from townsite.common.errors import Invalid

_LAST = timedelta(microseconds=1)


def as_of_moment(text: str) -> datetime | None:
    """The moment meant by `2026-03-31` (the end of that day in the reader's zone) or a time.

    None for an empty text: now. Raises Invalid for anything else.
    """
    words = text.strip()
    if not words:
        return None
    try:
        if len(words) <= len("2026-03-31"):
            day = datetime.combine(date.fromisoformat(words) + timedelta(days=1), time())
            return timezone.make_aware(day) - _LAST
        moment = datetime.fromisoformat(words.replace(" ", "+"))
    except (ValueError, OverflowError) as error:
        raise Invalid(
            f"“{words}” is no date. Write as_of=2026-03-31, or a time such as 2026-03-31T12:00:00Z."
        ) from error
    return in_utc(moment if moment.tzinfo else timezone.make_aware(moment))


def in_utc(moment: datetime) -> datetime:
    """The same moment in UTC: PostgreSQL reads no offset beyond 16 hours, ISO 8601 has up to 24.

    Raises Invalid where that lies before the first or after the last year.
    """
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise Invalid(
            f"“{moment}” lies beyond the calendar. Write a year from 2 to 9998."
        ) from error
