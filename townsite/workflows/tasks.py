"""Each minute: what is overdue is escalated, what has come to its date ends."""

from datetime import datetime

from townsite.common.actors import System
from townsite.jobs.periodic import look_every_minute
from townsite.workflows.actions import keep_time

BY = System("coordination")


def look(at: datetime) -> None:
    """What the clock asks for this minute."""
    keep_time(by=BY, at=at)


look_every_minute("workflows.look", look)
