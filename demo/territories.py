"""The demo's organisation: regions, districts and territories, by their centers and states."""

from dataclasses import dataclass

from demo.geography import Zip

REMOTE_SEGMENT = "remote"


@dataclass(frozen=True)
class Region:
    code: str
    name: str


@dataclass(frozen=True)
class District:
    """A group of territories; `rule` marks one whose sites share an attribute, not a place."""

    code: str
    name: str
    region: str
    rule: tuple[str, str] | None = None
    # A district that changed region: its former one, and for how many days it has been here.
    moved_from: str = ""
    moved_days_ago: int = 0


@dataclass(frozen=True)
class Territory:
    """A territory around a center; sites of its states go to the nearest center of all.

    `split_from` and `split_days_ago` tell of a territory carved out of another one.
    """

    code: str
    name: str
    district: str
    longitude: float
    latitude: float
    states: tuple[str, ...]
    kind: str = "regional"
    split_from: str = ""
    split_days_ago: int = 0


REGIONS = (
    Region("EAST", "East"),
    Region("CENTRAL", "Central"),
    Region("WEST", "West"),
    Region("REMOTE", "Remote"),
)

DISTRICTS = (
    District("NEWENG", "New England", "EAST"),
    District("NYMETRO", "New York Metro", "EAST"),
    District("MIDATL", "Mid-Atlantic", "EAST"),
    District("SOEAST", "Southeast", "EAST"),
    District("FLACAR", "Florida & Caribbean", "EAST"),
    District("GRLAKES", "Great Lakes", "CENTRAL"),
    District("OHVALLEY", "Ohio Valley", "CENTRAL", moved_from="EAST", moved_days_ago=325),
    District("PLAINS", "Great Plains", "CENTRAL"),
    District("TXGULF", "Texas & Gulf", "CENTRAL"),
    District("SOCAL", "Southern California & Nevada", "WEST"),
    District("NORCAL", "Northern California & Hawaii", "WEST"),
    District("MTNWEST", "Mountain & Northwest", "WEST"),
    District("REMOTEOPS", "Remote Operations", "REMOTE", rule=("business_segment", REMOTE_SEGMENT)),
)

_METRO, _URBAN, _RURAL = "metro", "urban", "rural"

