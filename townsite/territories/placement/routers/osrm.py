"""OSRM, table service of its HTTP API (project-osrm.org/docs, v5 "Table service")."""

from collections.abc import Sequence

from townsite.territories.placement.routers.contract import (
    TIMEOUT_SECONDS,
    Leg,
    Place,
    RouterFailed,
    ask,
    counted,
    leg,
)


class OsrmRouter:
    """Asks an OSRM server; the profile is that of the server, usually driving."""

    name = "OSRM"

    def __init__(self, url: str, *, timeout: float = TIMEOUT_SECONDS) -> None:
        self._url, self._timeout = url.rstrip("/"), timeout

    def legs(self, origins: Sequence[Place], destination: Place) -> list[Leg | None]:
        """The drive from each origin, in order. Raises RouterFailed."""
        points = ";".join(f"{x:.6f},{y:.6f}" for x, y in (*origins, destination))
        sources = ";".join(str(n) for n in range(len(origins)))
        url = (
            f"{self._url}/table/v1/driving/{points}?annotations=duration,distance"
            f"&sources={sources}&destinations={len(origins)}"
        )
        answer = ask(url, timeout=self._timeout)
        try:
            if answer["code"] != "Ok":
                raise RouterFailed(f"it refused: {answer['code']}")
            rows = zip(answer["distances"], answer["durations"], strict=True)
            return counted([leg(far[0], long[0]) for far, long in rows], origins)
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise RouterFailed("its answer has another shape") from error
