"""The score of R-01: the oracle of the domain, its bounds, and what each input does to it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from townsite.policies.registry import key_named
from townsite.territories.placement.scoring import Inputs, parts_of, total

WEIGHTS = key_named("placement.weights").default
ORACLE = Inputs(
    minutes=36,
    drive_limit=120,
    used=62,
    weight=2,
    limit=100,
    sites=12,
    mean_sites=14,
    block=1.5,
    preference=0.5,
)
AMOUNT = st.floats(0, 500)
INPUTS = st.builds(
    Inputs,
    minutes=AMOUNT | st.just(float("nan")),
    drive_limit=st.floats(10, 600),
    used=AMOUNT,
    weight=st.floats(0.1, 10),
    limit=st.floats(1, 1000),
    sites=st.integers(0, 300),
    # A mean of counts is 0 or at least one site over all territories.
    mean_sites=st.just(0.0) | st.floats(0.001, 500),
    block=st.floats(1, 10),
    preference=st.floats(0, 1),
)


def score(given: Inputs) -> float:
    return float(total(parts_of(given), WEIGHTS))


def test_the_oracle_of_the_domain():
    parts = parts_of(ORACLE)
    assert [round(float(part), 3) for part in parts] == [0.70, 0.36, 0.571, 0.5]
    assert score(ORACLE) == pytest.approx(0.552, abs=0.0005)


@settings(deadline=None)
@given(INPUTS)
def test_parts_and_score_stay_between_0_and_1(inputs):
    assert all(0 <= float(part) <= 1 for part in parts_of(inputs))
    assert 0 <= score(inputs) <= 1 + 1e-9


@settings(deadline=None)
@given(INPUTS, st.sampled_from(["minutes", "used", "weight", "sites"]), st.floats(0.1, 100))
def test_more_drive_load_weight_or_sites_never_raise_the_score(inputs, name, more):
    if getattr(inputs, name) != getattr(inputs, name):  # an unknown drive has nothing to add to
        return
    worse = inputs._replace(**{name: getattr(inputs, name) + more})
    assert score(worse) <= score(inputs) + 1e-9


@settings(deadline=None)
@given(INPUTS)
def test_an_unknown_drive_counts_as_no_nearness(inputs):
    unknown = inputs._replace(minutes=float("nan"))
    assert float(parts_of(unknown).proximity) == 0


def test_half_the_mean_gives_the_full_balance_as_r_05_wants():
    assert float(parts_of(ORACLE._replace(sites=6)).balance) == 1
    assert float(parts_of(ORACLE._replace(sites=7)).balance) < 1


def test_before_the_first_site_every_territory_is_in_balance():
    assert float(parts_of(ORACLE._replace(sites=0, mean_sites=0)).balance) == 1
