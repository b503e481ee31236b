"""The table of the directory, cell by cell."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from townsite.directory.columns import Column
from townsite.directory.queries import Row
from townsite.web.badges import badge_for
from townsite.web.directory.listing import Listing

BADGES = {"status": "status", "health": "health", "quality": "quality"}


@dataclass(frozen=True)
class Head:
    """A header, with the address that sorts by it."""

    column: Column
    href: str
    direction: str  # as in aria-sort, or empty


@dataclass(frozen=True)
class Cell:
    """One value as it is shown; `tone` colors a badge."""

    column: Column
    text: str
    value: Any
    tone: str = ""

    @property
    def form(self) -> str:
        """Which way the template sets it."""
        special = self.column.name in {"number", "name", "territory"}
        return self.column.name if special else self.column.kind


@dataclass(frozen=True)
class TableRow:
    """A site with its cells."""

    site: Row
    cells: list[Cell]
    is_favorite: bool = False


def table_heads(listing: Listing) -> list[Head]:
    """The headers of the shown columns."""
    return [_head(listing, column) for column in listing.shown]


def table_rows(listing: Listing, rows: list[Row], favorites: AbstractSet[UUID]) -> list[TableRow]:
    """The rows with their cells, in the order of the columns, and the reader's stars."""
    columns = listing.shown
    return [
        TableRow(
            row,
            [_cell(column, row.values[column.name]) for column in columns],
            is_favorite=row.id in favorites,
        )
        for row in rows
    ]


def _head(listing: Listing, column: Column) -> Head:
    order = listing.order
    direction = ""
    if order.removeprefix("-") == column.name:
        direction = "descending" if order.startswith("-") else "ascending"
    # What is large interests first; names begin at A.
    first, second = (
        (f"-{column.name}", column.name) if column.is_number else (column.name, f"-{column.name}")
    )
    target = second if order == first else first
    return Head(column, listing.href(sort=target) if column.sort else "", direction)


def _cell(column: Column, value: Any) -> Cell:
    if column.kind == "badge" and value:
        badge = badge_for(BADGES[column.name], value)
        return Cell(column, badge.label, value, badge.tone)
    return Cell(column, column.show(value), value)
