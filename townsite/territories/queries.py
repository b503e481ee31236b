"""Reading the tree of territories."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from townsite.territories.hierarchies import own_sites
from townsite.territories.models import MAIN_HIERARCHY_ID, Assignment, Post, Territory

# One statement for the whole tree: sites and revenue of each territory with all below it.
_TREE = """
SELECT t.id, t.code, t.name, t.level, t.kind, t.membership, t.status, t.path::text, t.color_index,
       t.capacity_limit, m.holder_label,
       coalesce(own.sites, 0) AS own_sites, coalesce(own.revenue, 0) AS own_revenue
FROM territories_territory t
LEFT JOIN territories_post m ON m.territory_id = t.id AND m.role = 'manager'
    AND m.valid_during @> %(at)s::timestamptz
LEFT JOIN ({own}) own ON own.territory_id = t.id
WHERE t.hierarchy_id = %(hierarchy)s
ORDER BY t.path
"""


@dataclass
class Node:
    """A territory in the tree, with its own sites and those of everything below it."""

    id: UUID
    code: str
    name: str
    level: str
    kind: str
    membership: str
    status: str
    path: str
    color_index: int
    capacity_limit: float | None
    manager: str | None
    own_sites: int
    own_revenue_cents: int
    sites: int = 0
    revenue_cents: int = 0
    children: list["Node"] = field(default_factory=list)

    @property
    def depth(self) -> int:
        return self.path.count(".")


def territory_tree(*, at: datetime, hierarchy_id: UUID = MAIN_HIERARCHY_ID) -> list[Node]:
    """The tops of the visible tree, in one statement; a node without its parent is a top."""
    values: dict[str, Any] = {"at": at, "sites_at": at, "hierarchy": hierarchy_id}
    with connection.cursor() as cursor:
        cursor.execute(_TREE.replace("{own}", own_sites(hierarchy_id)), values)
        return grown_tree(cursor.fetchall())


def grown_tree(rows: Sequence[tuple[Any, ...]]) -> list[Node]:
    """The tops of a tree from rows in the order of Node's fields, parents first."""
    nodes = {row[7]: Node(*row) for row in rows}
    tops: list[Node] = []
    for path, node in nodes.items():
        parent = nodes.get(path.rpartition(".")[0])
        (parent.children if parent else tops).append(node)
    for node in tops:
        _sum_up(node)
    return tops


def _sum_up(node: Node) -> None:
    for child in node.children:
        _sum_up(child)
    node.sites = node.own_sites + sum(child.sites for child in node.children)
    node.revenue_cents = int(node.own_revenue_cents) + sum(c.revenue_cents for c in node.children)


def flat(tops: list[Node]) -> list[Node]:
    """The tree in reading order."""
    return [each for node in tops for each in (node, *flat(node.children))]


def subtree(territory: Territory) -> QuerySet[Territory]:
    """The territory and everything below it."""
    return Territory.objects.filter(path__within=territory.path).order_by("path")


def ancestors(territory: Territory) -> QuerySet[Territory]:
    """What lies above it, from the top down."""
    parts = territory.path.split(".")
    paths = [".".join(parts[:n]) for n in range(1, len(parts))]
    return Territory.objects.filter(path__in=paths).order_by("path")


def current_posts(territory: Territory, *, at: datetime) -> QuerySet[Post]:
    """Who holds which post."""
    return Post.objects.filter(territory=territory, valid_during__contains=at)


def assignment_history(site_id: UUID) -> QuerySet[Assignment]:
    """Every assignment of a site, newest first."""
    return (
        Assignment.objects.filter(site_id=site_id)
        .select_related("territory")
        .order_by("-valid_during")
    )


_SUMMARY = """
SELECT count(*) AS sites,
       count(*) FILTER (WHERE status IN ('pending', 'active', 'suspended')) AS worked,
       coalesce(sum(annual_revenue_cents), 0) AS revenue_cents,
       coalesce(round(avg(completeness)), 0) AS completeness,
       count(*) FILTER (WHERE health = 'poor') AS poor,
       coalesce(jsonb_object_agg(facility_type, n) FILTER (WHERE facility_type IS NOT NULL), '{}')
FROM (
    SELECT s.*, count(*) OVER (PARTITION BY facility_type) AS n FROM sites_site s
    WHERE s.status <> 'merged' AND {where}
) s
"""


@dataclass(frozen=True)
class Summary:
    """The sites of a subtree: how many, yearly revenue in cents, mean completeness in percent.

    `worked` are those that loads and figures count (R-07): pending, active or suspended.
    """

    sites: int
    worked: int
    revenue_cents: int
    completeness: int
    poor: int
    by_type: dict[str, int]


_BELOW_MAIN = "territory_path <@ %s::ltree"
_BELOW_FURTHER = """id IN (
    SELECT a.site_id FROM territories_assignment a JOIN territories_territory t
        ON t.id = a.territory_id AND t.path <@ %s::ltree
    WHERE a.kind = 'primary' AND upper_inf(a.valid_during))"""


_BELOW_THEN = """id IN (
    SELECT a.site_id FROM territories_assignment a
    WHERE a.territory_id = ANY (%s) AND a.kind = 'primary' AND a.valid_during @> %s::timestamptz)"""


def summary_then(territory_ids: list[UUID], *, at: datetime) -> Summary:
    """Figures of the sites that these territories had at a moment; the figures are today's."""
    return _summary(_BELOW_THEN, [territory_ids, at])


def subtree_summary(territory: Territory | None) -> Summary:
    """Figures of a territory with all below it; of the sites without a main one for None."""
    where = "territory_id IS NULL"
    if territory:
        is_main = territory.hierarchy_id == MAIN_HIERARCHY_ID
        where = _BELOW_MAIN if is_main else _BELOW_FURTHER
    return _summary(where, [territory.path] if territory else [])


def _summary(where: str, values: list[Any]) -> Summary:
    with connection.cursor() as cursor:
        cursor.execute(_SUMMARY.replace("{where}", where), values)
        sites, worked, revenue, completeness, poor, by_type = cursor.fetchone()
    by_type = json.loads(by_type) if isinstance(by_type, str) else by_type
    return Summary(sites, worked, int(revenue), int(completeness), poor, by_type)
