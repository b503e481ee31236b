"""Units: metres, seconds and square kilometres inside; miles or kilometres on the screen."""

METRES_PER_MILE = 1609.344  # international mile, NIST SP 811
METRES_PER_KM = 1000.0

UNITS = {"mi": METRES_PER_MILE, "km": METRES_PER_KM, "m": 1.0}


def to_metres(amount: float, unit: str) -> float:
    """`amount` of `unit` ("mi", "km" or "m") in metres."""
    return amount * UNITS[unit]


def from_metres(metres: float, unit: str) -> float:
    """`metres` expressed in `unit` ("mi", "km" or "m")."""
    return metres / UNITS[unit]


def distance_label(metres: float, unit: str) -> str:
    """A distance as people read it: "0.4 mi", "12 km"."""
    amount = from_metres(metres, unit)
    return f"{amount:.1f} {unit}" if amount < 10 else f"{amount:,.0f} {unit}"  # noqa: PLR2004 - reading habit
