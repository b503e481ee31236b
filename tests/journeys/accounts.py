"""The demo's people, as `make_demo` makes them, and their day."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

PASSWORD = "townsite-demo"
ACCOUNTS = {
    "admin": "admin@example.com",
    "vp": "vp.east@example.com",
    "district": "dm.southeast@example.com",
    "account": "am.atlanta@example.com",
}


def today() -> date:
    """The day it is in the East, whose zone the demo's people have; in UTC it may be the next."""
    return datetime.now(ZoneInfo("America/New_York")).date()
