"""Checks in one statement refuse exactly what Django's one by one refuse."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import models
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import make_customer, make_site, make_territory
from townsite.common.checks import CheckedAtOnce
from townsite.sites.models import Customer, Site
from townsite.territories.models import Territory

pytestmark = pytest.mark.usefixtures("db")


def refusals(ask: Any, row: models.Model, **options: Any) -> dict[str, list[str]]:
    try:
        ask(row, **options)
    except ValidationError as error:
        return error.message_dict
    return {}


def both(row: models.Model, **options: Any) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """What is refused in one statement, and what Django refuses one by one."""
    ours = refusals(CheckedAtOnce.validate_constraints, row, **options)
    return ours, refusals(models.Model.validate_constraints, row, **options)


def test_a_site_that_is_right_costs_one_statement_with_its_savepoint(
    django_assert_num_queries: Any,
) -> None:
    site = make_site()
    with django_assert_num_queries(3):
        site.validate_constraints()


WRONG = {
    "number": st.sampled_from(["0417", "41", "x"]),
    "name": st.sampled_from(["", "Harborline"]),
    "status": st.sampled_from(["draft", "active", "inactive", "merged", "gone"]),
    "facility_type": st.sampled_from(["hotel", "mixed_use", "other", "castle"]),
    "parking_mode": st.sampled_from(["", "self", "mixed"]),
    "city": st.sampled_from(["", "Norfolk"]),
    "state": st.sampled_from(["", "VA", "Virginia"]),
    "zip": st.sampled_from(["", "23510", "2351"]),
    "room_count": st.sampled_from([None, 20, -1, 9_000]),
    "parking_spaces": st.sampled_from([None, 20, 99_999]),
    "annual_revenue_cents": st.sampled_from([None, 0, -5]),
}


@settings(
    max_examples=25,
    deadline=None,
    # The row is only looked at, so one will do for all examples.
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    values=st.fixed_dictionaries({}, optional=WRONG),
    excluded=st.frozensets(st.sampled_from(sorted(WRONG)), max_size=2),
)
def test_of_a_site_the_same_is_refused(values: dict[str, Any], excluded: frozenset[str]) -> None:
    ours, djangos = both(Site(**values), exclude=excluded | {"geom3857", "search_vector"})
    assert ours == djangos


def test_a_unique_constraint_beside_the_checks_is_still_asked() -> None:
    make_customer(code="ACME")
    ours, djangos = both(Customer(name="Another", code="ACME"))
    assert ours == djangos
    assert ours


def test_of_a_territory_the_same_is_refused() -> None:
    territory: Territory = make_territory("EAST")
    assert both(territory) == ({}, {})
    territory.status, territory.code = "gone", "no code at all"
    ours, djangos = both(territory)
    assert ours == djangos
    assert ours
