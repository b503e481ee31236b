"""What each role may do: domain section 5, as far as the features stand today.

Proposals that need approval (P in the source matrix) come with the change engine; until then a
role that may only propose may not do it.
"""

from townsite.access.choices import Permission as P
from townsite.access.choices import Role

SITE_WORK = frozenset({P.SITE_EDIT, P.CONTACT_EDIT, P.IMPORT, P.EXPORT})
DECISIONS = frozenset({P.SITE_DEACTIVATE, P.SITE_CLASSIFY})

PERMISSIONS: dict[Role, frozenset[P]] = {
    Role.SYSTEM_ADMIN: frozenset(P),
    Role.CONFIGURATION_MANAGER: frozenset({P.SITE_CLASSIFY, P.POLICY_EDIT}),
    Role.SITE_ADMIN: SITE_WORK | {P.AUDIT_READ},
    Role.TERRITORY_ADMIN: SITE_WORK
    | DECISIONS
    | {P.SITE_ASSIGN, P.TERRITORY_EDIT, P.AUDIT_READ},
    Role.ACCOUNT_MANAGER: SITE_WORK,
    Role.DISTRICT_MANAGER: SITE_WORK | {P.SITE_ASSIGN, P.AUDIT_READ},
    Role.OPERATIONS_MANAGER: SITE_WORK | {P.AUDIT_READ},
    Role.REGIONAL_VP: SITE_WORK | DECISIONS | {P.SITE_ASSIGN, P.TERRITORY_EDIT, P.AUDIT_READ},
    Role.EXECUTIVE: frozenset({P.SITE_DEACTIVATE, P.EXPORT, P.AUDIT_READ}),
    Role.BILLING_ADMIN: frozenset({P.EXPORT, P.AUDIT_READ}),
    Role.CONTRACT_ADMIN: frozenset(),
    Role.QUALITY: frozenset({P.EXPORT, P.AUDIT_READ}),
    Role.FIELD_OPERATIVE: frozenset(),
    Role.INTEGRATION: frozenset({P.EXPORT}),
    Role.CUSTOMER: frozenset(),
}

# Roles that change site or territory rows; the others only read what they reach.
WRITERS = frozenset(
    role
    for role, allowed in PERMISSIONS.items()
    if allowed & (DECISIONS | {P.SITE_EDIT, P.SITE_ASSIGN, P.TERRITORY_EDIT, P.CONTACT_EDIT})
)
