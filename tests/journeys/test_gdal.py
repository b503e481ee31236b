"""GDAL, and so QGIS, reads the OGC API with a person's token and sees only its scope."""

import os
import re
import shutil
import subprocess

import pytest

pytestmark = pytest.mark.skipif(
    not shutil.which("ogrinfo"), reason="Debian's gdal-bin is missing; bin/test installs it"
)


def token_of(page, *scopes: str, territories: str = "") -> str:
    """A token made by the page's person under their account."""
    page.goto("/preferences/tokens/")
    page.get_by_role("link", name="New token").first.click()
    page.get_by_label("Name").fill("QGIS")
    for scope in scopes:
        page.get_by_label(scope).check()
    page.get_by_label("Only in these territories").fill(territories)
    page.get_by_role("button", name="Make token").click()
    return str(page.get_by_label("Secret").input_value())


def bearer(secret: str) -> dict[str, str]:
    return {"GDAL_HTTP_HEADERS": f"Authorization: Bearer {secret}"}


def basic(secret: str) -> dict[str, str]:
    """As QGIS sends it."""
    return {"GDAL_HTTP_AUTH": "BASIC", "GDAL_HTTP_USERPWD": f"qgis:{secret}"}


def ogrinfo(portal: str, options: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    """What ogrinfo does with these options of GDAL."""
    command = ["ogrinfo", "-ro", f"OAPIF:{portal}/api/ogc", *words]
    env = {**os.environ, **options}
    return subprocess.run(
        command, check=False, capture_output=True, text=True, timeout=120, env=env
    )


def told(portal: str, options: dict[str, str], *words: str) -> str:
    done = ogrinfo(portal, options, *words)
    assert done.returncode == 0, done.stderr
    return done.stdout


def count(portal: str, options: dict[str, str]) -> int:
    found = told(portal, options, "-so", "sites")
    assert "Geometry: Point" in found
    assert "facility_type: String" in found
    return int(re.search(r"Feature Count: (\d+)", found)[1])


def test_gdal_reads_what_each_token_reaches(open_page, portal):
    read = ("Read sites and their placement", "Read territories and boundaries")
    page = open_page("admin")
    everything = token_of(page, *read)
    atlanta = token_of(page, *read, territories="ATLANTA1")
    district = token_of(open_page("district"), *read)
    seen = [count(portal, bearer(each)) for each in (everything, district, atlanta)]
    assert seen[0] > seen[1] > 0
    assert seen[0] > seen[2] > 0
    assert count(portal, basic(atlanta)) == seen[2]
    listed = told(portal, bearer(atlanta), "-q", "territories", "-where", "code = 'ATLANTA1'")
    assert "MULTIPOLYGON" in listed
    assert "code (String) = ATLANTA1" in listed


def test_gdal_filters_on_the_server(open_page, portal):
    secret = bearer(token_of(open_page("admin"), "Read sites and their placement"))
    hotels = told(portal, secret, "-so", "sites", "-where", "facility_type = 'hotel'")
    box = told(portal, secret, "-so", "sites", "-spat", "-85", "33", "-84", "34")
    every = count(portal, secret)
    for found in (hotels, box):
        assert 0 < int(re.search(r"Feature Count: (\d+)", found)[1]) < every


def test_gdal_gets_nothing_without_a_token_or_after_it_is_revoked(open_page, portal):
    assert "Feature Count" not in ogrinfo(portal, {}, "-so", "sites").stdout
    page = open_page("admin")
    secret = token_of(page, "Read sites and their placement")
    assert count(portal, bearer(secret)) > 0
    page.goto("/preferences/tokens/")
    page.get_by_role("button", name="Revoke QGIS").first.click()
    page.get_by_role("button", name="Continue").click()
    page.get_by_text("No longer in use").wait_for()
    assert "Feature Count" not in ogrinfo(portal, bearer(secret), "-so", "sites").stdout
