"""Domain section 5, transcribed: what each role may do, whatever the product says of it.

F full, S write within own scope, R read all, r read in scope, P propose, A approve, – none.
"""

from collections.abc import Callable
from typing import Final

from tests.access.matrix.ask import Ask
from townsite.access.choices import Permission, Role

COLUMNS: Final = (
    "site", "deactivate", "class", "territory", "assign", "contacts",
    "finance", "performance", "rules", "users", "audit", "bulk",
)  # fmt: skip
MATRIX: Final = """
system_admin          |R*|–|R*|F create|–|–|–|R*|F|F|R|–
configuration_manager |R|–|F|P|–|–|–|R|F rules|–|r|–
site_admin            |F|P|P|R|P|F|–|R|–|–|r|A
territory_admin       |S|A|A|S, P|S, A|S|–|r|P|–|r|S
account_manager       |S|–|P|r|P|S|–|r|–|–|–|S
district_manager      |S|P|P|P|P, A in district|S|r|r|–|–|r|S
operations_manager    |S status, services|–|P|r|P|S operations|–|r|–|–|r|S
regional_vp           |S|A|A|S, A|A cross-territory|S|r|r|–|–|r|S
executive             |R|–|R|A|A exception|–|R|R|–|–|–|R
billing_admin         |–|–|–|–|–|F billing only|F|R|–|–|r|billing
contract_admin        |–|–|P SLA|–|–|r|r|R|–|–|–|–
quality               |R|–|R|R|–|R masked|R|R|–|–|F read|A
field_operative       |r, notes|–|–|r|–|r emergency|–|r|–|–|–|–
integration           |scoped|–|–|scoped|–|scoped|scoped|push|–|–|–|scoped
customer              |own, request change|–|R own SLA|–|prefer|own|–|R own|–|–|–|–
"""
Cells = dict[str, str]


def _read(line: str) -> tuple[Role, Cells]:
    role, *cells = (each.strip() for each in line.split("|"))
    return Role(role), dict(zip(COLUMNS, cells, strict=True))


CELLS: Final[dict[Role, Cells]] = dict(map(_read, MATRIX.strip().splitlines()))


def _has(cell: str, letters: str) -> bool:
    """Whether the cell names one of the letters: `A` stands in `P, A in district`."""
    words = cell.replace(",", " ").split()
    return any(word in letters.split() for word in words)


def _writes(cells: Cells) -> bool:
    return _has(cells["site"], "F S scoped")


def _proposes(cells: Cells) -> bool:
    """A P anywhere among the facts of sites and territories, or the right to write them."""
    facts = ("site", "deactivate", "class", "territory", "assign", "contacts")
    return _writes(cells) or any(_has(cells[each], "P") for each in facts)


def _approves(cells: Cells) -> bool:
    return any(_has(cells[each], "A") for each in ("deactivate", "class", "territory", "assign"))


# What each permission of the product means in terms of the matrix.
RULES: Final[dict[Permission, Callable[[Cells], bool]]] = {
    Permission.SITE_EDIT: _writes,
    Permission.SITE_DEACTIVATE: lambda cells: _has(cells["deactivate"], "A F"),
    Permission.SITE_CLASSIFY: lambda cells: _has(cells["class"], "A F"),
    # Placing a site outright is for whoever both decides on assignments and writes sites.
    Permission.SITE_ASSIGN: lambda cells: _has(cells["assign"], "A") and _writes(cells),
    Permission.CONTACT_EDIT: lambda cells: _writes(cells) and _has(cells["contacts"], "F S scoped"),
    Permission.TERRITORY_EDIT: lambda cells: _has(cells["territory"], "F S"),
    Permission.CHANGE_PROPOSE: _proposes,
    Permission.CHANGE_APPROVE: _approves,
    Permission.IMPORT: lambda cells: _writes(cells) and cells["bulk"] != "–",
    Permission.EXPORT: lambda cells: cells["bulk"] != "–",
    Permission.POLICY_EDIT: lambda cells: _has(cells["rules"], "F"),
    Permission.USER_EDIT: lambda cells: _has(cells["users"], "F"),
    Permission.AUDIT_READ: lambda cells: cells["audit"] != "–",
    Permission.JOB_MANAGE: lambda cells: _has(cells["users"], "F"),
}
# Where the product knowingly differs, and why. What stands here and does not differ fails the test.
FIRST: Final = (
    "the first account of a new system is a system administrator, who sets it up with its sites; "
    "until there are logged justifications it works with all of them"
)
DEVIATIONS: Final[dict[tuple[Role, Permission], str]] = {
    **{
        (Role.SYSTEM_ADMIN, each): FIRST
        for each in (
            Permission.SITE_EDIT, Permission.SITE_DEACTIVATE, Permission.SITE_CLASSIFY, Permission.SITE_ASSIGN, Permission.CONTACT_EDIT,
            Permission.CHANGE_PROPOSE, Permission.CHANGE_APPROVE, Permission.IMPORT, Permission.EXPORT,
        )
    },
    (Role.OPERATIONS_MANAGER, Permission.CHANGE_APPROVE): "decides on what operations concerns (R-19)",
    (Role.CONTRACT_ADMIN, Permission.CHANGE_PROPOSE): "proposals are not limited to the SLA yet",
}  # fmt: skip


def may(role: Role | None, permission: Permission | None) -> bool:
    """Whether the role may, by the matrix."""
    if permission is None:
        return True
    if role is None:
        return False
    return RULES[permission](CELLS[role]) != ((role, permission) in DEVIATIONS)


def allowed(ask: Ask, role: Role | None) -> bool:
    """Whether the role may call, as far as permissions go."""
    return may(role, ask.needs) and may(role, ask.also)
