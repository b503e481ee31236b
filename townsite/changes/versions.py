"""Bulk versions: many rows written by one hand, whose row history carries what they were.

A change set names such a bulk by its source and key; the source, a part above this one, writes it
and takes it back. So an import of 100,000 rows is one change with one fact.
"""

from collections.abc import Collection
from typing import Any, Protocol

from django.db.models import QuerySet

from townsite.access.choices import Permission
from townsite.changes.facts.fact import Act, Diff, Places
from townsite.common.errors import Invalid


class VersionSource(Protocol):
    """What a part offers whose bulks go through change sets; `key` is one bulk of it."""

    name: str
    permission: Permission

    def planned(self, key: str) -> dict[str, Any]:
        """What it comes to, as the value of its fact: counts by name."""

    def written(self, key: str) -> dict[str, Any] | None:
        """The same once it is written, None before and after."""

    def problems(self, key: str) -> list[str]:
        """Why it cannot be written now."""

    def sentence(self, key: str, counts: dict[str, Any]) -> str:
        """What it does, in words."""

    def places(self, key: str) -> Places:
        """The territories it is about."""

    def write(self, key: str, act: Act) -> None:
        """Writes all of it. Raises a Problem and writes nothing when something is in the way."""

    def take_back(self, key: str, act: Act) -> None:
        """Puts the former versions back. Raises a Problem when later work depends on it."""

    def obstacles(self, key: str) -> list[str]:
        """Why it cannot be taken back, as sentences."""

    def is_built_on(self, key: str, diff: Diff) -> bool:
        """Whether these facts are about what it made or changed."""

    def is_shared(self, key: str, other: str) -> bool:
        """Whether both made or changed a site."""

    def is_holding(self, key: str, numbers: Collection[str]) -> bool:
        """Whether it made or changed any of the sites."""

    def site_ids(self, key: str) -> QuerySet[Any, Any]:
        """The ids of the sites that it made or changed, to ask within."""


_SOURCES: dict[str, VersionSource] = {}


def add_source(source: VersionSource) -> None:
    """Makes a part's bulks known; called when its app is ready."""
    _SOURCES[source.name] = source


def source_of(subject: str) -> tuple[VersionSource, str]:
    """The source and key of a subject such as "import:0190…". Raises Invalid for an unknown one."""
    name, _, key = subject.partition(":")
    if name not in _SOURCES:
        raise Invalid(f"“{name}” keeps no bulk versions. Known are {', '.join(_SOURCES)}.")
    return _SOURCES[name], key
