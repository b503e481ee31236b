"""Where the cluster's data and its socket go."""

import hashlib
import os
import re
from pathlib import Path

from setup_steps.cluster.account import Account
from setup_steps.errors import SetupError

PORT = 5432
# sun_path holds 108 bytes with its closing zero on Linux, 104 on macOS.
LONGEST_SOCKET = 103 if os.uname().sysname == "Darwin" else 107
SHELTER = Path("/var/lib/townsite")
TEMPORARY = Path("/tmp")  # noqa: S108 - not the session's TMPDIR: every terminal must find it


def data_folder(local: Path) -> Path:
    """Where the cluster's files are: `.local/postgres`, or where that link points."""
    return (local / "postgres").resolve()


def make_data_folder(local: Path, account: Account) -> Path:
    """The empty data folder, private to the account.

    A project in a home folder that is closed to the account (root's, say) gets its data under
    /var/lib, with `.local/postgres` a link to it.
    """
    local.mkdir(parents=True, exist_ok=True)
    data = data_folder(local)
    if not data.exists() and not account.may_enter(local):
        SHELTER.mkdir(parents=True, exist_ok=True)
        SHELTER.chmod(0o755)  # whatever the umask: the account has to pass through
        data = SHELTER / _digest(local)
        (local / "postgres").unlink(missing_ok=True)
        (local / "postgres").symlink_to(data)
    data.mkdir(mode=0o700, exist_ok=True)
    if os.geteuid() == 0:
        os.chown(data, account.uid, account.gid)
    return data


def socket_folder(data: Path, account: Account) -> Path:
    """A folder whose socket path every client can use: the data folder, or a short one.

    Raises SetupError when the short folder belongs to somebody else.
    """
    plain = re.fullmatch(r"[\w./+@-]+", str(data), re.ASCII)
    if plain and len(os.fsencode(data / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET:
        return data
    short = TEMPORARY / f"townsite-{account.uid}-{_digest(data)}"
    if not short.exists():
        short.mkdir(mode=0o700)
        if os.geteuid() == 0:
            os.chown(short, account.uid, account.gid)
    status = short.lstat()
    if status.st_uid != account.uid or status.st_mode & 0o7077 or short.is_symlink():
        raise SetupError(
            f"The socket folder {short} is not a private folder of {account.name}."
            " Maybe somebody else made it: remove it and try again."
        )
    return short


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path.absolute())).hexdigest()[:10]
