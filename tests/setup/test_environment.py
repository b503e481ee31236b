import os

import pytest

from setup_steps.environment import environment, outside_database
from setup_steps.errors import SetupError
from setup_steps.project import Project


def test_own_programs_come_first(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    made = environment(project)
    assert made["PATH"].split(os.pathsep)[0] == str(project.venv / "bin")
    assert made["TOWNSITE_LOCAL"] == str(project.local)
    assert "PYTHONPATH" not in made


def test_chosen_settings_are_kept(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "townsite.config.settings.production")
    assert environment(project)["DJANGO_SETTINGS_MODULE"].endswith("production")


def test_outside_database_needs_both_roles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("DATABASE_OWNER_URL", raising=False)
    assert outside_database() is None
    monkeypatch.setenv("DATABASE_URL", "postgresql://app@db/townsite")
    with pytest.raises(SetupError, match="DATABASE_OWNER_URL is not"):
        outside_database()
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://owner@db/townsite")
    assert outside_database() == "postgresql://app@db/townsite"
