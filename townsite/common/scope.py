"""The one scope: what the present request or job may see and change, held by the database.

`scoped` puts it into transaction-local settings that every row-level security policy reads
(`townsite.access.row_security`). Session-level SET would leak through pooled connections.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection, transaction

from townsite.common.errors import Forbidden


@dataclass(frozen=True)
class Reach:
    """Rows in reach: everything, or the sites of these territories and these single sites.

    `further_ids` are those of `territory_ids` that lie beside the main hierarchy: a site names
    them in a column of its own.
    """

    everything: bool = False
    territory_ids: tuple[UUID, ...] = ()
    further_ids: tuple[UUID, ...] = ()
    site_ids: tuple[UUID, ...] = ()


ALL = Reach(everything=True)
NOTHING = Reach()


@dataclass(frozen=True)
class Scope:
    """What may be read and written, by whom."""

    name: str
    read: Reach = NOTHING
    write: Reach = NOTHING
    user_id: UUID | None = None
    permissions: frozenset[str] = field(default_factory=frozenset)
    # A token narrowed to places shows not even its person's own new sites outside of them.
    is_narrowed: bool = False

    @classmethod
    def system(cls, name: str) -> "Scope":
        """The scope of a named system job: everything."""
        return cls(name=f"system: {name}", read=ALL, write=ALL)

    def settings(self) -> dict[str, str]:
        """The database settings that the policies read; arrays as PostgreSQL literals."""
        return {
            "townsite.scope": self.name,
            "townsite.user": str(self.user_id or ""),
            "townsite.read_all": "on" if self.read.everything else "",
            "townsite.read_territories": _array(self.read.territory_ids),
            "townsite.read_further": _array(self.read.further_ids),
            "townsite.read_sites": _array(self.read.site_ids),
            "townsite.write_all": "on" if self.write.everything else "",
            "townsite.write_territories": _array(self.write.territory_ids),
            "townsite.write_further": _array(self.write.further_ids),
            "townsite.write_sites": _array(self.write.site_ids),
            # Whose new sites, still without a territory, are seen: a narrowed token's are not.
            "townsite.own": "" if self.is_narrowed else str(self.user_id or ""),
            "townsite.permissions": "{" + ",".join(sorted(self.permissions)) + "}",
        }


NOBODY = Scope(name="nobody")
_current: ContextVar[Scope] = ContextVar("scope", default=NOBODY)
# Whether a reach holds every territory of the main hierarchy: one look at a flag then spares each
# row the search through all of them. Fewer are searched as fast (measured with 585).
_ASSIGNED = "townsite.read_assigned"
_IS_ASSIGNED = "CASE WHEN townsite_main_territories() = %s THEN 'on' ELSE '' END"
MANY_TERRITORIES = 50


def _array(ids: tuple[UUID, ...]) -> str:
    return "{" + ",".join(str(each) for each in ids) + "}"


_GET = "SELECT " + ", ".join(
    f"coalesce(current_setting('{name}', true), '')" for name in (*NOBODY.settings(), _ASSIGNED)
)


@contextmanager
def scoped(scope: Scope) -> Iterator[None]:
    """A transaction in which the database shows and accepts only what `scope` reaches.

    Scopes nest: the outer one is put back at the end, because a setting made by
    `set_config(…, true)` otherwise lasts to the end of the outermost transaction.
    """
    former = _current.set(scope)
    try:
        with transaction.atomic():
            # The outermost settings end with the transaction: each request pays for one statement.
            before = None if len(connection.savepoint_ids) == 0 else _present()
            _run(*setting(scope, is_nested=before is not None))
            yield
            # A transaction marked for rollback takes its settings back by itself.
            if before is not None and not connection.needs_rollback:
                _run(*_setting(before))
    finally:
        _current.reset(former)


def current_scope() -> Scope:
    """The scope that `scoped` holds here; nobody's outside of it."""
    return _current.get()


def require_everything() -> None:
    """Raises Forbidden unless the present scope reads everything: else rows would seem missing."""
    if not current_scope().read.everything:
        raise Forbidden("This needs the whole portfolio in reach. Maybe run it as a system job.")


def setting(
    scope: Scope, *, is_nested: bool = True, is_local: bool = True
) -> tuple[str, list[str | int]]:
    """The statement that puts a scope into the settings, and its values; empty ones if nested."""
    # A new transaction begins with all of them empty.
    values = {name: value for name, value in scope.settings().items() if value or is_nested}
    sql, given = _setting(values, is_local=is_local)
    main = len(scope.read.territory_ids) - len(scope.read.further_ids)
    if main > MANY_TERRITORIES:
        return f"{sql}, set_config('{_ASSIGNED}', {_IS_ASSIGNED}, {is_local})", [*given, main]
    return (f"{sql}, set_config('{_ASSIGNED}', '', {is_local})" if is_nested else sql), given


def _setting(values: dict[str, str], *, is_local: bool = True) -> tuple[str, list[str | int]]:
    calls = ", ".join([f"set_config(%s, %s, {is_local})"] * len(values))
    return f"SELECT {calls}", [part for pair in values.items() for part in pair]


def _present() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(_GET)
        return dict(zip((*NOBODY.settings(), _ASSIGNED), cursor.fetchone(), strict=True))


def _run(sql: str, values: list[str | int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
