"""A policy's global value inside a set-based statement."""

from townsite.policies.choices import ScopeKind
from townsite.policies.registry import key_named
from townsite.policies.value_types import Amounts


def global_number(key: str, part: str) -> str:
    """SQL for one number of a policy that holds everywhere, at the statement's `%(at)s`.

    It names no row of the statement around it, so PostgreSQL evaluates it once a query. Only for
    policies that cannot be set in narrower scopes: those differ from row to row.
    """
    known = key_named(key)
    if known.scopes != (ScopeKind.GLOBAL,) or not isinstance(known.type, Amounts):
        raise ValueError(f"{key} is no mapping of numbers with one value everywhere.")
    default = known.type.check(known.default)[part]
    return f"""coalesce((
        SELECT (value->>'{part}')::float FROM policies_policyvalue
        WHERE key = '{key}' AND scope_kind = 'global' AND withdrawn_at IS NULL
          AND valid_during @> %(at)s::timestamptz), {default:g})"""
