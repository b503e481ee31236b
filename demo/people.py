"""Who did what: functions, not persons."""

from demo.records import Site
from demo.territories import BY_CODE, DISTRICTS, REGIONS

ADMINISTRATOR = "Demo Administrator"
LOADER = "system: go-live load"
REVIEWER = "system: yearly review"
DOCUMENT_CONTROL = "Document Control"

_DISTRICT_NAMES = {district.code: district.name for district in DISTRICTS}
_REGION_OF = {district.code: district.region for district in DISTRICTS}
_REGION_NAMES = {region.code: region.name for region in REGIONS}


def account_manager(territory: str) -> str:
    """For example "Account Manager, Atlanta"."""
    return f"Account Manager, {BY_CODE[territory].name}"


def district_manager(district: str) -> str:
    """For example "District Manager, Southeast"."""
    return f"District Manager, {_DISTRICT_NAMES[district]}"


def regional_vp(region: str) -> str:
    """For example "Regional VP, East"."""
    return f"Regional VP, {_REGION_NAMES[region]}"


def manager_of(site: Site) -> str:
    """Who looks after the site from day to day."""
    return account_manager(site.territory)


def superior_of(site: Site) -> str:
    """Who approves for the site."""
    return district_manager(BY_CODE[site.territory].district)
