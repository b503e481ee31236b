import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from setup_steps.commands.run import demo_accounts, live_command, web_command, wipe
from setup_steps.errors import SetupError
from setup_steps.project import Project
from tests.setup.conftest import Copy


def test_the_server_listens_where_it_was_told(project: Project) -> None:
    words = web_command(project, "127.0.0.1", 8123)
    assert words[words.index("--port") + 1] == "8123"
    assert words[words.index("--host") + 1] == "127.0.0.1"
    assert words[words.index("--interface") + 1] == "wsgi"


def test_event_streams_have_a_server_of_their_own(project: Project) -> None:
    words = live_command(project, "127.0.0.1", 8124)
    assert words[words.index("--interface") + 1] == "asgi"
    assert words[-1] == "townsite.config.asgi:application"


def test_accounts_to_print_are_those_the_demo_left(tmp_path: Path) -> None:
    file = tmp_path / "demo_accounts.json"
    assert demo_accounts(file) == []
    account = {"email": "a@example.com", "password": "secret", "what": "sees everything"}
    file.write_text(json.dumps([account]))
    assert demo_accounts(file) == [account]


def test_fresh_never_touches_a_database_outside(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://app@db/townsite")
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://owner@db/townsite")
    (project.local / "media").mkdir(parents=True)
    with pytest.raises(SetupError, match="DATABASE_URL is set"):
        wipe(project)
    assert (project.local / "media").exists()


@pytest.mark.parametrize("script", ["run", "test", "bench", "backup", "restore", "lock", "pg"])
def test_every_script_explains_itself(copy_at: Callable[[str], Copy], script: str) -> None:
    done = copy_at("helpful").command(script, "--help")
    assert done.returncode == 0, done.stderr
    assert f"usage: bin/{script}" in done.stdout


def test_a_single_command_needs_the_set_up_first(copy_at: Callable[[str], Copy]) -> None:
    done = copy_at("bare").command("townsite", "doctor")
    assert done.returncode == 1
    assert "Maybe start it once: bin/run" in done.stderr


def test_scripts_run_from_any_folder(copy_at: Callable[[str], Copy], tmp_path: Path) -> None:
    copy = copy_at("any folder")
    done = subprocess.run(
        [copy.root / "bin" / "pg", "status"],
        check=False, cwd=tmp_path, capture_output=True, text=True, env=copy.environment,
    )  # fmt: skip
    assert done.returncode == 3
    assert "stopped" in done.stdout
