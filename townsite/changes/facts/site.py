"""A field of a site, its status among them: subject "0417.tier", value as JSON holds it."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError

from townsite.changes.facts.fact import Act, FactKind, Pair, Places, Value
from townsite.changes.facts.naming import listed, site_names, sites_phrase
from townsite.common.errors import Invalid
from townsite.sites.actions import (
    EDITABLE,
    POINT,
    STEPS,
    change_statuses,
    restore_sites,
    update_sites,
)
from townsite.sites.models import Site

# The number is the key; a site changes its customer by its own page.
FIELDS = tuple(sorted({*EDITABLE} - {"number", "customer"}))
ADDRESS = {"street1", "city", "state", "zip", "location"}


class SiteField(FactKind):
    name = "site"
    label = "site"

    def read(self, subjects: Collection[str], *, at: datetime) -> dict[str, Value]:
        wanted = _by_number(dict.fromkeys(subjects))
        columns = {field for fields in wanted.values() for field in fields}
        rows = Site.objects.filter(number__in=wanted).only("number", *columns)
        return {
            f"{site.number}.{field}": _plain(getattr(site, field))
            for site in rows
            for field in wanted[site.number]
        }

    def write(self, values: Mapping[str, Value], act: Act) -> None:
        plans = _sites(values)
        stepping = {site.pk: fields for site, fields in plans if "status" in fields}
        own = {
            site.pk: {
                name: value
                for name, value in fields.items()
                if name not in _GUESSED
                and not (site.pk in stepping and name in {"status", "close_date"})
            }
            for site, fields in plans
        }
        if editing := {key: fields for key, fields in own.items() if fields}:
            update_sites(values=editing, **act.signed)
        for (verb, closing), keys in _steps(plans).items():
            change_statuses(site_ids=keys, verb=verb, close_date=closing, **act.signed)

    def restore(self, values: Mapping[str, Value], act: Act) -> None:
        former = {site.pk: fields for site, fields in _sites(values)}
        restore_sites(values=former, **act.signed)

    def followers(self, subjects: Collection[str]) -> set[str]:
        grouped = _by_number(dict.fromkeys(subjects))
        moved = [number for number, fields in grouped.items() if ADDRESS & set(fields)]
        stepped = [number for number, fields in grouped.items() if "status" in fields]
        return {f"{number}.{field}" for number in moved for field in POINT} | {
            f"{number}.close_date" for number in stepped
        }

    def sentences(self, diff: Mapping[str, Pair]) -> list[str]:
        groups = defaultdict[tuple[str, str, str], list[str]](list)
        for subject, pair in diff.items():
            number, field = subject.split(".", 1)
            groups[field, said(field, pair.before), said(field, pair.after)].append(number)
        names = site_names({subject.split(".", 1)[0] for subject in diff})
        return [
            f"{label(field)} of {sites_phrase(len(numbers))} changes from {before} to {after}: "
            f"{listed(names, numbers)}."
            for (field, before, after), numbers in groups.items()
        ]

    def places(self, subject: str, values: Collection[Value]) -> Places:
        return Places(sites=frozenset({subject.split(".", 1)[0]}))


_GUESSED = frozenset(POINT) - {"location", "time_zone"}


def step_to(status: str, target: str) -> str:
    """The verb that leads from one status to another. Raises Invalid when there is none."""
    for step in STEPS.values():
        if status in step.starts and step.target == target:
            return step.verb
    raise Invalid(f"A site that is {status} cannot become {target}.")


def from_json(field: str, value: Value) -> Any:
    """The value as the model holds it. Raises Invalid, naming the value."""
    if field == "location":
        return Point(value[0], value[1], srid=4326) if value else None
    try:
        return Site._meta.get_field(field).to_python(value)  # noqa: SLF001 - public by convention
    except ValidationError as error:
        raise Invalid(f"{label(field)}: {' '.join(error.messages)}") from error


def label(field: str) -> str:
    """The field's name for people."""
    name = str(Site._meta.get_field(field).verbose_name)  # noqa: SLF001 - public by convention
    return name[:1].upper() + name[1:]


def said(field: str, value: Value) -> str:
    """The value for people."""
    if value in (None, "", {}):
        return "nothing"
    options = dict(getattr(Site._meta.get_field(field), "flatchoices", ()))  # noqa: SLF001 - public by convention
    return f"“{options.get(value, value)}”" if not isinstance(value, list) else str(value)


def _steps(plans: list[tuple[Site, dict[str, Any]]]) -> dict[tuple[str, date | None], list[UUID]]:
    """The sites that change their status, by the step that leads there and their close date."""
    steps = defaultdict[tuple[str, date | None], list[UUID]](list)
    for site, fields in plans:
        status = fields.get("status", site.status)
        if status != site.status:
            steps[step_to(site.status, status), fields.get("close_date")].append(site.pk)
    return steps


def _sites(values: Mapping[str, Value]) -> list[tuple[Site, dict[str, Any]]]:
    wanted = _by_number(values)
    rows = Site.objects.in_bulk(list(wanted), field_name="number")
    return [
        (rows[number], {name: from_json(name, value) for name, value in fields.items()})
        for number, fields in sorted(wanted.items())
    ]


def _by_number(values: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    grouped = defaultdict[str, dict[str, Any]](dict)
    for subject, value in values.items():
        number, field = subject.split(".", 1)
        grouped[number][field] = value
    return dict(grouped)


def _plain(value: Any) -> Value:
    if isinstance(value, Point):
        return [value.x, value.y]
    return value.isoformat() if isinstance(value, date) else value
