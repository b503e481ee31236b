"""Placing sites by the rules of placement: a change set, in effect at once where policy lets it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from townsite.accounts.models import User
from townsite.changes.actions.at_once import submit_at_once
from townsite.changes.choices import ChangeState
from townsite.changes.models import ChangeSet
from townsite.changes.queries.proposed import proposed_assignments
from townsite.common.errors import Invalid
from townsite.territories.models import MAIN_HIERARCHY_ID, Hierarchy, Territory
from townsite.territories.placement.choosing import Choice, best_choices, checked_choices

BY_RULE = "Placed by the rules of placement"
OTHERWISE = "Say why you choose otherwise than the ranking (R-12)."


@dataclass(frozen=True)
class Placed:
    """How many sites the change set places, and how many stay; without any there is none."""

    change_set: ChangeSet | None
    sites: int
    left: int

    @property
    def is_effective(self) -> bool:
        """Whether the sites are placed; else nothing has changed yet."""
        return self.change_set is not None and self.change_set.state == ChangeState.EFFECTIVE


@transaction.atomic
def place_chosen(
    *, choices: Mapping[UUID, UUID], by: User, at: datetime, reason: str = ""
) -> ChangeSet:
    """The change set that puts each site into the territory chosen for it (site id to territory id).

    Raises NotFound for what is out of reach, Conflict where a rule rules a choice out, Invalid for
    a choice against the ranking without a reason and for territories of two hierarchies.
    """
    trees = set(
        Territory.objects.filter(pk__in=set(choices.values())).values_list(
            "hierarchy_id", flat=True
        )
    )
    if len(trees) > 1:
        raise Invalid("These territories are of several hierarchies. Place the sites in one.")
    checked = checked_choices(choices, at=at, hierarchy_id=next(iter(trees), MAIN_HIERARCHY_ID))
    if not reason.strip() and not all(each.is_best for each in checked):
        raise Invalid(OTHERWISE, fields={"reason": [OTHERWISE]})
    return _submit(checked, by=by, at=at, reason=reason.strip() or BY_RULE)


@transaction.atomic
def place_best(
    *,
    site_ids: Collection[UUID],
    by: User,
    at: datetime,
    with_warnings: bool = False,
    hierarchy: Hierarchy | None = None,
) -> Placed:
    """The sites that go to their best territory in the hierarchy (the main one).

    Those that no territory is fit for stay, those whose best has a warning too unless
    `with_warnings`, and those that a change set waits to place already.
    """
    proposed = proposed_assignments(site_ids)
    free = [each for each in site_ids if each not in proposed]
    tree = hierarchy.pk if hierarchy else MAIN_HIERARCHY_ID
    chosen = best_choices(free, at=at, with_warnings=with_warnings, hierarchy_id=tree)
    row = _submit(chosen, by=by, at=at, reason=BY_RULE) if chosen else None
    return Placed(row, len(chosen), len(site_ids) - len(chosen))


def _submit(choices: Collection[Choice], *, by: User, at: datetime, reason: str) -> ChangeSet:
    groups = defaultdict[str, list[str]](list)
    for each in choices:
        groups[each.territory].append(each.site)
    changes = [
        ("assign_sites", {"sites": sites, "territory": code}) for code, sites in groups.items()
    ]
    return submit_at_once(
        title=_title(groups, len(choices)), reason=reason, changes=changes, by=by, at=at
    )


def _title(codes: Iterable[str], count: int) -> str:
    named = list(codes)
    where = named[0] if len(named) == 1 else f"{len(named):,} territories"
    return f"Place {count:,} site{'' if count == 1 else 's'} in {where}"
