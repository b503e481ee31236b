"""How many matching sites have each value: the filter panel."""

from collections.abc import Callable
from dataclasses import dataclass

from townsite.directory.columns import labelled
from townsite.directory.criteria import Criteria
from townsite.directory.queries.rows import rows
from townsite.directory.queries.tally import is_tallied, tallied
from townsite.sites import choices
from townsite.sites.states import state_name
from townsite.territories.models import Territory


@dataclass(frozen=True)
class Option:
    """One value of a facet, with its words, how many have it, and whether it is asked for."""

    value: str
    label: str
    sites: int
    is_chosen: bool
    depth: int = 0


@dataclass(frozen=True)
class Facet:
    """A token's values among the matching sites. Its own token does not narrow its own counts."""

    token: str
    label: str
    options: list[Option]
    # Beyond the first 100,000 matching sites counts only say that there are at least so many.
    is_exact: bool = True

    @property
    def is_used(self) -> bool:
        """Whether one of its values is asked for."""
        return any(option.is_chosen for option in self.options)


COUNTED_TO = 100_000
_COMPLEXITY = (
    "CASE WHEN s.complexity IS NULL THEN 'none' WHEN s.complexity < 30 THEN '<30'"
    " WHEN s.complexity <= 60 THEN '30..60' ELSE '>60' END"
)
_BANDS = {"<30": "Under 30", "30..60": "30 to 60", ">60": "Over 60"}
# Token -> label, SQL over `s`, words of a value.
_FACETS: dict[str, tuple[str, str, Callable[[str], str]]] = {
    "status": ("Status", "s.status", labelled(choices.SiteStatus)),
    "type": ("Type", "s.facility_type", labelled(choices.FacilityType)),
    "tier": ("Tier", "s.tier", labelled(choices.Tier)),
    "health": ("Health", "s.health", labelled(choices.Health)),
    "state": ("State", "s.state", state_name),
    "territory": ("Territory", "s.territory_id::text", str),
    "revenueclass": ("Revenue class", "s.revenue_class", labelled(choices.RevenueClass)),
    "complexity": ("Complexity", _COMPLEXITY, lambda value: _BANDS.get(value, value)),
    "class": ("Commercial class", "s.commercial_class", labelled(choices.CommercialClass)),
    "service": ("Service class", "s.service_class", labelled(choices.ServiceClass)),
    "quality": ("Map point", "s.geocode_quality", labelled(choices.GeocodeQuality)),
}
FACET_TOKENS = tuple(_FACETS)


@dataclass(frozen=True)
class _Counts:
    """Sites by facet and value, and whether all that match were counted."""

    by_token: dict[str, dict[str, int]]
    is_exact: bool = True


def facets(criteria: Criteria, *, up_to: int = COUNTED_TO) -> list[Facet]:
    """Every facet: from the tally where it can answer, else from the first `up_to` that match.

    One question for all facets, and one more for each facet that is filtered by.
    """
    chosen = {token: criteria.values_of(token) for token in FACET_TOKENS}
    questions = [(criteria, [token for token in FACET_TOKENS if not chosen[token]])]
    # Its own filter does not narrow a facet's counts.
    questions += [(criteria.without_wanted({t}), [t]) for t in FACET_TOKENS if chosen[t]]
    counts: dict[str, _Counts] = {}
    for question, tokens in questions:
        if tokens:
            counts |= dict.fromkeys(tokens, _counts(question, tokens, up_to))
    return [_facet(token, counts[token], chosen[token]) for token in FACET_TOKENS]


def _counts(criteria: Criteria, tokens: list[str], up_to: int) -> _Counts:
    if is_tallied(criteria):
        return _Counts(tallied(criteria, tokens).counts)
    where, values = criteria.where_sql()
    columns = ", ".join(f"{_FACETS[token][1]} AS c{n}" for n, token in enumerate(tokens))
    sets = ", ".join(f"(c{n})" for n in range(len(tokens)))
    names = ", ".join(f"c{n}" for n in range(len(tokens)))
    # grouping() is 0 only for the column that the row is about.
    which = " ".join(f"WHEN grouping(c{n}) = 0 THEN {n}" for n in range(len(tokens)))
    value = "CASE " + " ".join(f"WHEN grouping(c{n}) = 0 THEN c{n}" for n in range(len(tokens)))
    found = rows(
        f"SELECT CASE {which} END, {value} END, count(*)"
        f" FROM (SELECT {columns} FROM sites_site s WHERE {where} LIMIT {up_to}) s ({names})"
        f" GROUP BY GROUPING SETS ({sets})",
        values,
    )
    counts: dict[str, dict[str, int]] = {token: {} for token in tokens}
    for at, text, number in found:
        counts[tokens[at]][text or "none"] = number
    return _Counts(counts, is_exact=sum(counts[tokens[0]].values()) < up_to)


def _facet(token: str, found: _Counts, chosen: list[str]) -> Facet:
    label, _, words = _FACETS[token]
    counts = found.by_token[token]
    if token == "territory":  # noqa: S105 - the name of a filter
        return Facet(token, label, _territories(counts, chosen), found.is_exact)
    options = [
        Option(value, "None" if value == "none" else words(value), number, value in chosen)
        for value, number in counts.items()
    ]
    options += [Option(v, words(v), 0, is_chosen=True) for v in chosen if v not in counts]
    options.sort(key=lambda o: (o.value == "none", -o.sites, o.label))
    return Facet(token, label, options, found.is_exact)


def _territories(counts: dict[str, int], chosen: list[str]) -> list[Option]:
    """The tree with the sites of each subtree; branches without any are left out."""
    known = list(Territory.objects.order_by("path").values_list("id", "path", "code", "name"))
    totals: dict[str, int] = {}
    for key, path, _, _ in known:
        parts = path.split(".")
        for depth in range(1, len(parts) + 1):
            above = ".".join(parts[:depth])
            totals[above] = totals.get(above, 0) + counts.get(str(key), 0)
    wanted = set(chosen)
    top = min((path.count(".") for _, path, _, _ in known), default=0)
    options = [
        Option(code, f"{code} {name}", totals[path], code in wanted, path.count(".") - top)
        for _, path, code, name in known
        if totals[path] or code in wanted
    ]
    if counts.get("none"):
        options.append(Option("none", "Without territory", counts["none"], "NONE" in wanted))
    return options
