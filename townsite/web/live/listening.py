"""Listening to PostgreSQL: one connection a process, renewed when it is lost."""

import asyncio
from collections.abc import Callable

import psycopg
import structlog
from django.db import connection

from townsite.audit.live import CHANNEL

RENEW_SECONDS = 2.0
NAMES = ("host", "port", "user", "password", "dbname")

log = structlog.get_logger(__name__)


async def listen(tell: Callable[[int | None], None]) -> None:
    """Calls `tell` with the id of each event as it is committed, until it is cancelled.

    After a lost connection with None: what was committed meanwhile has to be looked for.
    """
    while True:
        try:
            await _listen_once(tell)
        except psycopg.OperationalError as error:
            log.warning("live_connection_lost", error=str(error))
        await asyncio.sleep(RENEW_SECONDS)


async def _listen_once(tell: Callable[[int | None], None]) -> None:
    known = connection.get_connection_params()
    given = {name: known[name] for name in NAMES if known.get(name)}
    own = await psycopg.AsyncConnection.connect(
        **given, autocommit=True, application_name="townsite live"
    )
    async with own:
        await own.execute(f"LISTEN {CHANNEL}")
        tell(None)
        async for told in own.notifies():
            if told.payload.isdecimal():
                tell(int(told.payload))
