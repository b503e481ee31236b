import importlib.util
import os

import pytest

from setup_steps.errors import SetupError
from setup_steps.steps import system_packages
from setup_steps.steps.system_packages import apt_lines, install, missing_packages


def test_debian_makes_no_cluster_of_its_own() -> None:
    before, update, installing = apt_lines(["postgresql-postgis", "python3-venv"])
    assert "create_main_cluster = false" in before
    assert update == "apt-get update"
    assert installing.endswith("postgresql-postgis python3-venv")
    assert "--no-install-recommends" in installing


def test_only_what_is_missing_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(system_packages, "find_binaries", lambda: None)
    monkeypatch.setattr(system_packages, "find_browser", lambda: None)
    monkeypatch.setattr(system_packages, "find_library", lambda _: None)
    monkeypatch.setattr(system_packages.shutil, "which", lambda _: None)
    monkeypatch.setattr(system_packages.platform, "system", lambda: "Linux")
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    serving = ["postgresql-postgis", "python3-venv"]
    assert missing_packages(browser=False) == serving
    assert missing_packages(browser=True) == [*serving, "chromium", "gdal-bin", "libatomic1"]


def test_without_rights_the_exact_line_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(system_packages.platform, "system", lambda: "Linux")
    known = {"apt-get": "/usr/bin/apt-get"}
    monkeypatch.setattr(system_packages.shutil, "which", known.get)
    with pytest.raises(SetupError) as refused:
        install(["chromium"])
    assert "sudo sh -c 'DEBIAN_FRONTEND=noninteractive apt-get install" in str(refused.value)


def test_a_mac_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_packages.platform, "system", lambda: "Darwin")
    with pytest.raises(SetupError, match="brew install postgresql@17 postgis"):
        install(["postgresql-postgis"])
