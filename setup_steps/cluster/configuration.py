"""PostgreSQL settings for the machine at hand."""

import os
from pathlib import Path

MB = 1024 * 1024
CGROUP_LIMITS = (
    Path("/sys/fs/cgroup/memory.max"),
    Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
)
FILE = "townsite.conf"
OVERRIDES = "postgres.conf"


def memory_bytes() -> int:
    """The memory this machine or container may use."""
    physical = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    limits = [int(text) for text in map(_text, CGROUP_LIMITS) if text.isdigit()]
    return min([physical, *limits])


def _text(file: Path) -> str:
    try:
        return file.read_text().strip()
    except OSError:
        return ""


def _share(memory: int, part: int, least: int, most: int) -> str:
    """One part of the memory within bounds (megabytes), as PostgreSQL writes it."""
    return f"{max(least, min(most, memory // MB // part))}MB"


def settings(memory: int, socket_folder: Path, *, has_lz4: bool = False) -> dict[str, str]:
    """Values for townsite.conf; memory shares follow PostgreSQL's own tuning advice.

    shared_buffers stays at an eighth: web, worker and tests live on the same machine. After a
    checkpoint each page is logged whole when it is first changed, some 13,000 for 1,000 scattered
    sites: lz4 compresses them at a fraction of what PostgreSQL's own method takes.
    """
    return {
        "listen_addresses": "",
        "unix_socket_directories": str(socket_folder),
        "max_connections": "120",
        "max_locks_per_transaction": "256",  # dropping a test schema locks every table at once
        "shared_buffers": _share(memory, 8, 64, 8192),
        "effective_cache_size": _share(memory, 2, 256, 65536),
        "work_mem": _share(memory, 512, 8, 64),
        "maintenance_work_mem": _share(memory, 32, 64, 1024),
        "dynamic_shared_memory_type": _shared_memory_type(),
        "random_page_cost": "1.1",
        "effective_io_concurrency": "200" if os.uname().sysname == "Linux" else "0",
        "jit": "off",  # our queries take milliseconds; compiling them takes longer
        "wal_compression": "lz4" if has_lz4 else "on",
        "max_wal_size": "4GB",
        "checkpoint_timeout": "15min",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "logging_collector": "on",
        "log_directory": "logs",
        "log_filename": "postgresql-%a.log",
        "log_truncate_on_rotation": "on",
        "log_rotation_age": "1d",
        "log_rotation_size": "0",
        "log_line_prefix": "%m [%p] %q%u@%d ",
    }


def _shared_memory_type() -> str:
    """posix, or mmap where /dev/shm is as small as containers make it (64 MB)."""
    if os.uname().sysname != "Linux":
        return "posix"
    try:
        room = os.statvfs("/dev/shm")  # noqa: S108 - only measured
    except OSError:
        return "mmap"
    return "posix" if room.f_frsize * room.f_blocks >= 512 * MB else "mmap"


def write_configuration(data: Path, values: dict[str, str], overrides: Path) -> None:
    """Puts the values, then the lines of the overrides, into townsite.conf.

    It is read after postgresql.conf; the overrides are copied because the server's account may
    not reach the folder they are in.
    """
    lines = [f"{name} = {_quoted(value)}" for name, value in values.items()]
    lines.append(f"# From {overrides}, where there is one:")
    text = "\n".join(["# Written by bin/pg at each start.", *lines, _text(overrides), ""])
    (data / FILE).write_text(text)
    (data / FILE).chmod(0o644)  # the server's account reads it; the folder itself is private
    main = data / "postgresql.conf"
    include = f"include_if_exists = '{FILE}'"
    if include not in main.read_text():
        with main.open("a") as file:
            file.write(f"\n{include}\n")


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"
