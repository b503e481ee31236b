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
        {
            Permission.SITE_CLASSIFY,
            Permission.POLICY_EDIT,
            Permission.CHANGE_PROPOSE,
            Permission.AUDIT_READ,
        }
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
    Role.EXECUTIVE: frozenset({Permission.EXPORT, Permission.CHANGE_APPROVE}),
    Role.BILLING_ADMIN: frozenset({Permission.EXPORT, Permission.AUDIT_READ}),
    Role.CONTRACT_ADMIN: frozenset(),
    Role.QUALITY: frozenset({Permission.EXPORT, Permission.AUDIT_READ}),
    Role.FIELD_OPERATIVE: frozenset(),
    # “Scoped”: its tokens' scopes and places decide how much of this a program gets.
    Role.INTEGRATION: SITE_WORK,
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

# Roles that administer accounts, policies or master data: their passwords grow old sooner.
ADMINISTRATORS = frozenset(
    {
        Role.SYSTEM_ADMIN,
        Role.CONFIGURATION_MANAGER,
        Role.SITE_ADMIN,
        Role.TERRITORY_ADMIN,
        Role.BILLING_ADMIN,
        Role.CONTRACT_ADMIN,
    }
)
# Roles with a letter in the column Contacts of section 5; a customer there sees only their own.
SEEING_CONTACTS = frozenset(
    {
        Role.SITE_ADMIN,
        Role.TERRITORY_ADMIN,
        Role.ACCOUNT_MANAGER,
        Role.DISTRICT_MANAGER,
        Role.OPERATIONS_MANAGER,
        Role.REGIONAL_VP,
        Role.BILLING_ADMIN,
        Role.CONTRACT_ADMIN,
        Role.QUALITY,
        Role.FIELD_OPERATIVE,
    }
)
