import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from engines.districting import Problem, Stop, adjacency_of, bridges_of, solve

COORDINATE = st.integers(0, 6).map(float)


@given(st.lists(st.tuples(COORDINATE, COORDINATE), min_size=1, max_size=30))
def test_all_sites_are_connected_wherever_they_lie(points):
    pairs = adjacency_of(points)
    assert (pairs[:, 0] != pairs[:, 1]).all()
    graph = coo_matrix((np.ones(len(pairs)), pairs.T), shape=(len(points), len(points)))
    assert connected_components(graph, directed=False)[0] == 1


def test_a_square_has_its_sides_and_one_diagonal():
    pairs = {
        tuple(sorted(pair)) for pair in adjacency_of([(0, 0), (0, 1), (1, 0), (1, 1)]).tolist()
    }
    assert len(pairs) == 5
    assert {(0, 1), (0, 2), (1, 3), (2, 3)} < pairs


@pytest.mark.parametrize("points", [[(0, 0)], [(0, 0), (2, 2)], [(0, 0), (2, 2), (1, 1)]])
def test_sites_on_a_line_are_neighbors_in_their_order(points):
    pairs = {tuple(sorted(pair)) for pair in adjacency_of(points).tolist()}
    assert len(pairs) == len(points) - 1
    assert (0, 1) not in pairs or len(points) == 2


@given(st.lists(st.tuples(COORDINATE, COORDINATE), min_size=2, max_size=20, unique=True))
def test_bridges_join_every_island_to_its_nearest(points):
    alone = np.zeros((0, 2), np.int64)
    bridges = bridges_of(points, alone)
    graph = coo_matrix((np.ones(len(bridges)), bridges.T), shape=(len(points), len(points)))
    assert connected_components(graph, directed=False)[0] == 1
    assert len(bridges) == len(points) - 1
    assert len(bridges_of(points, bridges)) == 0


def test_territories_in_pieces_today_are_no_start_where_contiguity_binds():
    random = np.random.default_rng(1)
    where = random.uniform(0, 10, (24, 2))
    asked = Problem(
        territories=3,
        weights=np.ones(24),
        positions=where,
        adjacency=adjacency_of(where),
        current=np.arange(24) % 3,
        move_budget=24,
    )
    assert solve(asked, stop=Stop(seconds=None, steps=4_000)).certificate.holds
