"""`/live/`: server-sent events (HTML Standard, section 9.2) for open pages, as a small ASGI application.

A process of its own, so that a thousand idle streams take no thread from the pages. Every message is
asked for under the listener's own scope at that moment, by the same session as a page.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

import orjson
from django.db import close_old_connections

from townsite.audit.live import last_event_id
from townsite.audit.models import Event
from townsite.web.live.answers import (
    Headers,
    Message,
    Receive,
    Send,
    answer,
    begin,
    known_event,
    left,
    shared_headers,
    write,
)
from townsite.web.live.door import allowed_origin, listener_of, session_key_of
from townsite.web.live.listening import listen
from townsite.web.live.news import events_missed, events_named, news_of
from townsite.web.live.streams import Stream, Streams, TooManyStreams

T = TypeVar("T")

# So often a silent stream is looked after: a proxy keeps it open, and a session that is over ends it.
LOOK_SECONDS = 15.0
RETRY_MS = 5_000
OVER = "event: over\ndata: {}\n\n"
THREADS = 4


class Live:
    """The ASGI application; one a process."""

    def __init__(self) -> None:
        self.streams = Streams()
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="live")
        self._listening: asyncio.Task[None] | None = None

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live_and_die(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def _live_and_die(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                if self._listening:
                    self._listening.cancel()
                return

    async def _answer(self, scope: Message, receive: Receive, send: Send) -> None:
        headers = {name.decode(): value.decode("latin-1") for name, value in scope["headers"]}
        if scope["path"] == "/live/health":
            await answer(send, 200)
            return
        origin = allowed_origin(headers)
        if scope["path"] != "/live/" or scope["method"] != "GET":
            await answer(send, 404)
        elif origin is None:
            await answer(send, 403)
        else:
            await self._admit(scope, headers, shared_headers(origin), receive, send)

    async def _admit(
        self, scope: Message, headers: Headers, shared: Headers, receive: Receive, send: Send
    ) -> None:
        key = session_key_of(headers)
        listener = await self._in_thread(partial(listener_of, key)) if key else None
        if listener is None:
            await answer(send, 401, shared)
            return
        try:
            stream = self.streams.open(key, listener.user.pk)
        except TooManyStreams:
            await answer(send, 429, shared)
            return
        self._listening = self._listening or asyncio.create_task(listen(self.streams.tell))
        try:
            await self._stream(stream, known_event(scope, headers), shared, receive, send)
        finally:
            self.streams.close(stream)

    async def _stream(
        self, stream: Stream, after: int, shared: Headers, receive: Receive, send: Send
    ) -> None:
        await begin(send, {**shared, "content-type": "text/event-stream"})
        telling = asyncio.create_task(self._tell(stream, after, send))
        leaving = asyncio.create_task(left(receive))
        _, pending = await asyncio.wait({telling, leaving}, return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()
        await asyncio.gather(*pending, return_exceptions=True)
        if telling.done() and not telling.cancelled():
            telling.result()

    async def _tell(self, stream: Stream, after: int, send: Send) -> None:
        """Sends what the person may hear, until the session is over."""
        await write(send, f"retry: {RETRY_MS}\n\n")
        seen = after or await self._in_thread(last_event_id)
        found = await self._in_thread(partial(events_missed, seen))
        while True:
            seen = max(seen, *(event.pk for event in found), 0)
            news = await self._in_thread(partial(_heard, stream, found))
            if news is None:
                await write(send, OVER)
                await send({"type": "http.response.body", "body": b"", "more_body": False})
                return
            await write(send, "".join(news) or ": still here\n\n")
            found = await self._next(stream, seen)

    async def _next(self, stream: Stream, seen: int) -> list[Event]:
        """The events that came in, or none after a while."""
        try:
            event_id = await asyncio.wait_for(stream.waiting.get(), LOOK_SECONDS)
        except TimeoutError:
            return []
        if event_id is None:
            return await self._in_thread(partial(events_missed, seen))
        return await self._in_thread(partial(events_named, [event_id]))

    async def _in_thread(self, ask: Callable[[], T]) -> T:
        def asked() -> T:
            close_old_connections()
            return ask()

        return await asyncio.get_running_loop().run_in_executor(self._threads, asked)


def _heard(stream: Stream, events: list[Event]) -> list[str] | None:
    """The messages of the events for the stream's person; None once the session is over."""
    listener = listener_of(stream.session_key)
    if listener is None:
        return None
    told = [(event.pk, news_of(event, listener.scope)) for event in events]
    return [
        f"id: {key}\nevent: change_set\ndata: {orjson.dumps(news).decode()}\n\n"
        for key, news in told
        if news
    ]
