import time

from django.db import connection

from townsite.common.ids import uuid7


def test_ids_are_version_7_and_sort_by_time():
    first = uuid7()
    time.sleep(0.002)
    second = uuid7()
    assert first.version == second.version == 7
    assert first < second


def test_the_database_makes_them_alike(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT uuid7(), pg_sleep(0.002), uuid7()")
        first, _, second = cursor.fetchone()
    assert first.version == second.version == 7
    assert first < second
    assert abs((first.int >> 80) - (uuid7().int >> 80)) < 10_000  # both count milliseconds
