"""How often somebody may ask: one count for all processes of a machine, without a database.

The generic cell rate algorithm (ITU-T I.371): for each key one number is kept, the time at which
all of its requests so far would have been due at an even pace. It lies in a file that all processes
map into memory; a request costs some microseconds. Several machines each count on their own.
"""

import fcntl
import math
import mmap
import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from typing import Final

PERIOD: Final = 60.0  # seconds
SLOTS: Final = 1 << 15
NEIGHBORS: Final = 16  # slots that one key may take; the stalest gives way when all are taken
_SLOT: Final = struct.Struct("<Qd")
SIZE: Final = SLOTS * _SLOT.size


@dataclass(frozen=True)
class Verdict:
    """Whether a request may go on, and what its sender should know."""

    allowed: bool
    limit: int
    remaining: int
    reset_seconds: int
    retry_seconds: int

    def headers(self) -> dict[str, str]:
        """RateLimit headers (draft-ietf-httpapi-ratelimit-headers-06) and Retry-After (RFC 9110)."""
        told = {
            "RateLimit-Policy": f"{self.limit};w={PERIOD:g}",
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.reset_seconds),
        }
        return told if self.allowed else {**told, "Retry-After": str(self.retry_seconds)}


class RateLimiter:
    """Limits by key, kept in a file that every process on the machine opens."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._threads = Lock()
        self._opened_by = 0
        self._descriptor = -1
        self._memory: mmap.mmap | None = None

    def take(self, key: str, *, limit: int, now: float) -> Verdict:
        """One request of `key`, `limit` of which may come in a minute; `now` in Unix seconds."""
        return self._decide(key, limit, now, taking=True)

    def look(self, key: str, *, limit: int, now: float) -> Verdict:
        """What `take` would say, without counting a request."""
        return self._decide(key, limit, now, taking=False)

    def _decide(self, key: str, limit: int, now: float, *, taking: bool) -> Verdict:
        pace = PERIOD / limit
        with self._locked() as memory:
            place, due = _find(memory, _number(key), now)
            # A clock that was set back must not lock anybody out for longer than one period.
            due = min(max(due, now), now + PERIOD)
            allowed = due + pace - now <= PERIOD + 1e-9
            if taking:
                due += pace if allowed else 0
                _SLOT.pack_into(memory, place, _number(key), due)
        left = max(0, math.floor((PERIOD - (due - now)) / pace + 1e-9))
        wait = math.ceil(due + pace - now - PERIOD)
        return Verdict(allowed, limit, left, math.ceil(due - now), max(1, wait))

    @contextmanager
    def _locked(self) -> Iterator[mmap.mmap]:
        with self._threads:
            memory = self._opened()
            fcntl.flock(self._descriptor, fcntl.LOCK_EX)
            try:
                yield memory
            finally:
                fcntl.flock(self._descriptor, fcntl.LOCK_UN)

    def _opened(self) -> mmap.mmap:
        # A forked process would share its parent's lock, so each opens the file for itself.
        if self._memory is None or self._opened_by != os.getpid():
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._descriptor = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600)
            os.ftruncate(self._descriptor, SIZE)
            self._memory = mmap.mmap(self._descriptor, SIZE)
            self._opened_by = os.getpid()
        return self._memory


def _number(key: str) -> int:
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "little") or 1


def _find(memory: mmap.mmap, number: int, now: float) -> tuple[int, float]:
    """The key's slot and due time, or the slot among its neighbors that nobody needs longest."""
    stalest, oldest = 0, math.inf
    for step in range(NEIGHBORS):
        place = (number + step) % SLOTS * _SLOT.size
        holder, due = _SLOT.unpack_from(memory, place)
        if holder == number:
            return place, due
        if due < oldest:
            stalest, oldest = place, due
    return stalest, now
