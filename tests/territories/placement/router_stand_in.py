"""A loopback server that answers matrices in the documented formats of three routers."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

METRES_A_SECOND = 20.0


@dataclass
class StandIn:
    """Answers each origin with `seconds` of driving at 20 m/s; None where no road leads."""

    url: str = ""
    status: int = 200
    body: Any = None
    delay_seconds: float = 0.0
    seconds: list[float | None] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)

    def osrm(self, path: str) -> Any:
        """Table service: rows by source, columns by destination (project-osrm.org/docs)."""
        points = urlsplit(path).path.rpartition("/")[2].split(";")
        query = parse_qs(urlsplit(path).query)
        self.asked.append({"points": points, **query})
        rows = [self.seconds[int(n)] for n in query["sources"][0].split(";")]
        return {
            "code": "Ok",
            "sources": [{"location": [0, 0], "name": "", "distance": 1.5} for _ in rows],
            "destinations": [{"location": [0, 0], "name": "", "distance": 2.0}],
            "durations": [[each] for each in rows],
            "distances": [[metres(each)] for each in rows],
        }

    def valhalla(self, body: dict[str, Any]) -> Any:
        """`sources_to_targets`: a row a source; time in seconds, distance in kilometres."""
        self.asked.append(body)
        cells = self.seconds[: len(body["sources"])]
        return {
            "units": "kilometers",
            "algorithm": "costmatrix",
            "sources_to_targets": [
                [
                    {
                        "from_index": n,
                        "to_index": 0,
                        "time": each,
                        "distance": None if each is None else metres(each) / 1000,
                    }
                ]
                for n, each in enumerate(cells)
            ],
        }

    def azure(self, path: str, body: dict[str, Any]) -> Any:
        """Route matrix, synchronous, version 1.0: a row an origin."""
        self.asked.append({**parse_qs(urlsplit(path).query), **body})
        return {
            "formatVersion": "0.0.1",
            "matrix": [
                [azure_cell(each)] for each in self.seconds[: len(body["origins"]["coordinates"])]
            ],
            "summary": {"successfulRoutes": 1, "totalRoutes": 1},
        }


def metres(seconds: float | None) -> float | None:
    return None if seconds is None else seconds * METRES_A_SECOND


def azure_cell(seconds: float | None) -> dict[str, Any]:
    if seconds is None:
        return {"statusCode": 400, "response": {"routeSummary": None}}
    summary = {
        "lengthInMeters": metres(seconds),
        "travelTimeInSeconds": seconds,
        "trafficDelayInSeconds": 0,
        "departureTime": "2026-11-21T10:00:00+00:00",
        "arrivalTime": "2026-11-21T11:00:00+00:00",
    }
    return {"statusCode": 200, "response": {"routeSummary": summary}}


@contextmanager
def stand_in() -> Iterator[StandIn]:
    """A running server on a free port of the loopback interface."""
    state = StandIn()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.reply(lambda: state.osrm(self.path))

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if self.path.startswith("/sources_to_targets"):
                self.reply(lambda: state.valhalla(body))
            else:
                self.reply(lambda: state.azure(self.path, body))

        def reply(self, make: Any) -> None:
            answer = make()
            time.sleep(state.delay_seconds)
            said = answer if state.body is None else state.body
            data = said if isinstance(said, bytes) else json.dumps(said).encode()
            try:
                self.send_response(state.status)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(data)
            except BrokenPipeError:
                return  # the client gave up, as the test wanted

        def log_message(self, *args: object) -> None:
            """Says nothing: a test's output is its own."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        state.url = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield state
        server.shutdown()
        thread.join()
