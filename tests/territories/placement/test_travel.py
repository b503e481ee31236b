"""The estimate of drives: the same in Python and in SQL, and never slower for being nearer."""

import numpy as np
import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from townsite.policies.registry import key_named
from townsite.sites.great_circle import distance_m
from townsite.territories.placement.travel import (
    BANDS,
    Bands,
    TravelPolicy,
    estimate,
    great_circle_m,
    straight_sql,
    travel_sql,
)

KEYS = ("travel_bands_km", "circuity", "assumed_speed_km_per_hour")
BUILT_IN = TravelPolicy(*(Bands.of(key_named(f"placement.{key}").default) for key in KEYS))
METRES = st.floats(0, 5_000_000)
DEGREES = st.tuples(st.floats(-180, 180), st.floats(-85, 85))


def test_bands_of_ten_and_two_hundred_kilometres():
    travel = estimate([10_000, 200_000], BUILT_IN)
    assert travel.metres == pytest.approx([13_500, 240_000])
    assert travel.minutes == pytest.approx([13.5 / 40 * 60, 240 / 90 * 60])


def test_between_two_bands_both_change_evenly():
    [road], [minutes] = (estimate([32_500], BUILT_IN).metres, estimate([32_500], BUILT_IN).minutes)
    assert road == pytest.approx(32_500 * 1.325)
    assert minutes == pytest.approx(32.5 * 1.325 / 52.5 * 60)


@settings(deadline=None)
@given(METRES, METRES)
def test_nearer_is_never_slower(one, other):
    near, far = sorted((one, other))
    travel = estimate([near, far], BUILT_IN)
    assert travel.minutes[0] <= travel.minutes[1] + 1e-9
    assert travel.metres[0] <= travel.metres[1] + 1e-6


@settings(deadline=None)
@given(DEGREES, DEGREES)
def test_arrays_and_single_points_lie_equally_far_apart(one, other):
    assert float(great_circle_m(*one, *other)) == pytest.approx(
        distance_m(*one, *other), rel=1e-6, abs=0.2
    )


def test_an_unknown_point_gives_no_drive():
    assert np.isnan(estimate([np.nan], BUILT_IN).minutes[0])


def test_the_sql_form_says_the_same(db):
    columns = {f"km_{b}": getattr(BUILT_IN.km, b) for b in BANDS}
    columns |= {f"circuity_{b}": getattr(BUILT_IN.circuity, b) for b in BANDS}
    columns |= {f"km_per_hour_{b}": getattr(BUILT_IN.km_per_hour, b) for b in BANDS}
    policy = ", ".join(f"{value}::float8 AS {name}" for name, value in columns.items())
    points = [(-76.3, 36.9, -77.0, 38.9), (-76.3, 36.9, -76.31, 36.91), (-118.2, 34.0, -70.9, 42.3)]
    for x, y, other_x, other_y in points:
        straight = straight_sql(
            f"ST_SetSRID(ST_MakePoint({x}, {y}), 4326)",
            f"ST_SetSRID(ST_MakePoint({other_x}, {other_y}), 4326)",
        )
        road, minutes = travel_sql(straight, "p.")
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {road}, {minutes} FROM (SELECT {policy}) p")
            said = cursor.fetchone()
        travel = estimate(great_circle_m(x, y, other_x, other_y), BUILT_IN)
        assert said == pytest.approx((float(travel.metres), float(travel.minutes)), rel=1e-6)
