"""What an address of the directory asks for, and the addresses of its neighbors."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict

from townsite.directory.columns import SORTABLE, USUAL, Column, chosen_columns
from townsite.directory.criteria import Criteria
from townsite.directory.paging import RELEVANCE
from townsite.directory.queries import FACET_TOKENS, usual_sort

DENSE = "dense"


@dataclass(frozen=True)
class Listing:
    """Criteria, order, columns, page and looks: everything that a link to the directory holds."""

    criteria: Criteria
    sort: str = ""
    columns: tuple[str, ...] = ()
    cursor: str = ""
    density: str = ""
    has_panel: bool = False
    view: str = ""

    @property
    def order(self) -> str:
        """The order that applies: the one asked for, or the usual one."""
        name = self.sort.removeprefix("-")
        is_known = name in SORTABLE or (name == RELEVANCE and self.criteria.has_words)
        return self.sort if is_known else usual_sort(self.criteria)

    @property
    def shown(self) -> list[Column]:
        return chosen_columns(",".join(self.columns))

    def query(self, **changes: Any) -> str:
        """The query string of this listing with some parts changed; its first page unless told."""
        there = replace(self, **{"cursor": "", **changes})
        columns = there.columns if there.columns != tuple(USUAL) else ()
        parts = {
            "sort": there.sort,
            "columns": ",".join(columns),
            "density": there.density,
            "panel": "1" if there.has_panel else "",
            "view": there.view,
            "cursor": there.cursor,
        }
        rest = urlencode({name: value for name, value in parts.items() if value})
        return "&".join(part for part in (there.criteria.query(), rest) if part)

    def href(self, **changes: Any) -> str:
        """The address of this listing with some parts changed."""
        query = self.query(**changes)
        return f"/sites/?{query}" if query else "/sites/"

    def kept(self, *without: str) -> list[tuple[str, str]]:
        """The parts as hidden fields of a form, without those that its own fields set."""
        pairs = QueryDict(self.query()).items()
        return [(name, str(value)) for name, value in pairs if name not in without]

    @property
    def kept_for_search(self) -> list[tuple[str, str]]:
        return self.kept("q", "view")

    @property
    def kept_for_columns(self) -> list[tuple[str, str]]:
        return self.kept("columns")

    @property
    def kept_for_facets(self) -> list[tuple[str, str]]:
        """Without what the boxes of the filter panel ask for: the boxes say it themselves."""
        return replace(self, criteria=self.criteria.without_wanted(FACET_TOKENS)).kept("view")

    @property
    def panel_href(self) -> str:
        """The same with the filter panel opened or closed."""
        return self.href(has_panel=not self.has_panel, cursor=self.cursor)

    @property
    def density_href(self) -> str:
        """The same with the rows closer together or wider apart."""
        return self.href(density="" if self.density else DENSE, cursor=self.cursor)


def listing_in(request: HttpRequest) -> Listing:
    """What the address, or the form, of a request asks for."""
    return read_listing(request.POST if request.method == "POST" else request.GET)


def read_listing(given: QueryDict) -> Listing:
    """What a query string asks for. Columns may come as one list or as many fields."""
    columns = [name for text in given.getlist("columns") for name in str(text).split(",")]
    return Listing(
        criteria=Criteria.from_query(given),
        sort=given.get("sort", "")[:40],
        columns=tuple(c.name for c in chosen_columns(",".join(columns))) if columns else (),
        cursor=given.get("cursor", "")[:2_000],
        density=DENSE if given.get("density") == DENSE else "",
        has_panel=bool(given.get("panel")),
        view=given.get("view", "")[:40],
    )
