"""Names that the packaged atlases lack: postal codes, provinces and waters."""

from typing import Final

STATE_CODES: Final = {
    "Alabama": "AL", "Alaska": "AK", "Arizona": "AZ", "Arkansas": "AR", "California": "CA",
    "Colorado": "CO", "Connecticut": "CT", "Delaware": "DE", "District of Columbia": "DC",
    "Florida": "FL", "Georgia": "GA", "Hawaii": "HI", "Idaho": "ID", "Illinois": "IL",
    "Indiana": "IN", "Iowa": "IA", "Kansas": "KS", "Kentucky": "KY", "Louisiana": "LA",
    "Maine": "ME", "Maryland": "MD", "Massachusetts": "MA", "Michigan": "MI", "Minnesota": "MN",
    "Mississippi": "MS", "Missouri": "MO", "Montana": "MT", "Nebraska": "NE", "Nevada": "NV",
    "New Hampshire": "NH", "New Jersey": "NJ", "New Mexico": "NM", "New York": "NY",
    "North Carolina": "NC", "North Dakota": "ND", "Ohio": "OH", "Oklahoma": "OK", "Oregon": "OR",
    "Pennsylvania": "PA", "Rhode Island": "RI", "South Carolina": "SC", "South Dakota": "SD",
    "Tennessee": "TN", "Texas": "TX", "Utah": "UT", "Vermont": "VT", "Virginia": "VA",
    "Washington": "WA", "West Virginia": "WV", "Wisconsin": "WI", "Wyoming": "WY",
    "Puerto Rico": "PR",
}  # fmt: skip

PROVINCES: Final = {
    "AB": "Alberta", "BC": "British Columbia", "MB": "Manitoba", "NB": "New Brunswick",
    "NL": "Newfoundland and Labrador", "NS": "Nova Scotia", "ON": "Ontario",
    "PE": "Prince Edward Island", "QC": "Quebec", "SK": "Saskatchewan", "YT": "Yukon",
    "NT": "Northwest Territories", "NU": "Nunavut",
}  # fmt: skip

# Name, longitude, latitude, first zoom. Placed by eye in open water.
WATERS: Final = (
    ("Pacific Ocean", -133.0, 37.0, 2),
    ("Atlantic Ocean", -62.0, 34.0, 2),
    ("Gulf of Mexico", -90.5, 25.3, 3),
    ("Caribbean Sea", -76.0, 15.2, 3),
    ("Hudson Bay", -85.5, 59.5, 3),
    ("Gulf of Alaska", -145.0, 56.5, 3),
    ("Bering Sea", -175.0, 58.0, 3),
    ("Lake Superior", -87.7, 47.7, 5),
    ("Lake Michigan", -87.1, 43.6, 5),
    ("Lake Huron", -82.4, 44.6, 5),
    ("Lake Erie", -81.3, 42.15, 5),
    ("Lake Ontario", -77.8, 43.65, 5),
    ("Great Salt Lake", -112.6, 41.2, 6),
)
