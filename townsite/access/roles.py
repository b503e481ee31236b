"""What each role may do: domain section 5, as far as the features stand today.

Proposals that need approval (P in the source matrix) come with the change engine; until then a
role that may only propose may not do it.
"""

from townsite.access.choices import Permission, Role

SITE_WORK = frozenset(
    {Permission.SITE_EDIT, Permission.CONTACT_EDIT, Permission.IMPORT, Permission.EXPORT}
)
DECISIONS = frozenset({Permission.SITE_DEACTIVATE, Permission.SITE_CLASSIFY})

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.SYSTEM_ADMIN: frozenset(Permission),
    Role.CONFIGURATION_MANAGER: frozenset({Permission.SITE_CLASSIFY, Permission.POLICY_EDIT}),
    Role.SITE_ADMIN: SITE_WORK | {Permission.AUDIT_READ},
    Role.TERRITORY_ADMIN: SITE_WORK
    | DECISIONS
    | {Permission.SITE_ASSIGN, Permission.TERRITORY_EDIT, Permission.AUDIT_READ},
    Role.ACCOUNT_MANAGER: SITE_WORK,
    Role.DISTRICT_MANAGER: SITE_WORK | {Permission.SITE_ASSIGN, Permission.AUDIT_READ},
    Role.OPERATIONS_MANAGER: SITE_WORK | {Permission.AUDIT_READ},
    Role.REGIONAL_VP: SITE_WORK
    | DECISIONS
    | {Permission.SITE_ASSIGN, Permission.TERRITORY_EDIT, Permission.AUDIT_READ},
    Role.EXECUTIVE: frozenset(
        {Permission.SITE_DEACTIVATE, Permission.EXPORT, Permission.AUDIT_READ}
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
