"""The expectation table: every address with the ways to ask it. A new route needs its line here."""

from typing import Final

from tests.access.matrix.ask import Asks
from tests.access.matrix.table import api, sites, territories, work
from tests.access.matrix.table.not_judged import MOST, NOT_JUDGED

__all__ = ["ACCOUNT", "MOST", "NOT_JUDGED", "PUBLIC", "TABLE"]

TABLE: Final[Asks] = {**api.TABLE, **sites.TABLE, **territories.TABLE, **work.TABLE}
# The same for everybody, signed in or not.
PUBLIC: Final = {
    "health", "basemap/style.json", "basemap/<int:z>/<int:x>/<int:y>.mvt", "api/v1/",
    "api/v1/openapi.json",
}  # fmt: skip
# Pages of one's own account: they name no object of a region. tests/accounts judge them.
ACCOUNT: Final = "accounts/"
