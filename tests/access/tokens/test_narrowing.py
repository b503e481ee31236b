"""A token never reaches beyond its person, nor beyond its places, whatever both are."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from townsite.access.choices import Permission
from townsite.access.tokens.narrowing import Limits
from townsite.common.scope import ALL, Reach, Scope

TERRITORIES = [UUID(int=n) for n in range(1, 6)]
SITES = [UUID(int=n) for n in range(101, 109)]
HOMES = {site: frozenset({TERRITORIES[n % 5]} if n % 4 else ()) for n, site in enumerate(SITES)}
territories = st.frozensets(st.sampled_from(TERRITORIES))
sites = st.frozensets(st.sampled_from(SITES))
reaches = st.one_of(
    st.just(ALL),
    st.builds(lambda t, s: Reach(territory_ids=tuple(t), site_ids=tuple(s)), territories, sites),
)


def reached(reach):
    """The sites that a reach shows."""
    return {
        site
        for site in SITES
        if reach.everything or site in reach.site_ids or HOMES[site] & set(reach.territory_ids)
    }


def within(limits):
    """The sites in the places of a token."""
    return {s for s in SITES if s in limits.site_ids or HOMES[s] & limits.territory_ids}


@given(reach=reaches, narrow=territories, named=sites)
def test_a_narrowed_token_reaches_exactly_what_both_reach(reach, narrow, named):
    limits = Limits(("sites:read",), True, narrow, named, HOMES)
    found = limits.limited(Scope("person", read=reach, write=reach)).read
    assert not found.everything
    assert reached(found) == reached(reach) & within(limits)


@given(reach=reaches)
def test_a_token_without_places_reaches_what_its_person_reaches(reach):
    scope = Scope("person", read=reach, write=reach)
    limited = Limits(("sites:read", "sites:write")).limited(scope)
    assert (limited.read, limited.write) == (reach, reach)


def test_a_reading_token_writes_nothing_and_holds_no_permission_to():
    scope = Scope("person", read=ALL, write=ALL, permissions=frozenset(Permission))
    limited = Limits(("sites:read", "territories:read")).limited(scope)
    assert limited.write == Reach()
    assert limited.permissions == {Permission.EXPORT}


def test_scopes_give_no_permission_that_the_person_lacks():
    scope = Scope("person", read=ALL, write=ALL, permissions=frozenset({Permission.SITE_EDIT}))
    limited = Limits(("sites:write", "changes:approve")).limited(scope)
    assert limited.permissions == {Permission.SITE_EDIT}


def test_a_token_whose_places_are_gone_reaches_nothing():
    limited = Limits(("sites:read",), True).limited(Scope("person", read=ALL))
    assert limited.read == Reach()
