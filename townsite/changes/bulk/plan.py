"""From chosen sites and values to the changes of a change set."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from townsite.changes.actions.edit import Given
from townsite.common.errors import Forbidden, Invalid, Stale
from townsite.directory.selection import Selection
from townsite.sites.actions import STEPS
from townsite.sites.choices import Facet
from townsite.territories.models import Territory

# What can be set on many sites alike; a value a site has already is left alone.
CLASSIFYING = frozenset(Facet.values)
BULK_FIELDS = (
    "facility_type",
    "tier",
    "service_class",
    "commercial_class",
    "business_segment",
    "parking_mode",
)
ACTS = ("edit", "status", "assign")


@dataclass(frozen=True)
class Plan:
    """The changes, and how many of the chosen sites are so already."""

    title: str
    changes: list[Given]
    unchanged: int


def plan_bulk(
    *, act: str, selection: Selection, expected: int | None, values: Mapping[str, str]
) -> Plan:
    """What `edit`, `status` or `assign` comes to; `expected` is the number that the preview told.

    Raises Stale when the selection is another one by now, Forbidden when some of it may only be
    read, Invalid for values that cannot be set.
    """
    if act not in ACTS:
        raise Invalid("Choose what to do with the sites: edit, change status or assign.")
    chosen = selection.sites()
    if act == "status":
        chosen = chosen.filter(status__in=_starts(values))
    total = chosen.count()
    if expected is not None and total != expected:
        raise Stale(
            f"The preview counted {expected:,} sites, and now it would be {total:,}: somebody "
            "changed some meanwhile. Look at the preview again."
        )
    if locked := selection.locked_count():
        raise Forbidden(
            f"{locked:,} of these sites you may read, but not change. Narrow the selection first."
        )
    differing = chosen.filter(_differs(act, values))
    numbers = list(differing.values_list("number", flat=True))
    if not numbers:
        raise Invalid("This changes nothing: all of these sites are so already.")
    title = _title(act, len(numbers), values)
    return Plan(title, _changes(act, numbers, values), total - len(numbers))


def _differs(act: str, values: Mapping[str, str]) -> Q:
    if act == "status":
        return Q()
    if act == "assign":
        return _elsewhere(values["territory"])
    unknown = sorted(set(values) - set(BULK_FIELDS))
    if unknown or not values:
        raise Invalid(f"Choose something to set: {', '.join(BULK_FIELDS)}.")
    differs = Q()
    for name, value in values.items():
        differs |= ~Q(**{name: value})
    return differs


def _elsewhere(code: str) -> Q:
    if not code:
        return Q(territory_id__isnull=False)
    key = Territory.objects.filter(code=code).values_list("pk", flat=True).first()
    if key is None:
        raise Invalid(f"There is no territory {code} within your reach.")
    return Q(territory_id__isnull=True) | ~Q(territory_id=key)


def _changes(act: str, numbers: list[str], values: Mapping[str, str]) -> list[Given]:
    sites: dict[str, Any] = {"sites": numbers}
    if act == "assign":
        code = values["territory"]
        return (
            [("assign_sites", {**sites, "territory": code})]
            if code
            else [("unassign_sites", sites)]
        )
    if act == "status":
        closing = values.get("close_date")
        dated = {"close_date": closing} if closing else {}
        return [("change_site_status", {**sites, "verb": values["verb"], **dated})]
    facets = {name: value for name, value in values.items() if name in CLASSIFYING}
    rest = {name: value for name, value in values.items() if name not in CLASSIFYING}
    changes: list[Given] = [
        ("classify_sites", {**sites, "facet": name, "value": value})
        for name, value in facets.items()
    ]
    return [*changes, ("edit_sites", {**sites, "values": rest})] if rest else changes


def _title(act: str, count: int, values: Mapping[str, str]) -> str:
    sites = f"{count:,} site{'' if count == 1 else 's'}"
    if act == "assign":
        return f"Assign {sites} to {values['territory'] or 'no territory'}"
    if act == "status":
        return f"{values['verb'].capitalize()} {sites}"
    said = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in values.items())
    return f"Set {said} on {sites}"[:200]


def _starts(values: Mapping[str, str]) -> list[str]:
    verb = values.get("verb", "")
    if verb not in STEPS:
        raise Invalid(f"“{verb}” is no change of status. Use one of {', '.join(STEPS)}.")
    return [str(each) for each in STEPS[verb].starts]
