"""A policy read inside a statement says what the snapshot says."""

import pytest
from django.db import connection

from tests.factories import BY
from townsite.common import clock
from townsite.policies.actions import set_policy
from townsite.policies.choices import Severity
from townsite.policies.in_sql import global_number
from townsite.policies.resolution import EVERYWHERE


def asked(key, part):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {global_number(key, part)}", {"at": clock.now()})
        return cursor.fetchone()[0]


def test_the_default_answers_until_a_value_is_set(db):
    assert asked("quality.health", "good") == 85
    set_policy(
        key="quality.health",
        scope=EVERYWHERE,
        value={"attention": 50, "good": 75},
        severity=Severity.INFO,
        reason="start-up",
        by=BY,
        at=clock.now(),
    )
    assert asked("quality.health", "good") == 75


@pytest.mark.parametrize("key", ["contact.minimum", "quality.duplicate_similarity"])
def test_a_policy_that_differs_by_place_or_is_no_mapping_is_refused(key):
    with pytest.raises(ValueError, match="no mapping of numbers with one value everywhere"):
        global_number(key, "primary")