TERRITORIES = (
    Territory("BOSTON1", "Boston", "NEWENG", -71.06, 42.36, ("MA", "NH", "RI"), _METRO),
    Territory("HARTFORD1", "Hartford & Springfield", "NEWENG", -72.68, 41.76, ("CT", "MA")),
    Territory("PORTLME1", "Northern New England", "NEWENG", -70.7, 43.7, ("ME", "NH", "VT"), _RURAL),
    Territory("MANHATTAN1", "Manhattan", "NYMETRO", -73.98, 40.765, ("NY",), _URBAN),
    Territory(
        "BKQUEENS1", "Brooklyn & Queens", "NYMETRO", -73.92, 40.68, ("NY",), _URBAN,
        split_from="MANHATTAN1", split_days_ago=210,
    ),
    Territory("LONGISL1", "Long Island", "NYMETRO", -73.35, 40.80, ("NY",)),
    Territory("NJERSEY1", "Northern New Jersey", "NYMETRO", -74.17, 40.73, ("NJ",), _METRO),
    Territory("UPSTATE1", "Upstate New York", "NYMETRO", -75.20, 42.80, ("NY",), _RURAL),
    Territory("PHILA1", "Philadelphia", "MIDATL", -75.16, 39.95, ("PA", "NJ", "DE"), _METRO),
    Territory("PITTSBGH1", "Pittsburgh & West Virginia", "MIDATL", -79.99, 40.44, ("PA", "WV")),
    Territory("MIDATL1", "Baltimore", "MIDATL", -76.61, 39.29, ("MD", "DE", "PA"), _METRO),
    Territory("MIDATL3", "Washington", "MIDATL", -77.03, 38.90, ("DC", "MD", "VA"), _METRO),
    Territory("TIDEWTR1", "Richmond & Tidewater", "MIDATL", -76.95, 37.20, ("VA",)),
    Territory("CHARLOT1", "Charlotte & Greenville", "SOEAST", -80.84, 35.22, ("NC", "SC")),
    Territory("RALEIGH1", "Raleigh & Wilmington", "SOEAST", -78.64, 35.78, ("NC", "SC")),
    Territory("ATLANTA1", "Atlanta", "SOEAST", -84.39, 33.75, ("GA",), _METRO),
    Territory("SAVANNAH1", "Savannah & Charleston", "SOEAST", -81.10, 32.08, ("GA", "SC")),
    Territory("NASHVIL1", "Nashville", "SOEAST", -86.78, 36.16, ("TN",), _METRO),
    Territory("MIAMI1", "Miami", "FLACAR", -80.19, 25.77, ("FL",), _METRO),
    Territory("ORLANDO1", "Orlando", "FLACAR", -81.38, 28.54, ("FL",), _METRO),
    Territory("TAMPA1", "Tampa & Gulf Coast", "FLACAR", -82.46, 27.95, ("FL",), _METRO),
    Territory("NORTHFL1", "North Florida", "FLACAR", -82.60, 30.40, ("FL",)),
    Territory("CARIB1", "Puerto Rico & Virgin Islands", "FLACAR", -66.10, 18.46, ("PR", "VI")),
    Territory("CHICAGO1", "Chicago", "GRLAKES", -87.63, 41.88, ("IL", "IN"), _METRO),
    Territory(
        "CHICAGO2", "Chicago West", "GRLAKES", -88.15, 41.76, ("IL",), _METRO,
        split_from="CHICAGO1", split_days_ago=140,
    ),
    Territory("DETROIT1", "Michigan", "GRLAKES", -83.05, 42.33, ("MI",)),
    Territory("MILWAUK1", "Wisconsin", "GRLAKES", -87.91, 43.04, ("WI",)),
    Territory("CLEVELND1", "Cleveland", "OHVALLEY", -81.69, 41.50, ("OH",), _METRO),
    Territory("COLUMBUS1", "Columbus", "OHVALLEY", -82.99, 39.96, ("OH",), _METRO),
    Territory("CINCINN1", "Cincinnati & Kentucky", "OHVALLEY", -84.51, 39.10, ("OH", "KY")),
    Territory("INDIANA1", "Indiana", "OHVALLEY", -86.16, 39.77, ("IN",)),
    Territory("TWINCITY1", "Twin Cities & Dakotas", "PLAINS", -93.26, 44.98, ("MN", "ND", "SD")),
    Territory("STLOUIS1", "St. Louis", "PLAINS", -90.20, 38.63, ("MO", "IL"), _METRO),
    Territory("KANSASC1", "Kansas City", "PLAINS", -94.58, 39.10, ("MO", "KS")),
    Territory("IANEB1", "Iowa & Nebraska", "PLAINS", -95.94, 41.26, ("IA", "NE"), _RURAL),
    Territory("DALLAS1", "Dallas & Fort Worth", "TXGULF", -96.80, 32.78, ("TX",), _METRO),
    Territory("HOUSTON1", "Houston", "TXGULF", -95.37, 29.76, ("TX",), _METRO),
    Territory("AUSTIN1", "Austin & San Antonio", "TXGULF", -98.10, 29.90, ("TX",)),
    Territory("WESTTX1", "West Texas & New Mexico", "TXGULF", -104.50, 32.50, ("TX", "NM"), _RURAL),
    Territory("OKLAARK1", "Oklahoma & Arkansas", "TXGULF", -96.00, 35.60, ("OK", "AR")),
    Territory("GULFS1", "Gulf South", "TXGULF", -89.00, 30.60, ("LA", "MS", "AL")),
    Territory("LOSANG1", "Los Angeles", "SOCAL", -118.30, 34.05, ("CA",), _METRO),
    Territory(
        "ORANGE1", "Orange County & Inland Empire", "SOCAL", -117.70, 33.80, ("CA",), _METRO,
        split_from="LOSANG1", split_days_ago=430,
    ),
    Territory("SANDIEGO1", "San Diego", "SOCAL", -117.15, 32.72, ("CA",), _METRO),
    Territory("LASVEGAS1", "Las Vegas", "SOCAL", -115.14, 36.17, ("NV",), _METRO),
    Territory("SANFRAN1", "San Francisco", "NORCAL", -122.42, 37.77, ("CA",), _URBAN),
    Territory("SILICON1", "San Jose & East Bay", "NORCAL", -121.95, 37.45, ("CA",), _METRO),
    Territory("SACRAM1", "Sacramento & Reno", "NORCAL", -121.20, 38.80, ("CA", "NV")),
    Territory("HAWAII1", "Hawaii & Pacific", "NORCAL", -157.86, 21.31, ("HI", "GU", "AS", "MP")),
    Territory("DENVER1", "Denver", "MTNWEST", -104.99, 39.74, ("CO", "WY")),
    Territory("PHOENIX1", "Arizona", "MTNWEST", -112.07, 33.45, ("AZ",)),
    Territory("SALTLAKE1", "Utah & Idaho", "MTNWEST", -111.89, 40.76, ("UT", "ID", "MT")),
    Territory("SEATTLE1", "Seattle", "MTNWEST", -122.33, 47.61, ("WA",), _METRO),
    Territory("PORTLOR1", "Oregon", "MTNWEST", -122.68, 45.52, ("OR",)),
    Territory("ALASKA1", "Alaska", "MTNWEST", -149.90, 61.22, ("AK",), _RURAL),
    Territory("REMOTE1", "Remote East", "REMOTEOPS", -80.0, 38.0, (), "specialty"),
    Territory("REMOTE2", "Remote West", "REMOTEOPS", -112.0, 38.0, (), "specialty"),
)  # fmt: skip

BY_CODE = {territory.code: territory for territory in TERRITORIES}


def territory_for(area: Zip, segment: str) -> Territory:
    """The territory of a site in this ZIP area: by segment, else the nearest of its state."""
    if segment == REMOTE_SEGMENT:
        rivals = [each for each in TERRITORIES if each.district == "REMOTEOPS"]
    else:
        rivals = [each for each in TERRITORIES if area.state in each.states]
    return min(rivals, key=lambda each: area.km_to(each.longitude, each.latitude))
