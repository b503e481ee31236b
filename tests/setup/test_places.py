import os
from pathlib import Path

import pytest

from setup_steps.cluster import places
from setup_steps.cluster.account import Account
from setup_steps.cluster.places import LONGEST_SOCKET, PORT, socket_folder
from setup_steps.errors import SetupError

ME = Account("me", os.geteuid(), os.getegid())


@pytest.fixture(autouse=True)
def _own_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "TEMPORARY", tmp_path)


def test_plain_short_path_is_used_itself() -> None:
    assert socket_folder(Path("/srv/townsite/.local/postgres"), ME) == Path(
        "/srv/townsite/.local/postgres"
    )


@pytest.mark.parametrize(("spare", "is_itself"), [(0, True), (-1, False)])
def test_the_limit_counts_bytes_of_the_whole_socket_path(spare: int, *, is_itself: bool) -> None:
    room = LONGEST_SOCKET - len(f"/.s.PGSQL.{PORT}") - spare
    data = Path("/" + "x" * (room - 1))
    assert (socket_folder(data, ME) == data) is is_itself


def test_odd_letters_get_a_private_short_folder(tmp_path: Path) -> None:
    folder = socket_folder(Path("/srv/a b/é"), ME)
    assert folder.parent == tmp_path
    assert folder.stat().st_mode & 0o777 == 0o700
    assert socket_folder(Path("/srv/a b/é"), ME) == folder
    assert socket_folder(Path("/srv/a c/é"), ME) != folder


def test_a_short_folder_open_to_others_is_refused() -> None:
    socket_folder(Path("/srv/a b"), ME).chmod(0o777)
    with pytest.raises(SetupError, match="is not a private folder of me"):
        socket_folder(Path("/srv/a b"), ME)


def test_a_link_put_in_its_place_is_refused(tmp_path: Path) -> None:
    folder = socket_folder(Path("/srv/a b"), ME)
    folder.rmdir()
    (tmp_path / "target").mkdir(mode=0o700)
    folder.symlink_to(tmp_path / "target")
    with pytest.raises(SetupError, match="not a private folder"):
        socket_folder(Path("/srv/a b"), ME)
