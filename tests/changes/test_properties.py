"""Whatever is drafted: revert(apply(x)) is the identity on facts, and no site has two primaries."""

from datetime import timedelta

from django.db import connection, transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from tests.changes.world import PUBLISHER, person, publish
from townsite.access.choices import Role
from townsite.access.queries import scope_of
from townsite.changes.actions import add_changes, revert_change_set, start_change_set
from townsite.common import clock
from townsite.common.errors import Problem
from townsite.common.scope import scoped
from townsite.sites.models import Classification, Site
from townsite.territories.as_of import territory_tree_at
from townsite.territories.models import Assignment, Boundary, Post, Territory, TerritoryPlacement
from townsite.territories.queries import flat

BOXES = [
    {"type": "Polygon", "coordinates": [[[x, 36], [x + 1, 36], [x + 1, 37], [x, 37], [x, 36]]]}
    for x in (-79, -77)
]
CODES = ["D01", "D02", "D03"]
NEW = ["N1", "N2"]
TOPS = ("EAST", "WEST")
code = st.sampled_from(CODES)
anywhere = st.sampled_from(CODES + NEW)
some = st.lists(st.integers(0, 4), min_size=1, max_size=3, unique=True)

DATED = (Assignment, Boundary, Post, TerritoryPlacement, Classification)

changes = st.one_of(
    st.tuples(
        st.just("assign_sites"), st.fixed_dictionaries({"sites": some, "territory": anywhere})
    ),
    st.tuples(st.just("unassign_sites"), st.fixed_dictionaries({"sites": some})),
    st.tuples(
        st.just("create_territory"),
        st.fixed_dictionaries(
            {
                "code": st.sampled_from(NEW),
                "name": st.just("New"),
                "level": st.just("district"),
                "parent": st.sampled_from(["EAST", "WEST"]),
            }
        ),
    ),
    st.tuples(st.just("close_territory"), st.fixed_dictionaries({"territory": anywhere})),
    st.tuples(
        st.just("rename_territory"),
        st.fixed_dictionaries({"territory": code, "name": st.sampled_from("AB")}),
    ),
    st.tuples(
        st.just("move_territory"),
        st.fixed_dictionaries({"territory": code, "parent": st.sampled_from(["EAST", "WEST"])}),
    ),
    st.tuples(
        st.just("appoint"),
        st.fixed_dictionaries({"territory": anywhere, "name": st.sampled_from(["Jo", "Sam"])}),
    ),
    st.tuples(st.just("end_post"), st.fixed_dictionaries({"territory": code})),
    st.tuples(
        st.just("set_boundary"),
        st.fixed_dictionaries({"territory": code, "geometry": st.sampled_from(BOXES)}),
    ),
    st.tuples(st.just("merge_territory"), st.fixed_dictionaries({"territory": code, "into": code})),
    st.tuples(
        st.just("split_territory"),
        st.fixed_dictionaries(
            {
                "territory": code,
                "code": st.sampled_from(NEW),
                "name": st.just("Part"),
                "sites": some,
            }
        ),
    ),
    st.tuples(
        st.just("classify_sites"),
        st.fixed_dictionaries(
            {"sites": some, "facet": st.just("tier"), "value": st.sampled_from(["1", "2"])}
        ),
    ),
    st.tuples(
        st.just("cover_sites"),
        st.fixed_dictionaries({"sites": some, "territory": code, "kind": st.just("secondary")}),
    ),
)


def facts():
    """Everything that holds now, and later: nothing may begin after this moment.

    Closed territories count; one that has no place in the tree is not there.
    """
    now = clock.now()
    live = Territory.objects.filter(placements__valid_during__contains=now)
    later = {"valid_during__startswith__gt": now}
    begins = [model.objects.filter(**later).count() for model in DATED]
    assert begins == [0] * len(DATED)
    return {
        "sites": sorted(Site.objects.values_list("number", "territory_path", "tier")),
        "covered": sorted(
            Site.objects.filter(
                assignments__kind="secondary", assignments__valid_during__contains=now
            ).values_list("number", "assignments__territory__code")
        ),
        "territories": sorted(live.values_list("code", "name", "path", "status", "level", "kind")),
        "parents": sorted(
            TerritoryPlacement.objects.filter(
                territory__in=live, valid_during__contains=now
            ).values_list("territory__code", "parent__code"),
            key=str,
        ),
        "posts": sorted(
            Post.objects.filter(valid_during__contains=now).values_list(
                "territory__code", "role", "holder_label"
            )
        ),
        "shapes": sorted(
            (code, shape.wkt)
            for code, shape in Boundary.objects.filter(valid_during__contains=now).values_list(
                "territory__code", "geometry"
            )
        ),
    }


