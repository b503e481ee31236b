"""One line for each step, with its time."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TextIO

WIDTH = 34


@dataclass
class Progress:
    """Prints `✓ Python packages  4.2 s`; on a terminal the line shows while the step runs."""

    out: TextIO = sys.stdout

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """Times the block; its error is passed on after a line with a cross."""
        self._begin(title)
        start = time.monotonic()
        try:
            yield
        except BaseException:
            self._end("✗", title, time.monotonic() - start)
            raise
        self._end("✓", title, time.monotonic() - start)

    def say(self, text: str = "") -> None:
        """One line outside of any step."""
        print(text, file=self.out, flush=True)

    def _begin(self, title: str) -> None:
        if self.out.isatty():
            print(f"… {title}", end="", file=self.out, flush=True)

    def _end(self, mark: str, title: str, seconds: float) -> None:
        start = "\r" if self.out.isatty() else ""
        self.say(f"{start}{mark} {title:<{WIDTH}}{seconds:7.1f} s")
