"""The open streams of one process, and how many of them there may be."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

# A stream holds one socket and a few kilobytes; these bound what one process and one person take.
MOST_STREAMS = 1_000
MOST_OF_ONE = 12
MOST_WAITING = 100


@dataclass(eq=False)
class Stream:
    """One open page. `waiting` holds ids of events not yet told; None asks it to look itself."""

    session_key: str
    user_id: UUID
    waiting: asyncio.Queue[int | None] = field(default_factory=lambda: asyncio.Queue(MOST_WAITING))


class TooManyStreams(Exception):  # noqa: N818 - said in its name
    """The person, or everybody together, has as many as may be."""


class Streams:
    """Opened, told of events, closed."""

    def __init__(self) -> None:
        self._open: set[Stream] = set()
        self._of_one: Counter[UUID] = Counter()

    def __len__(self) -> int:
        return len(self._open)

    def open(self, session_key: str, user_id: UUID) -> Stream:
        """A new stream. Raises TooManyStreams."""
        if len(self._open) >= MOST_STREAMS or self._of_one[user_id] >= MOST_OF_ONE:
            raise TooManyStreams
        stream = Stream(session_key, user_id)
        self._open.add(stream)
        self._of_one[user_id] += 1
        return stream

    def close(self, stream: Stream) -> None:
        """Forgets the stream."""
        self._open.discard(stream)
        self._of_one[stream.user_id] -= 1
        self._of_one += Counter()  # drops those at zero

    def tell(self, event_id: int | None) -> None:
        """Hands the event to every stream; one that reads too slowly looks for itself later."""
        for stream in self._open:
            if not stream.waiting.full():
                stream.waiting.put_nowait(event_id)
