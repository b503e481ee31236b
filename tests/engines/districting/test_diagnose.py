import numpy as np
import pytest

from engines.districting import BadInput, Band, DistrictingError, Infeasible, Problem, Stop, solve

LINE = [(float(i), 0.0) for i in range(6)]


def problem(**changes):
    given = {
        "territories": 2,
        "weights": [1.0] * 6,
        "positions": LINE,
        "bands": [Band("load", upper=4)],
        "site_names": [f"0{i}17" for i in range(6)],
        "territory_names": ["T-06", "T-07"],
    }
    return Problem(**given | changes)


CASES = [
    ({"weights": [1, 1, np.nan, 1, 1, 1]}, BadInput, "weights is not a number for 0217"),
    ({"positions": [*LINE[:5], (np.nan, 0)]}, BadInput, "positions is not a number for 0517"),
    ({"positions": LINE[:5]}, BadInput, "positions has the shape"),
    ({"weights": [1, 1, -2, 1, 1, 1]}, BadInput, "weights is negative for 0217"),
    ({"weights": []}, BadInput, "no site"),
    ({"territories": 0}, BadInput, "at least one"),
    ({"positions": None}, BadInput, "either positions or distances"),
    ({"centers": [99, None]}, BadInput, "T-06 has the center 99"),
    ({"adjacency": [(0, 9)]}, BadInput, "adjacency names a site"),
    ({"bands": [Band("load", upper=0)]}, Infeasible, "total capacity of 0"),
    ({"weights": [1, 1, 1, 1, 1, 5]}, Infeasible, "0517 weighs 5 in load, more than any"),
    ({"locks": {0: 7}}, Infeasible, "locked to territory 7, which does not exist"),
    ({"locks": dict.fromkeys(range(5), 1)}, Infeasible, "T-07's locks weigh 5 in load"),
    ({"forbidden": [(0, 0), (0, 1)]}, Infeasible, "No territory may take 0017"),
    ({"apart": [(0, 1)], "together": [(0, 1)]}, Infeasible, "apart, but also together"),
    ({"apart": [(0, 1)], "locks": {0: 1, 1: 1}}, Infeasible, "both are locked to T-07"),
    ({"adjacency": [(0, 1), (2, 3)]}, Infeasible, "4 unconnected pieces"),
    (
        {"adjacency": [(0, 1), (1, 2), (2, 3), (3, 4)], "bands": [Band("load", lower=2)]},
        Infeasible,
        "The piece of the map around 0517 weighs 1 in load, less than any territory's minimum of 2",
    ),
    ({"bands": [Band("load", lower=4)]}, Infeasible, "less than the minima's sum"),
    (
        {"forbidden": [(i, 0) for i in range(5)], "bands": [Band("load", upper=4)]},
        Infeasible,
        "Only T-07 may take sites that weigh 5 in load together, against a capacity of 4",
    ),
    (
        {"forbidden": [(i, 0) for i in range(5)], "bands": [Band("load", lower=2)]},
        Infeasible,
        "T-06 must hold at least 2 of load, but all sites that they may take weigh 1",
    ),
    ({"min_sites": 4}, Infeasible, "at least 4 sites"),
    ({"max_sites": 2}, Infeasible, "at most 2 sites"),
]


@pytest.mark.parametrize(("changes", "error", "words"), CASES)
def test_bad_input_is_diagnosed_in_words(changes, error, words):
    with pytest.raises(error) as refusal:
        solve(problem(**changes))
    assert words in str(refusal.value)
    assert isinstance(refusal.value, DistrictingError)


def test_every_complaint_is_told_at_once():
    with pytest.raises(Infeasible) as refusal:
        solve(problem(forbidden=[(0, 0), (0, 1)], locks=dict.fromkeys(range(1, 6), 1)))
    assert len(refusal.value.problems) == 2


def test_sites_on_one_spot_are_no_problem():
    spot = problem(positions=[(0.0, 0.0)] * 6, bands=[Band("load", upper=3)])
    solution = solve(spot, stop=Stop(seconds=None, steps=1000))
    assert solution.plan.value == 0
