"""A loopback server that answers in the documented formats of Nominatim and Azure Maps."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class StandIn:
    """What to answer next, and what was asked."""

    url: str = ""
    status: int = 200
    body: Any = None
    delay_seconds: float = 0.0
    asked: list[dict[str, list[str]]] = field(default_factory=list)

    def nominatim(self, latitude: float, longitude: float, **kind: str) -> None:
        """Answers with one place, as https://nominatim.org/release-docs/latest/api/Output/ says."""
        place = {
            "place_id": 1,
            "licence": "Data © OpenStreetMap contributors, ODbL 1.0.",
            "lat": str(latitude),
            "lon": str(longitude),
            "display_name": "12 Peachtree Street, Atlanta",
            "importance": 0.1,
            "boundingbox": ["33.7", "33.8", "-84.4", "-84.3"],
            "class": "place",
            "type": "house",
            **kind,
        }
        self.body = [place]

    def azure(self, latitude: float, longitude: float, **kind: str) -> None:
        """Answers with one result of "Get Search Address" 1.0."""
        result = {
            "score": 9.2,
            "address": {"freeformAddress": "12 Peachtree Street, Atlanta, GA 30303"},
            "position": {"lat": latitude, "lon": longitude},
            "type": "Point Address",
            **kind,
        }
        self.body = {"summary": {"numResults": 1}, "results": [result]}


@contextmanager
def stand_in() -> Iterator[StandIn]:
    """A running server on a free port of the loopback interface."""
    state = StandIn()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.asked.append(parse_qs(urlsplit(self.path).query))
            time.sleep(state.delay_seconds)
            body = state.body if isinstance(state.body, bytes) else json.dumps(state.body).encode()
            try:
                self.send_response(state.status)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(body)
            except BrokenPipeError:
                return  # the client gave up, as the test wanted

        def log_message(self, *args: object) -> None:
            """Says nothing: a test's output is its own."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        state.url = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield state
        server.shutdown()
        thread.join()