def paths_follow_the_tree():
    """The sites' copies agree with assignments and the tree: scope reads them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM sites_site s LEFT JOIN territories_assignment a ON a.site_id = s.id"
            " AND a.kind = 'primary' AND a.valid_during @> %s"
            " LEFT JOIN territories_territory t ON t.id = a.territory_id"
            " WHERE (s.territory_id, s.territory_path::text) IS DISTINCT FROM (t.id, t.path::text)",
            [clock.now() + timedelta(seconds=1)],
        )
        return cursor.fetchone() == (0,)


def primaries_at_once():
    """Sites with two primary territories at any one moment, past and to come."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM territories_assignment a JOIN territories_assignment b"
            " ON a.site_id = b.site_id AND a.id < b.id AND a.valid_during && b.valid_during"
            " WHERE a.kind = 'primary' AND b.kind = 'primary'"
        )
        return cursor.fetchone()[0]


def in_reach_by_the_tree(code, at):
    """The sites below a territory by the dated tree and assignments alone."""
    below = {node.code for node in flat(territory_tree_at(at)) if code in node.path.split(".")}
    rows = Assignment.objects.filter(kind="primary", valid_during__contains=at)
    held = rows.filter(territory__code__in=below).values_list("site__number", flat=True)
    return sorted(held)


def seen_by(user):
    """The sites that row-level security shows them."""
    with scoped(scope_of(user, at=clock.now())):
        return sorted(Site.objects.values_list("number", flat=True))


def fill(world, drawn):
    """Adds what can be added; a change that is refused is left out, as a person would do."""
    numbers = [*world.sites, world.free]
    row = start_change_set(title="Any", reason="Any", by=world.author, at=clock.now())
    for kind, payload in drawn:
        sites = {"sites": [numbers[n] for n in payload["sites"]]} if "sites" in payload else {}
        try:
            add_changes(
                change_set=row,
                changes=[(kind, {**payload, **sites})],
                by=world.author,
                at=clock.now(),
            )
        except Problem:
            continue
    return row


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(drawn=st.lists(changes, min_size=1, max_size=6))
def test_a_revert_restores_every_fact(world, drawn):
    before = facts()
    point = transaction.savepoint()
    row = fill(world, drawn)
    try:
        row = publish(row)
    except Problem:
        transaction.savepoint_rollback(point)
        event("refused")
        assert facts() == before
        return
    event("published")
    assert paths_follow_the_tree()
    revert_change_set(change_set=row, by=PUBLISHER, at=clock.now(), reason="trial")
    assert paths_follow_the_tree()
    assert primaries_at_once() == 0
    assert facts() == before
    transaction.savepoint_rollback(point)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    sets=st.lists(
        st.tuples(st.lists(changes, min_size=1, max_size=4), st.booleans()), min_size=2, max_size=4
    )
)
def test_scope_is_the_tree_as_of_now_after_any_sequence(world, sets):
    """Publications and reverts, with what builds on them, in any order."""
    point = transaction.savepoint()
    person_of = {code: person(Role.REGIONAL_VP, Territory.objects.get(code=code)) for code in TOPS}
    for drawn, is_reverted in sets:
        inner = transaction.savepoint()
        row = fill(world, drawn)
        try:
            row = publish(row)
            if is_reverted:
                revert_change_set(change_set=row, by=PUBLISHER, at=clock.now(), reason="trial")
        except Problem:
            transaction.savepoint_rollback(inner)
        at = clock.now()
        for code, user in person_of.items():
            assert seen_by(user) == in_reach_by_the_tree(code, at)
        assert primaries_at_once() == 0
    transaction.savepoint_rollback(point)
