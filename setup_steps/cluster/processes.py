"""Which processes really serve a data folder, whatever a pid file says.

A pid file outlives a killed server; its number may belong to a zombie that nobody reaped or,
after a restart of the machine, to a stranger. The working folder of a PostgreSQL process is
its data folder, so that is what we look at.
"""

import subprocess
from pathlib import Path

PROC = Path("/proc")


def servers_in(data: Path, proc: Path = PROC) -> list[int]:
    """Numbers of the living PostgreSQL processes working in this data folder."""
    if not proc.is_dir():
        return _from_pid_file(data)
    found = [int(entry.name) for entry in proc.iterdir() if entry.name.isdigit()]
    return sorted(pid for pid in found if _serves(proc / str(pid), data))


def _serves(process: Path, data: Path) -> bool:
    try:
        state = (process / "stat").read_text().rpartition(")")[2].split()[0]
        name = (process / "comm").read_text()
        folder = (process / "cwd").readlink()
    except (OSError, IndexError):  # it ended meanwhile, or belongs to somebody else
        return False
    return state not in "ZX" and name.startswith("postgres") and folder == data.resolve()


def _from_pid_file(data: Path) -> list[int]:
    """As `servers_in`, for systems without /proc (macOS): the pid file checked against ps."""
    pid = postmaster_pid(data)
    command = ["ps", "-o", "stat=,command=", "-p", str(pid)]
    answer = subprocess.run(command, check=False, capture_output=True, text=True).stdout
    alive = pid and "postgres" in answer and str(data) in answer and not answer.startswith("Z")
    return [pid] if pid and alive else []


def postmaster_pid(data: Path) -> int | None:
    """The number in postmaster.pid, right or stale; None when there is no readable one."""
    try:
        return int((data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def socket_folder_in_use(data: Path) -> Path | None:
    """The socket folder that the server wrote into its pid file (line 5), if any."""
    try:
        return Path((data / "postmaster.pid").read_text().split("\n")[4])
    except (OSError, IndexError):
        return None
