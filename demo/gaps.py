"""What is missing or rough in a real portfolio: so that data quality has something to show."""

from random import Random

from demo.geography import Geography, Zip
from demo.records import Site

ROUGH_ZIP_SHARE, PROVIDER_SHARE = 0.08, 0.22


def leave_gaps(sites: list[Site], geography: Geography, rng: Random) -> None:
    """Takes away some facts, most from drafts, and makes some points rough.

    A ZIP's center is given to one site only: no two sites share a point.
    """
    by_code = {each.code: each for each in geography.zips}
    taken = {(site.longitude, site.latitude) for site in sites}
    for site in sites:
        _roughen(site, by_code[site.zip], taken, rng)
        if site.status in ("draft", "pending"):
            _unfinished(site, rng)
        if rng.random() < 0.05:  # noqa: PLR2004 - share
            site.gl_string = ""
        if rng.random() < 0.03 and not site.is_24_7:  # noqa: PLR2004 - share
            site.operating_hours = {}
        if rng.random() < 0.04:  # noqa: PLR2004 - share
            site.annual_revenue_cents = None


def _roughen(site: Site, area: Zip, taken: set[tuple[float, float]], rng: Random) -> None:
    draw = rng.random()
    if site.facility_type == "airport" or draw > PROVIDER_SHARE + ROUGH_ZIP_SHARE:
        return
    if draw > ROUGH_ZIP_SHARE:
        site.geocode_source = "provider"
        site.geocode_quality = "exact" if rng.random() < 0.6 else "street"  # noqa: PLR2004 - share
    elif (center := (area.longitude, area.latitude)) not in taken:
        taken.add(center)
        site.geocode_source = site.geocode_quality = "zip"
        site.longitude, site.latitude = center


def _unfinished(site: Site, rng: Random) -> None:
    """A site in preparation: no accounting yet, and often no sizes or street."""
    site.gl_string = site.vendor_code = site.invoice_recipient = ""
    site.annual_revenue_cents = None
    if site.status == "draft":
        site.tier = site.service_class = site.commercial_class = ""
        if rng.random() < 0.5:  # noqa: PLR2004 - share
            site.street1, site.parking_spaces, site.operating_hours = "", None, {}
