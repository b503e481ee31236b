"""From what a person types to the scope of a policy: codes and site numbers, checked."""

from typing import NamedTuple

from townsite.common.errors import Invalid
from townsite.policies.choices import TERRITORY_KINDS, ScopeKind
from townsite.policies.contexts import contexts_for
from townsite.policies.resolution import EVERYWHERE, PolicyContext, Scope
from townsite.sites.models import Site
from townsite.territories.choices import TerritoryLevel
from townsite.territories.models import Territory


class Place(NamedTuple):
    """A scope, and how people call it."""

    scope: Scope
    label: str = ""


def place_named(kind: ScopeKind, text: str) -> Place:
    """The place that `text` names: a code, a type of territory or a site number.

    Raises Invalid when nothing in the reader's reach has that name.
    """
    name = text.strip()
    if kind == ScopeKind.GLOBAL:
        return Place(EVERYWHERE)
    if kind == ScopeKind.SITE:
        site = site_numbered(name)
        return Place(Scope(kind, str(site.pk)), str(site))
    if kind == ScopeKind.TERRITORY_KIND:
        return Place(Scope(kind, _territory_kind(name.lower())))
    return Place(Scope(kind, _territory_code(kind, name.upper())))


def site_numbered(number: str) -> Site:
    """The site of this number, in the reader's scope. Raises Invalid."""
    site = Site.objects.filter(number=number.strip().zfill(4)).first()
    if site is None:
        raise refusal(f"No site {number or 'without number'} is within your reach. Give a number.")
    return site


def context_of_site(site: Site) -> PolicyContext:
    """Where policies are asked for one site."""
    [context] = contexts_for([(str(site.pk), site.territory_path or "")])
    return context


def refusal(message: str) -> Invalid:
    """The problem of the input that names the place."""
    return Invalid(message, fields={"scope_ref": [message]})


def _territory_kind(name: str) -> str:
    if name not in TERRITORY_KINDS:
        raise refusal(f"“{name}” is no type of territory. Give {', '.join(TERRITORY_KINDS)}.")
    return name


def _territory_code(kind: ScopeKind, code: str) -> str:
    territories = Territory.objects.filter(code=code)
    if kind == ScopeKind.REGION:
        territories = territories.filter(level=TerritoryLevel.REGION)
    if not territories.exists():
        raise refusal(f"No {kind.label.lower()} “{code}” is within your reach. Give its code.")
    return code
