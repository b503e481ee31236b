from collections import Counter

from shapely.geometry import box

from townsite.access.demo_loading.coloring import colors

GRID = {f"T{x}{y}": box(x, y, x + 1, y + 1) for x in range(8) for y in range(8)}


def test_neighbors_never_share_a_color() -> None:
    found = colors(GRID, 10)
    for x in range(8):
        for y in range(8):
            for dx, dy in ((1, 0), (0, 1), (1, 1), (1, -1)):
                other = f"T{x + dx}{y + dy}"
                if other in GRID:
                    assert found[f"T{x}{y}"] != found[other]


def test_colors_are_used_evenly() -> None:
    used = Counter(colors(GRID, 10).values())
    assert set(used) == set(range(10))
    assert max(used.values()) - min(used.values()) <= 3


def test_more_neighbors_than_colors_still_get_one() -> None:
    assert set(colors(GRID, 2).values()) <= {0, 1}


def test_no_shapes_need_no_colors() -> None:
    assert colors({}, 10) == {}
