"""The one place that reads the time.

Interfaces and tasks ask here and pass `at` down, so that domain code can be run for any moment.
"""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)
