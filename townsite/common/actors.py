"""Who does a thing: a person or a named system job."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


class Actor(Protocol):
    """Anyone an event can name; users of `accounts` satisfy it without importing it."""

    @property
    def pk(self) -> UUID | None: ...

    @property
    def actor_label(self) -> str: ...


@dataclass(frozen=True)
class System:
    """A job of the system itself, for example ``System("nightly re-evaluation")``."""

    name: str

    @property
    def pk(self) -> None:
        """No person stands behind a system job."""
        return None

    @property
    def actor_label(self) -> str:
        return f"system: {self.name}"
