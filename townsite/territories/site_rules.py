"""Attribute rules: which sites a territory takes, or a hierarchy is about.

A rule is attributes with the value that each must have, for example
`{"service_class": "shuttle"}`; a site matches when all do.
"""

from collections.abc import Mapping
from typing import Any

from townsite.sites.choices import BusinessSegment, CommercialClass, FacilityType, ServiceClass

ATTRIBUTES: dict[str, Any] = {
    "business_segment": BusinessSegment,
    "facility_type": FacilityType,
    "service_class": ServiceClass,
    "commercial_class": CommercialClass,
}


def problems_of_rule(rule: Mapping[str, Any]) -> list[str]:
    """Every unknown attribute or value of a rule, each with what can stand there."""
    found = []
    for name, value in rule.items():
        known = ATTRIBUTES.get(name)
        if known is None:
            found.append(f"“{name}” is no attribute of a rule. Use {', '.join(ATTRIBUTES)}.")
        elif value not in known.values:
            found.append(f"“{value}” is no {_words(name)}. Use one of {', '.join(known.values)}.")
    return found


def rule_words(rule: Mapping[str, Any]) -> str:
    """The rule as people read it, for example "service class: Shuttle"."""
    return ", ".join(
        f"{_words(name)}: {ATTRIBUTES[name](value).label}" for name, value in rule.items()
    )


def rule_sql(rule: Mapping[str, Any], *, table: str) -> tuple[str, list[str]]:
    """SQL that is true for the rows of the site table that match, with its values."""
    parts = [f"{table}.{name} = %s" for name in rule if name in ATTRIBUTES]
    return " AND ".join(parts) or "TRUE", [str(rule[name]) for name in rule if name in ATTRIBUTES]


def _words(name: str) -> str:
    return name.replace("_", " ")
