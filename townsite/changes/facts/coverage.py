"""Coverage beside the primary: subject "0417.D02.temporary", value {"until": ISO time or None}."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime

from townsite.changes.facts.fact import Act, FactKind, Pair, Places, Value
from townsite.changes.facts.naming import listed, site_names, sites_phrase, territory_names
from townsite.sites.models import Site
from townsite.territories.actions import cover_sites, end_coverage
from townsite.territories.choices import AssignmentKind
from townsite.territories.models import Assignment, Territory


class Coverage(FactKind):
    name = "coverage"
    label = "coverage"

    def read(self, subjects: Collection[str], *, at: datetime) -> dict[str, Value]:
        numbers = {subject.partition(".")[0] for subject in subjects}
        known = set(Site.objects.filter(number__in=numbers).values_list("number", flat=True))
        rows = Assignment.objects.filter(site__number__in=numbers, valid_during__contains=at)
        held = {
            f"{number}.{code}.{kind}": {"until": _iso(period.upper)}
            for number, code, kind, period in rows.exclude(kind=AssignmentKind.PRIMARY).values_list(
                "site__number", "territory__code", "kind", "valid_during"
            )
        }
        return {each: held.get(each) for each in subjects if each.partition(".")[0] in known}

    def write(self, values: Mapping[str, Value], act: Act) -> None:
        present = self.read(list(values), at=act.at)
        self._write_groups([each for each in values if present.get(each)], {}, act)
        self._write_groups([each for each in values if values[each]], values, act)

    def _write_groups(self, subjects: list[str], values: Mapping[str, Value], act: Act) -> None:
        """Begins the coverage that has a value, ends the one that has none."""
        groups = defaultdict[tuple[str, str, str | None], list[str]](list)
        for subject in subjects:
            number, code, kind = subject.split(".")
            until = values[subject]["until"] if values else None
            groups[code, kind, until].append(number)
        for (code, kind, until), numbers in groups.items():
            given: dict[str, Any] = {
                "site_ids": list(
                    Site.objects.filter(number__in=numbers).values_list("pk", flat=True)
                ),
                "territory": Territory.objects.get(code=code),
                "kind": AssignmentKind(kind),
                **act.signed,
            }
            if values:
                cover_sites(until=parse_datetime(until) if until else None, **given)
            else:
                end_coverage(**given)

    def has_lapsed(self, value: Value, *, at: datetime) -> bool:
        until = value and value["until"] and parse_datetime(value["until"])
        return bool(until and until <= at)

    def sentences(self, diff: Mapping[str, Pair]) -> list[str]:
        groups = defaultdict[tuple[str, str, str, bool], list[str]](list)
        for subject, pair in diff.items():
            number, code, kind = subject.split(".")
            until = (pair.after or {}).get("until") or ""
            groups[code, kind, until, pair.after is not None].append(number)
        names = site_names({subject.partition(".")[0] for subject in diff})
        codes = territory_names({key[0] for key in groups})
        return [
            f"{codes[code]} {'gives' if begins else 'no longer gives'} {kind} coverage to "
            f"{sites_phrase(len(numbers))}{f' until {until[:10]}' if until else ''}: "
            f"{listed(names, numbers)}."
            for (code, kind, until, begins), numbers in groups.items()
        ]

    def places(self, subject: str, values: Collection[Value]) -> Places:
        number, code, _ = subject.split(".")
        return Places(frozenset({number}), frozenset({code}))


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
