"""The doctor's findings on the test's own database, spoiled for each one on purpose."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection, connections

from tests.database import as_superuser
from townsite.common.doctor.content import _gazetteer, content_findings
from townsite.common.doctor.finding import Finding, Verdict
from townsite.common.doctor.machine import machine_findings
from townsite.common.doctor.server import server_findings

pytestmark = pytest.mark.django_db(databases=["default", "owner"], transaction=False)


def by_title(findings: Iterator[Finding]) -> dict[str, Finding]:
    return {one.title: one for one in findings}


@pytest.fixture
def superuser(django_db_setup: None) -> Iterator[psycopg.Connection[Any]]:
    """A superuser in the database of this test's worker."""
    with as_superuser() as elsewhere:
        address = elsewhere.info
        with psycopg.connect(
            host=address.host,
            port=address.port,
            user=address.user,
            dbname=connection.settings_dict["NAME"],
            autocommit=True,
        ) as here:
            yield here


def test_a_prepared_database_is_well() -> None:
    found = by_title(server_findings())
    assert {one.verdict for one in found.values()} == {Verdict.OK}
    assert found["App role under row security"].detail == "townsite_app"


def test_a_missing_mark_is_named_with_its_way_out(superuser: psycopg.Connection[Any]) -> None:
    superuser.execute("ALTER FUNCTION ts_match_vq(tsvector, tsquery) NOT LEAKPROOF")
    try:
        mark = by_title(server_findings())["LEAKPROOF marks"]
    finally:
        superuser.execute("ALTER FUNCTION ts_match_vq(tsvector, tsquery) LEAKPROOF")
    assert mark.verdict is Verdict.WARN
    assert mark.detail == "1 missing: ts_match_vq"
    assert "bin/pg outside-sql" in mark.way_out


def test_a_table_owned_by_the_app_role_fails(superuser: psycopg.Connection[Any]) -> None:
    superuser.execute("CREATE TABLE doctor_probe (n int)")
    superuser.execute("ALTER TABLE doctor_probe OWNER TO townsite_app")
    try:
        finding = by_title(server_findings())["App role owns no table"]
    finally:
        superuser.execute("DROP TABLE doctor_probe")
    assert finding.verdict is Verdict.FAIL
    assert "doctor_probe" in finding.detail


def test_content_is_there_but_no_worker() -> None:
    found = by_title(content_findings())
    assert found["Migrations"].verdict is Verdict.OK
    assert found["Gazetteer"].verdict is Verdict.OK
    assert found["Worker"].verdict is Verdict.WARN
    assert "bin/townsite work" in found["Worker"].way_out


def test_an_empty_gazetteer_is_a_warning() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("DELETE FROM sites_place")
    assert _gazetteer("owner").verdict is Verdict.WARN


def test_files_that_are_missing_are_told(settings: Any, tmp_path: Path) -> None:
    settings.LOCAL = tmp_path
    settings.DJANGO_VITE = {"default": {"manifest_path": tmp_path / "manifest.json"}}
    settings.SECRET_KEY = "only-for-checks-that-need-no-secret"
    found = by_title(machine_findings())
    assert found["Front end"].verdict is Verdict.FAIL
    assert found["Base map"].verdict is Verdict.WARN
    assert found["Secret key"].verdict is Verdict.FAIL
    settings.SECRET_KEY = "x" * 50
    (tmp_path / "manifest.json").touch()
    (tmp_path / "basemap.pmtiles").touch()
    again = by_title(machine_findings())
    assert {again[title].verdict for title in ("Front end", "Base map", "Secret key")} == {
        Verdict.OK
    }


def test_command_ends_with_1_when_something_fails(
    settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.SECRET_KEY = "short"
    with pytest.raises(SystemExit) as ended:
        call_command("doctor")
    assert ended.value.code == 1
    printed = capsys.readouterr().out
    assert "✗ Secret key" in printed
    assert "bin/run makes one" in printed
