from collections.abc import Iterator
from multiprocessing import active_children

import pytest

from townsite.imports.cleaning.gazetteer import Gazetteer
from townsite.imports.column_map import ColumnMap
from townsite.imports.errors import FileRefused
from townsite.imports.reading.table import Row
from townsite.imports.staging import beside
from townsite.imports.staging.beside import Given, Recipe, checked_chunks

RECIPE = Recipe(
    ColumnMap(("name", "zip", "state", "district")),
    width=4,
    delimiter=",",
    gazetteer=Gazetteer(zips={"23510": ("Norfolk", "VA")}, places=frozenset({("VA", "norfolk")})),
    districts={"D01": "Tidewater"},
)


def chunks(count: int) -> Iterator[list[Given]]:
    for n in range(count):
        yield [
            (Row(2 * n, (f"Pier {n}", "1915", "MA", "Tidewater")), {}),
            (Row(2 * n + 1, (f"Dock {n}", "23510", "VA", "Nowhere")), {"name": f"Quay {n}"}),
        ]


def test_many_rows_are_checked_in_a_second_process_as_few_are_in_this_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here = list(checked_chunks(RECIPE, chunks(5), rows=10))
    monkeypatch.setattr(beside, "MANY", 10)
    there = []
    for answer in checked_chunks(RECIPE, chunks(5), rows=10):
        assert len(active_children()) == 1
        there.append(answer)
    assert there == here
    assert there[4][1][1].values["name"] == "Quay 4"
    assert not active_children()


def test_a_file_that_cannot_be_read_to_its_end_leaves_no_process_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken() -> Iterator[list[Given]]:
        yield from chunks(4)
        raise FileRefused("Line 9 cannot be read as a row.")

    monkeypatch.setattr(beside, "MANY", 0)
    with pytest.raises(FileRefused, match="Line 9"):
        list(checked_chunks(RECIPE, broken(), rows=8))
    assert not active_children()
