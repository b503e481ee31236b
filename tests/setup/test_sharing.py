"""Who serves or tests keeps the cluster up; the last one out stops it."""

from collections.abc import Callable

import pytest

from setup_steps.cluster.binaries import find_binaries
from setup_steps.cluster.server import Cluster
from setup_steps.cluster.sharing import cluster_in_use, is_in_use
from setup_steps.commands.run import wipe
from setup_steps.errors import SetupError
from setup_steps.project import Project
from tests.setup.conftest import Copy

pytestmark = pytest.mark.skipif(
    find_binaries() is None, reason="PostgreSQL with PostGIS is not installed"
)


@pytest.fixture
def project(copy_at: Callable[[str], Copy], monkeypatch: pytest.MonkeyPatch) -> Project:
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        monkeypatch.delenv(name, raising=False)
    root = copy_at("shared").root
    return Project(root=root, local=root / ".local")


def test_the_last_user_stops_what_the_first_one_started(project: Project) -> None:
    cluster = Cluster(project)
    with cluster_in_use(project):
        cluster.start()
        with cluster_in_use(project):
            assert is_in_use(project)
        assert cluster.is_running()
    assert not cluster.is_running()
    assert not is_in_use(project)


def test_a_cluster_started_by_hand_stays_up(project: Project) -> None:
    cluster = Cluster(project)
    cluster.start()
    with cluster_in_use(project):
        pass
    assert cluster.is_running()


def test_fresh_deletes_data_but_not_backups_and_not_under_a_user(project: Project) -> None:
    Cluster(project).start()
    for name in ("backups/monday.tar", "media/plan.pdf", "secret_key"):
        (project.local / name).parent.mkdir(exist_ok=True)
        (project.local / name).write_text("kept?")
    with cluster_in_use(project), pytest.raises(SetupError, match="is running in this folder"):
        wipe(project)
    assert (project.local / "secret_key").exists()
    wipe(project)
    assert not Cluster(project).exists()
    left = {entry.name for entry in project.local.iterdir()}
    assert left == {"backups", "postgres.lock", "postgres.users"}
