"""Many rows are written as one, such as a reviewed import."""

from collections.abc import Iterator
from typing import ClassVar
from uuid import UUID

from townsite.access.choices import Permission
from townsite.changes.facts import Fact, Facts, World
from townsite.changes.types.base import ChangeType
from townsite.changes.versions import source_of


class BulkVersions(ChangeType):
    """`source` and `key` name the bulk; the row history carries what each row was."""

    key: ClassVar[str] = "bulk_versions"
    label: ClassVar[str] = "Write an import"
    permission: ClassVar[Permission] = Permission.IMPORT
    is_drafted: ClassVar[bool] = False

    source: str
    bulk: UUID

    def check(self, world: World) -> Iterator[str]:
        source, key = source_of(self._subject)
        yield from source.problems(key)

    def facts(self, world: World) -> Facts:
        source, key = source_of(self._subject)
        return {Fact("versions", self._subject): source.planned(key)}

    @property
    def _subject(self) -> str:
        return f"{self.source}:{self.bulk}"
