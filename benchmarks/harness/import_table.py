"""A large made-up table of sites, as an operator would export it."""

import csv
import io
from datetime import date

from demo.geography import geography
from demo.large_tree import large_tree
from demo.stream import Streamed, stream
from townsite.access.management.commands.make_portfolio import TERRITORIES

HEADER = ("Site Name", "Facility Type", "Status", "Street", "City", "State", "ZIP", "Latitude",
          "Longitude", "Parking Spaces", "Rooms", "Annual Revenue", "Start Date", "District")  # fmt: skip
PORTFOLIO_SEED, SEED = 1, 2  # its territories, but other sites


def table(rows: int) -> bytes:
    """A CSV of so many sites, each with the code of the territory it belongs to."""
    land = geography()
    tree = large_tree(land.zips, TERRITORIES, seed=PORTFOLIO_SEED)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    sites = stream(rows, seed=SEED, land=land, tree=tree, today=date(2026, 1, 1))
    writer.writerows(_cells(each) for each in sites)
    return text.getvalue().encode()


def _cells(given: Streamed) -> tuple[object, ...]:
    site = given.site
    return (
        site.name, site.facility_type, "pending", site.street1, site.city, site.state, site.zip,
        site.latitude, site.longitude, site.parking_spaces, site.room_count,
        (site.annual_revenue_cents or 0) // 100, site.start_date, given.territory.code,
    )  # fmt: skip
