"""tipg, the peer that the tiles are measured against, on the same table of the same database."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

from django.db import connections

from benchmarks.harness.serving import HOST, ROOT, START_SECONDS, Client, free_port


@contextmanager
def serving_tipg() -> Iterator[int]:
    """The port of tipg under uvicorn with one process, stopped afterwards.

    It reads as the owner: under row-level security it has no way to say who asks. Its own limit of
    10,000 features a tile stays, though it leaves sites out: without it far tiles take seconds.
    """
    known = connections["owner"].get_connection_params()
    address = (
        f"postgresql://{known['user']}@{quote(known['host'], safe='')}"
        f":{known.get('port', 5432)}/{known['dbname']}"
    )
    port = free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": address,
        "TIPG_DB_SCHEMAS": '["public"]',
        "TIPG_DB_TABLES": '["public.sites_site"]',
        "TIPG_TABLE_CONFIG__public_sites_site__geomcol": "geom3857",
    }
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        "tipg.main:app",
        "--host",
        HOST,
        "--port",
        str(port),
    ]
    process = subprocess.Popen(
        [*command, "--log-level", "error"], cwd=ROOT / "benchmarks", env=environment
    )
    try:
        _wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(15)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        client = Client(port)
        try:
            client.get("/healthz")
        except (OSError, RuntimeError):
            time.sleep(0.2)
        else:
            return
        finally:
            client.close()
    raise RuntimeError("tipg did not start. Maybe install it: uv pip sync requirements/bench.txt")
