"""`bin/pg`: the private PostgreSQL cluster of this project."""

import argparse
import os
import sys

from setup_steps.cluster.databases import ROLES, Databases, outside_sql
from setup_steps.cluster.places import PORT
from setup_steps.cluster.server import Cluster
from setup_steps.cluster.sharing import keep_running
from setup_steps.errors import SetupError
from setup_steps.project import this_project

MAIN_DATABASE = "townsite"


def main(arguments: list[str]) -> int:
    """The exit status of one `bin/pg` command; for `status`, 3 means stopped."""
    given = _parser().parse_args(arguments)
    cluster = Cluster(this_project())
    return int(given.command(cluster, given) or 0)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bin/pg", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, function: object, text: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=text, description=text)
        command.set_defaults(command=function)
        return command

    add("start", _start, "create the cluster if there is none, and start it")
    add("stop", _stop, "stop the server; connections are cut off")
    add("status", _status, "tell whether it runs, and where")
    for name, function, text in (
        ("url", _url, "print the address of a database"),
        ("psql", _psql, "open psql (further arguments are passed on)"),
    ):
        command = add(name, function, text)
        command.add_argument("--role", choices=ROLES, default="admin" if name == "psql" else "app")
        command.add_argument(
            "--database", "-d", default=os.environ.get("TOWNSITE_DB", MAIN_DATABASE)
        )
        if name == "psql":
            command.add_argument("rest", nargs=argparse.REMAINDER)
    add("createdb", _createdb, "make a database ready for migrations").add_argument("name")
    add("dropdb", _dropdb, "remove a database").add_argument("name")
    add(
        "outside-sql", _outside_sql, "print what prepares a database on another server"
    ).add_argument("name", nargs="?", default=MAIN_DATABASE)
    add("destroy", _destroy, "stop the server and delete ALL its data").add_argument(
        "--yes", action="store_true", help="do not ask"
    )
    return parser


def start_cluster(cluster: Cluster) -> bool:
    """Whether this call started it; the main database stands ready in any case."""
    started = cluster.start()
    Databases(cluster).prepare(MAIN_DATABASE)
    return started


def _start(cluster: Cluster, _: argparse.Namespace) -> None:
    keep_running(cluster.project)  # asked for by hand: it outlasts bin/run
    word = "started" if start_cluster(cluster) else "already running"
    print(f"PostgreSQL {cluster.binaries.major} {word}, socket in {cluster.socket}")


def _stop(cluster: Cluster, _: argparse.Namespace) -> None:
    print("PostgreSQL stopped" if cluster.stop() else "PostgreSQL was not running")


def _status(cluster: Cluster, _: argparse.Namespace) -> int:
    if not cluster.is_running():
        print(f"stopped (data in {cluster.data})")
        return 3
    print(f"running as {cluster.account.name}, data in {cluster.data}, socket in {cluster.socket}")
    return 0


def _url(cluster: Cluster, given: argparse.Namespace) -> None:
    print(Databases(cluster).url(given.database, given.role))


def _psql(cluster: Cluster, given: argparse.Namespace) -> None:
    _needs_running(cluster)
    address = Databases(cluster).url(given.database, given.role)
    program = cluster.binaries.path("psql")
    rest = given.rest[1:] if given.rest[:1] == ["--"] else given.rest
    os.execv(program, [program, "-X", *rest, "-d", address])


def _createdb(cluster: Cluster, given: argparse.Namespace) -> None:
    cluster.start()
    word = "created" if Databases(cluster).prepare(given.name) else "is ready"
    print(f"Database {given.name} {word}: {Databases(cluster).url(given.name)}")


def _dropdb(cluster: Cluster, given: argparse.Namespace) -> None:
    _needs_running(cluster)
    program = cluster.binaries.path("dropdb")
    where = ["-h", str(cluster.socket), "-p", str(PORT), "-U", "postgres"]
    os.execv(program, [program, *where, "--if-exists", "--force", given.name])


def _outside_sql(_: Cluster, given: argparse.Namespace) -> None:
    print(outside_sql(given.name))


def _destroy(cluster: Cluster, given: argparse.Namespace) -> int:
    question = f"Delete all data in {cluster.data}? Type yes: "
    if not given.yes and (not sys.stdin.isatty() or input(question) != "yes"):
        print("Nothing deleted.")
        return 1
    cluster.destroy()
    print("Cluster deleted.")
    return 0


def _needs_running(cluster: Cluster) -> None:
    if not cluster.is_running():
        raise SetupError("PostgreSQL is not running. Maybe start it: bin/pg start")
