"""GDAL, and so QGIS, reads the OGC API with a person's session and sees only their reach."""

import os
import re
import shutil
import subprocess

import pytest

from tests.journeys.conftest import DESK

pytestmark = pytest.mark.skipif(
    not shutil.which("ogrinfo"), reason="Debian's gdal-bin is missing; bin/test installs it"
)


def ogrinfo(page, portal: str, *words: str) -> str:
    """What ogrinfo says, with the cookie of the page's person."""
    cookies = {each["name"]: each["value"] for each in page.context.cookies()}
    env = {**os.environ, "GDAL_HTTP_COOKIE": f"sessionid={cookies['sessionid']}"}
    command = ["ogrinfo", "-ro", f"OAPIF:{portal}/api/ogc", *words]
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, timeout=120, env=env
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_gdal_reads_sites_and_boundaries_within_reach(open_page, portal):
    seen = {}
    for person in ("admin", "district"):
        page = open_page(person, viewport=DESK)
        told = ogrinfo(page, portal, "-so", "sites")
        assert "Geometry: Point" in told
        assert "facility_type: String" in told
        seen[person] = int(re.search(r"Feature Count: (\d+)", told)[1])
        listed = ogrinfo(page, portal)
        assert "territories" in listed
    assert seen["admin"] > seen["district"] > 0
    page = open_page("admin")
    told = ogrinfo(page, portal, "-q", "territories", "-where", "code = 'ATLANTA1'")
    assert "MULTIPOLYGON" in told
    assert "code (String) = ATLANTA1" in told
