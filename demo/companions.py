"""Sites that stand beside others: the pavilion of a hospital, the tower over a shared garage."""

from random import Random

from demo.geography import KM_PER_DEGREE, Zip
from demo.records import Site
from demo.sites import make_site

# Which kinds stand beside a kind, and how often.
BESIDE = {
    "medical": (("medical",), 0.16),
    "mixed_use": (("hotel", "residential", "retail"), 0.16),
    "corporate": (("corporate", "hotel"), 0.07),
    "hotel": (("hotel",), 0.025),
}
NEAREST_KM, FARTHEST_KM = 0.15, 0.9


def companion(host: Site, area: Zip, rng: Random) -> Site | None:
    """A neighbour within a short walk, of the same owner where the kind is the same."""
    kinds, share = BESIDE.get(host.facility_type, ((), 0.0))
    if not kinds or rng.random() > share:
        return None
    kind = kinds[int(rng.random() * len(kinds))]
    site = make_site("", kind, area, rng)
    if kind == host.facility_type:
        _share_owner(site, host)
    site.longitude = round(host.longitude + _offset(rng), 6)
    site.latitude = round(host.latitude + _offset(rng), 6)
    return site


def _share_owner(site: Site, host: Site) -> None:
    for suffix in (" Hospitality", " Health"):
        if site.customer.name.endswith(suffix):
            former, brand = (each.customer.name.removesuffix(suffix) for each in (site, host))
            site.name = site.name.replace(former, brand)
    site.customer = host.customer
    site.vendor_code = host.customer.code if site.vendor_code else ""
    site.invoice_recipient = f"Accounts Payable, {host.customer.name}"


def _offset(rng: Random) -> float:
    """Degrees for a short walk to either side."""
    km = NEAREST_KM + rng.random() * (FARTHEST_KM - NEAREST_KM)
    return (km if rng.random() < 0.5 else -km) / KM_PER_DEGREE  # noqa: PLR2004 - either side
