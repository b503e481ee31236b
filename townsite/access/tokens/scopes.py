"""What a token's scopes let through of what its person may do; never more than that."""

from collections.abc import Iterable

from townsite.access.choices import Permission
from townsite.accounts.choices import TokenScope

THROUGH: dict[TokenScope, frozenset[Permission]] = {
    TokenScope.SITES_READ: frozenset({Permission.EXPORT}),
    TokenScope.SITES_WRITE: frozenset(
        {
            Permission.SITE_EDIT,
            Permission.SITE_DEACTIVATE,
            Permission.SITE_CLASSIFY,
            Permission.SITE_ASSIGN,
        }
    ),
    TokenScope.CUSTOMERS_READ: frozenset(),
    TokenScope.CONTACTS_READ: frozenset(),
    TokenScope.TERRITORIES_READ: frozenset({Permission.EXPORT}),
    TokenScope.CHANGES_READ: frozenset(),
    # Publishing acts with the proposer's own rights; approving is a right of its own.
    TokenScope.CHANGES_WRITE: frozenset({Permission.CHANGE_PROPOSE}),
    TokenScope.CHANGES_APPROVE: frozenset({Permission.CHANGE_APPROVE}),
    TokenScope.EVENTS_READ: frozenset({Permission.AUDIT_READ}),
}
# Events and change sets tell of more places than one, so a narrowed token does not read them.
WIDE_AREAS = frozenset({"changes", "events"})


def permissions_through(scopes: Iterable[str]) -> frozenset[str]:
    """The permissions that these scopes let through."""
    return frozenset[str]().union(*(THROUGH[TokenScope(scope)] for scope in scopes))


def allows(scopes: Iterable[str], area: str, *, act: str) -> bool:
    """Whether the scopes hold an act (`read`, `write`, `approve`) in an area; acting is no reading."""
    return f"{area}:{act}" in set(scopes)
