"""Checking many rows in a second process, while this one places and stages the rows before them.

Reading what cells mean is plain Python and takes most of a dry run; threads would take turns at it.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

from townsite.imports.checking import Checked, RowChecker
from townsite.imports.cleaning.districts import Districts
from townsite.imports.cleaning.gazetteer import Gazetteer
from townsite.imports.column_map import ColumnMap
from townsite.imports.reading.table import Row

# To begin a process takes a second or two, to check so many rows about as long.
MANY = 20_000
# Chunks under way: neither process waits for the other, and few rows are held twice.
AHEAD = 2

Given = tuple[Row, Mapping[str, Any]]


@dataclass(frozen=True)
class Recipe:
    """What a checker is made of, in a form that another process can be handed.

    `districts` maps codes to names.
    """

    column_map: ColumnMap
    width: int
    delimiter: str
    gazetteer: Gazetteer
    districts: Mapping[str, str]

    def checker(self) -> RowChecker:
        """The checker of rows."""
        return RowChecker(
            self.column_map,
            width=self.width,
            delimiter=self.delimiter,
            gazetteer=self.gazetteer,
            districts=Districts(self.districts.items()),
        )


def checked(checker: RowChecker, rows: Iterable[Given]) -> list[Checked]:
    """The values and problems of rows, each with what people changed in it."""
    return [checker.check(row.cells, edits) for row, edits in rows]


def checked_chunks(
    recipe: Recipe, chunks: Iterable[Sequence[Given]], *, rows: int
) -> Iterator[tuple[Sequence[Given], list[Checked]]]:
    """Each chunk with its checked rows, in order; of `rows` in all, many are checked beside."""
    if rows >= MANY:
        yield from _beside(recipe, chunks)
        return
    checker = recipe.checker()
    for chunk in chunks:
        yield chunk, checked(checker, chunk)


def _beside(
    recipe: Recipe, chunks: Iterable[Sequence[Given]]
) -> Iterator[tuple[Sequence[Given], list[Checked]]]:
    # Spawned: a fork of a worker with threads can hold locks that nobody will ever free.
    pool = ProcessPoolExecutor(1, get_context("spawn"), initializer=_begin, initargs=(recipe,))
    under_way = deque[tuple[Sequence[Given], Future[list[Checked]]]]()
    try:
        for chunk in chunks:
            under_way.append((chunk, pool.submit(_check, list(chunk))))
            if len(under_way) > AHEAD:
                yield _next(under_way)
        while under_way:
            yield _next(under_way)
    finally:
        pool.shutdown(cancel_futures=True)


def _next(
    under_way: deque[tuple[Sequence[Given], Future[list[Checked]]]],
) -> tuple[Sequence[Given], list[Checked]]:
    chunk, answer = under_way.popleft()
    return chunk, answer.result()


_of_this_process: list[RowChecker] = []


def _begin(recipe: Recipe) -> None:
    _of_this_process[:] = [recipe.checker()]


def _check(rows: Sequence[Given]) -> list[Checked]:
    return checked(_of_this_process[0], rows)
