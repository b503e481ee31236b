"""The material of made-up names. None is meant to be, or knowingly is, a real company's."""

HOTEL_GROUPS = (
    "Harborline", "Alder & Finch", "Juniper Row", "Tidewell", "Copperleaf", "Wrenfield",
    "Stonemill", "Bellhaven", "Lanternhill", "Fernbridge", "Saltmarsh", "Goldcrest", "Windrose",
    "Thornbury", "Ravensgate", "Amberlane", "Quillstone", "Summerfold", "Northlight", "Crestway",
    "Vesperton", "Bluestem", "Ivorygate", "Starling House", "Maplewick", "Osprey Point",
    "Coralwood", "Highmoor",
)  # fmt: skip
HOTEL_KINDS = (
    "{brand} Hotel {city}", "{brand} Suites {city}", "{brand} Inn {city}", "The {brand} {city}",
    "{brand} {city} {quarter}", "{brand} Suites {city} {quarter}", "{brand} Inn {city} {quarter}",
    "{brand} Stay {city} {quarter}",
)  # fmt: skip
RESORT_KINDS = (
    "{brand} Resort {city}",
    "{brand} Beach Resort {city}",
    "{brand} Resort & Spa {city}",
)
QUARTERS = (
    "Downtown", "Airport", "Convention Center", "University", "Midtown", "North", "South", "East",
    "West", "Uptown", "Old Town", "Central", "Parkside", "Gateway",
)  # fmt: skip

HEALTH_SYSTEMS = (
    "Evergrace", "Northvale", "Mercyfield", "Calderwood", "Beaconhurst", "Harrowgate",
    "Clearbourne", "Solenne", "Tamarind", "Graceholm", "Orchardside", "Valewood", "Trillbrook",
    "Hearthstone", "Linden Bay", "Asterwell",
)  # fmt: skip
MEDICAL_KINDS = (
    "{system} Medical Center {city}", "{system} {city} Hospital",
    "{system} Children's Hospital {city}", "{system} Cancer Center {city}",
    "{system} Heart Institute {city}", "{system} Surgical Pavilion {city}",
    "{system} Women's Pavilion {city}", "{system} Outpatient Center {city}",
    "{system} Medical Plaza {city} {quarter}",
)  # fmt: skip

OWNERS = (
    "Ironbridge Property Partners", "Granite & Vale Realty", "Cobalt Square Holdings",
    "Meridale Office Trust", "Fieldstone Urban Group", "Larchmere Properties",
    "Kingsfold Real Estate", "Signal Hill Asset Partners", "Brightlane Development",
    "Old Quarry Investments", "Westerly Commons Group", "Palisade & Pine", "Tessera Urban Living",
    "Oakrow Residential", "Millrace Development", "Cartwheel Retail Partners",
    "Lockhouse Property Group", "Bannerman Yards", "Clocktower Holdings", "Redgate Ventures",
    "Foxglove Estates", "Sandpiper Urban", "Highwater Realty Trust", "Turnstone Capital Properties",
)  # fmt: skip
AIRPORT_SERVICES = (
    "Skyarcade Airport Services", "Concourse & Curb", "Jetway Ground Partners",
    "Contrail Parking Group",
)  # fmt: skip
EVENT_COMPANIES = ("Grandstand & Green", "Northern Lights Venues")

BUILDING_WORDS = (
    "Ironbridge", "Granite", "Meridian", "Sterling", "Beacon", "Cobalt", "Foundry", "Lakeshore",
    "Capitol", "Gateway", "Pinnacle", "Compass", "Signal", "Mercantile", "Kingfisher", "Obsidian",
    "Sycamore", "Redwood", "Magnolia", "Chestnut", "Clocktower", "Lighthouse", "Prospect",
    "Riverstone", "Highbridge", "Canal", "Quarry", "Millstone", "Fairmount", "Larkfield",
)  # fmt: skip
CORPORATE_KINDS = (
    "{word} Tower {city}", "{word} Center {city}", "{word} Plaza {city}",
    "{word} Corporate Campus {city}", "{word} Office Park {city}", "One {word} Square {city}",
    "{word} Place {city}",
)  # fmt: skip
MIXED_NOUNS = (
    "Foundry", "Cannery", "Brickworks", "Exchange", "Yards", "Arcade", "Granary", "Tannery",
    "Depot", "Ropewalk", "Waterworks", "Boilerhouse",
)  # fmt: skip
MIXED_KINDS = ("The {noun} at {word}, {city}", "{word} {noun} {city}", "{word} Square {city}")
RETAIL_KINDS = ("{word} Galleria {city}", "{word} Marketplace {city}", "Shops at {word}, {city}")
RESIDENTIAL_KINDS = ("{word} Residences {city}", "{word} Lofts {city}", "{word} Flats {city}")
EVENT_KINDS = ("{word} Arena {city}", "{word} Amphitheater {city}", "{word} Exhibition Hall {city}")
OTHER_KINDS = ("{word} Garage {city}", "{word} Parking Deck {city}", "{word} Transit Lot {city}")

STREETS = (
    "Main", "Market", "Broad", "Church", "Elm", "Maple", "Oak", "Pine", "Cedar", "Washington",
    "Franklin", "Jefferson", "Park", "Center", "High", "Mill", "River", "Lake", "Spring",
    "Commerce", "Union", "Walnut", "Chestnut", "Highland", "Sunset", "Meadow", "Ridge", "Valley",
    "College", "Commercial", "Grand", "Liberty", "State", "Water", "Front",
)  # fmt: skip
STREET_KINDS = ("St", "St", "St", "Ave", "Ave", "Blvd", "Rd", "Dr", "Pkwy", "Way")
