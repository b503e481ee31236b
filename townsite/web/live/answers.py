"""Answers of the event streams, in the terms of ASGI."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

Headers = dict[str, str]
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


def known_event(scope: Message, headers: Headers) -> int:
    """The last event that the page knows: on its own reconnection the browser says it."""
    query = parse_qs(scope["query_string"].decode("latin-1"))
    given = headers.get("last-event-id") or query.get("after", ["0"])[0]
    return int(given) if given.isdecimal() and len(given) < 19 else 0  # noqa: PLR2004 - digits of a bigint


def shared_headers(origin: str) -> Headers:
    """What every answer says; a page of the same host may read it with its cookie."""
    always = {"cache-control": "no-store", "x-accel-buffering": "no", "vary": "Origin, Cookie"}
    if not origin:
        return always
    return {
        **always,
        "access-control-allow-origin": origin,
        "access-control-allow-credentials": "true",
    }


async def left(receive: Receive) -> None:
    """Returns when the other side has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def begin(send: Send, headers: Headers, status: int = 200) -> None:
    """Sends status and headers."""
    named = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": named})


async def write(send: Send, text: str) -> None:
    """Sends a piece of the stream."""
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def answer(send: Send, status: int, headers: Headers | None = None) -> None:
    """Sends an answer without content; a browser does not ask again after a refusal."""
    await begin(send, {**(headers or {}), "content-type": "text/plain"}, status)
    await send({"type": "http.response.body", "body": b"", "more_body": False})
