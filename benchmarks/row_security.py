"""What row-level security costs: the same questions asked by the tables' owner."""

from collections.abc import Callable

from benchmarks.harness.captured import bare_connection, statements_of
from benchmarks.harness.captured import run as run_bare
from benchmarks.harness.places import tiles, towns
from benchmarks.harness.readers import SCOPES, Reader, readers
from benchmarks.harness.row import Row
from benchmarks.harness.timing import least
from benchmarks.pages import FIELDS
from townsite.api.site_document import json_object
from townsite.common.scope import scoped
from townsite.directory.criteria import Criteria
from townsite.directory.nearby import nearest_sites
from townsite.directory.queries import site_page_json
from townsite.directory.site_tiles import site_tile

REQUESTS, ROUNDS = 60, 7
MOST_RATIO = 1.3
DOCUMENT = json_object(FIELDS)  # a row as the directory's pages and the API ask for it
WORDS = ("suites", "medical center", "airport", "plaza", "hotel atlanta")
Ask = Callable[[int], object]


def run(size: int) -> list[Row]:
    """Medians over the questions, each the least of several rounds.

    The owner's questions hold the same reach as a plain condition.
    """
    with readers() as people:
        return [row for name in SCOPES for row in _rows(people[name])]


def _rows(reader: Reader) -> list[Row]:
    asked, free = bare_connection(scope=reader.scope), bare_connection("owner")
    rows = []
    for what, ask in _questions(reader).items():
        with scoped(reader.scope):
            statements = [statements_of(lambda n=n, ask=ask: ask(n)) for n in range(REQUESTS)]
        took = least(
            {
                "policy": lambda n, s=statements: run_bare(asked, s[n]),
                "none": lambda n, s=statements: run_bare(free, s[n]),
            },
            range(REQUESTS),
            times=ROUNDS,
        )
        rows.append(
            Row(
                f"{what}, reader of {reader.name} ({reader.sites:,})",
                took["policy"].p50,
                "ms p50",
                took["none"].p50,
                "no policies",
                MOST_RATIO,
            )
        )
    asked.close()
    free.close()
    return rows


def _questions(reader: Reader) -> dict[str, Ask]:
    points, squares = towns(REQUESTS), tiles(12, REQUESTS)

    def page(_: int) -> object:
        return site_page_json(Criteria.parse("type:hotel"), document=DOCUMENT, sort="name")

    def box(n: int) -> object:
        lon, lat = points[n]
        criteria = Criteria.from_query(
            {"bbox": f"{lon - 0.04},{lat - 0.025},{lon + 0.04},{lat + 0.025}"}
        )
        return site_page_json(criteria, document=DOCUMENT, sort="name")

    def nearest(n: int) -> object:
        return nearest_sites(*points[n], scope=reader.scope, criteria=Criteria())

    def search(n: int) -> object:
        return site_page_json(Criteria.parse(WORDS[n % len(WORDS)]), document=DOCUMENT)

    def tile(n: int) -> object:
        return site_tile(squares[n], scope=reader.scope, criteria=Criteria())

    return {
        "page": page,
        "box": box,
        "20 nearest": nearest,
        "text search": search,
        "tile z12": tile,
    }
