"""What each role may do: domain section 5, as far as the features stand today.

What a role may only propose (P in the source matrix) it drafts as a change set, which somebody else
approves; the approval itself asks for a role over the place, by policy.
"""

from townsite.access.choices import Permission, Role

SITE_WORK = frozenset(
    {
        Permission.SITE_EDIT,
        Permission.CONTACT_EDIT,
        Permission.IMPORT,
        Permission.EXPORT,
        Permission.CHANGE_PROPOSE,
    }
)
APPROVING = frozenset({Permission.CHANGE_APPROVE})
DECISIONS = frozenset({Permission.SITE_DEACTIVATE, Permission.SITE_CLASSIFY})

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.SYSTEM_ADMIN: frozenset(Permission),
    Role.CONFIGURATION_MANAGER: frozenset(
        {Permission.SITE_CLASSIFY, Permission.POLICY_EDIT, Permission.CHANGE_PROPOSE}
    ),
    Role.SITE_ADMIN: SITE_WORK | {Permission.AUDIT_READ},
    Role.TERRITORY_ADMIN: SITE_WORK
    | DECISIONS
    | APPROVING
    | {Permission.SITE_ASSIGN, Permission.TERRITORY_EDIT, Permission.AUDIT_READ},
    Role.ACCOUNT_MANAGER: SITE_WORK,
    Role.DISTRICT_MANAGER: SITE_WORK | APPROVING | {Permission.SITE_ASSIGN, Permission.AUDIT_READ},
    Role.OPERATIONS_MANAGER: SITE_WORK | APPROVING | {Permission.AUDIT_READ},
    Role.REGIONAL_VP: SITE_WORK
    | DECISIONS
    | APPROVING
    | {Permission.SITE_ASSIGN, Permission.TERRITORY_EDIT, Permission.AUDIT_READ},
    Role.EXECUTIVE: frozenset(
        {
            Permission.SITE_DEACTIVATE,
            Permission.EXPORT,
            Permission.AUDIT_READ,
            Permission.CHANGE_APPROVE,
        }
    ),
    Role.BILLING_ADMIN: frozenset({Permission.EXPORT, Permission.AUDIT_READ}),
    Role.CONTRACT_ADMIN: frozenset(),
    Role.QUALITY: frozenset({Permission.EXPORT, Permission.AUDIT_READ}),
    Role.FIELD_OPERATIVE: frozenset(),
    Role.INTEGRATION: frozenset({Permission.EXPORT}),
    Role.CUSTOMER: frozenset(),
}

# Roles that change site or territory rows; the others only read what they reach.
WRITERS = frozenset(
    role
    for role, allowed in PERMISSIONS.items()
    if allowed
    & (
        DECISIONS
        | {
            Permission.SITE_EDIT,
            Permission.SITE_ASSIGN,
            Permission.TERRITORY_EDIT,
            Permission.CONTACT_EDIT,
        }
    )
)
