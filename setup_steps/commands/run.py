"""`bin/run`: sets up whatever is missing, then serves Townsite until Ctrl-C."""

import argparse
import json
import os
import shutil
import socket
import time
from pathlib import Path

from setup_steps.cluster.server import Cluster
from setup_steps.cluster.sharing import cluster_in_use, is_in_use
from setup_steps.environment import outside_database
from setup_steps.errors import SetupError
from setup_steps.ports import free_port, lan_address
from setup_steps.progress import Progress
from setup_steps.project import Project, this_project
from setup_steps.services import Services, Stopped, stop_on_signals
from setup_steps.setup import Setup
from setup_steps.steps.content import ACCOUNTS_FILE

# No data but tools, caches, settings of this machine; and backups, for second thoughts.
KEPT_ON_FRESH = ("tools", "logs", "steps", "basemap.pmtiles", "postgres.conf", "backups")


def main(arguments: list[str]) -> int:
    """0 after Ctrl-C or SIGTERM; 1 when something did not start."""
    given = _parser().parse_args(arguments)
    project = this_project()
    host = "0.0.0.0" if given.lan else "127.0.0.1"  # noqa: S104 - asked for by --lan
    stop_on_signals()
    began = time.monotonic()
    try:
        port = free_port(given.port, host)
        Setup(project).machine()
        if given.fresh:
            wipe(project)
        with cluster_in_use(project):
            Setup(project).for_running(empty=given.empty)
            _serve(project, host, port, began)
    except (KeyboardInterrupt, Stopped):
        Progress().say("\nStopped.")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bin/run", description=__doc__)
    parser.add_argument("--port", type=int, help="default: the first free one from 8000 on")
    parser.add_argument("--lan", action="store_true", help="let other machines of the network in")
    parser.add_argument("--empty", action="store_true", help="no demo portfolio on the first run")
    parser.add_argument(
        "--fresh",
        action="store_true",
        help="first delete ALL data: database, uploads, key (backups stay)",
    )
    return parser


def wipe(project: Project) -> None:
    """Deletes the data made on this machine; tools and backups stay.

    Raises SetupError with DATABASE_URL set, as a database outside is not ours to delete, and
    while anybody serves or tests here.
    """
    if outside_database():
        raise SetupError("--fresh deletes only the private cluster, but DATABASE_URL is set.")
    if not project.local.exists():
        return
    if is_in_use(project):
        raise SetupError("Townsite is running in this folder. Stop it before --fresh.")
    Cluster(project).destroy()
    for entry in project.local.iterdir():
        if entry.name in KEPT_ON_FRESH or entry.suffix in {".lock", ".users"}:
            continue
        shutil.rmtree(entry) if entry.is_dir() else entry.unlink()


def _serve(project: Project, host: str, port: int, began: float) -> None:
    services = Services(project)
    shown = lan_address() if host == "0.0.0.0" else "127.0.0.1"  # noqa: S104 - only compared
    hosts = ["localhost", "127.0.0.1", "[::1]", shown, socket.gethostname()]
    names = os.environ.get("TOWNSITE_HOSTS") or ",".join(hosts)
    try:
        with Progress().step("Web server, live server and worker"):
            live = free_port(None, host, after=port)
            told = {"TOWNSITE_HOSTS": names, "TOWNSITE_LIVE": f":{live}"}
            services.start("web server", web_command(project, host, port), told)
            services.start("live server", live_command(project, host, live), told)
            services.start("worker", [str(project.python), "manage.py", "work"], {})
            services.wait_until_answers(f"http://127.0.0.1:{port}/accounts/login/")
        _welcome(project, f"http://{shown}:{port}/", time.monotonic() - began)
        services.watch()
    finally:
        services.stop()


def web_command(project: Project, host: str, port: int) -> list[str]:
    """The server granian in WSGI mode; 16 threads, as fewer starve keep-alive connections."""
    server = [str(project.venv / "bin" / "granian"), "--interface", "wsgi"]
    server += ["--host", host, "--port", str(port), "--workers", "1", "--blocking-threads", "16"]
    return [*server, "--log-level", "warning", "--no-ws", "townsite.config.wsgi:application"]


def live_command(project: Project, host: str, port: int) -> list[str]:
    """The server of event streams: granian in ASGI mode, so that idle streams take no thread."""
    server = [str(project.venv / "bin" / "granian"), "--interface", "asgi"]
    server += ["--host", host, "--port", str(port), "--workers", "1"]
    return [*server, "--log-level", "warning", "--no-ws", "townsite.config.asgi:application"]


def _welcome(project: Project, address: str, seconds: float) -> None:
    progress = Progress()
    progress.say(f"\nTownsite is ready after {seconds:.1f} s:  {address}")
    for account in demo_accounts(project.local / ACCOUNTS_FILE):
        progress.say(f"  sign in as {account['email']}  {account['password']}  ({account['what']})")
    progress.say(f"Ctrl-C stops it. Logs: {project.local / 'logs'}\n")


def demo_accounts(file: Path) -> list[dict[str, str]]:
    """The accounts that the demo, or the first administrator, left to be printed."""
    if not file.exists():
        return []
    accounts: list[dict[str, str]] = json.loads(file.read_text())
    return accounts
