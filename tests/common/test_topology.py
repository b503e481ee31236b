import json

import pytest

from townsite.common.topology import Topology

# Two squares side by side that share the arc 0, and one sliver of three points.
SQUARES = {
    "type": "Topology",
    "transform": {"scale": [0.5, 0.5], "translate": [-90, 30]},
    "arcs": [
        [[2, 0], [0, 2]],
        [[2, 2], [-2, 0], [0, -2], [2, 0]],
        [[2, 0], [2, 0], [0, 2], [-2, 0]],
        [[0, 0], [1, 0], [-1, 0]],
    ],
    "objects": {
        "states": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Polygon", "id": "01", "arcs": [[0, 1]], "properties": {"name": "West", "gu": "CAN"}},
                {"type": "MultiPolygon", "id": "02", "arcs": [[[2, -1]]], "properties": {"name": "East"}},
                {"type": "Polygon", "id": "03", "arcs": [[3]]},
            ],
        },
        "rivers": {"type": "GeometryCollection", "geometries": [{"type": "LineString", "arcs": [0]}]},
    },
}  # fmt: skip


@pytest.fixture
def squares(tmp_path) -> Topology:
    path = tmp_path / "squares.json"
    path.write_text(json.dumps(SQUARES))
    return Topology(path)


def test_rings_are_joined_in_degrees_and_slivers_left_out(squares):
    west, east = squares.shapes("states")
    assert (west.id, west.properties["name"]) == ("01", "West")
    assert west.polygons == [[[(-89, 30), (-89, 31), (-90, 31), (-90, 30), (-89, 30)]]]
    assert east.polygons[0][0][0] == east.polygons[0][0][-1] == (-89, 30)


def test_inner_borders_are_the_shared_arcs(squares):
    assert list(squares.borders("states")) == [[(-89, 30), (-89, 31)]]
    assert list(squares.borders("states", gu="CAN")) == []


def test_lines_are_decoded(squares):
    assert list(squares.lines("rivers")) == [[(-89, 30), (-89, 31)]]
