"""The graph of a site's relationships, laid out here so that the page needs no script for it.

Parents and predecessors stand above the site, children and successors below, the rest beside it.
All numbers are units of the drawing, with the site's box centered at 0, 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from townsite.sites.choices import RelationshipKind
from townsite.sites.models import Site
from townsite.sites.queries.relationships import Relation

WIDTH, HEIGHT = 186, 52
GAP_X, GAP_Y, GAP_SIDE = 28, 74, 112
A_ROW = 3
SIDES = 2
LETTERS = 24
CHAINS = (RelationshipKind.PARENT, RelationshipKind.PREDECESSOR)


@dataclass(frozen=True)
class Box:
    """A site: the left upper corner, its lines of text and its address."""

    x: float
    y: float
    number: str
    name: str
    full_name: str
    is_center: bool = False

    @property
    def middle(self) -> tuple[float, float]:
        return self.x + WIDTH / 2, self.y + HEIGHT / 2


@dataclass(frozen=True)
class Edge:
    """A line between two boxes, from border to border, with words in its middle."""

    x1: float
    y1: float
    x2: float
    y2: float
    words: str
    kind: str

    @property
    def label_x(self) -> float:
        return (self.x1 + self.x2) / 2

    @property
    def label_y(self) -> float:
        return (self.y1 + self.y2) / 2


@dataclass(frozen=True)
class Graph:
    """Boxes, edges and the box of the whole drawing."""

    boxes: list[Box]
    edges: list[Edge]
    view_box: str
    width: int = WIDTH
    height: int = HEIGHT


def relation_graph(site: Site, relations: Sequence[Relation]) -> Graph:
    """The drawing of a site with everything directly related to it."""
    center = _box(site, 0, 0, is_center=True)
    boxes, edges = [center], []
    for group, side in ((_above(relations), -1), (_below(relations), 1)):
        for index, relation in enumerate(group):
            box = _box(relation.neighbor, *_in_rows(index, len(group), side))
            boxes.append(box)
            edges.append(_vertical(center, box, relation))
    beside = _beside(relations)
    # More than one row of neighbors must pass by the rows above and below.
    reach = max(abs(box.middle[0]) for box in boxes) if len(beside) > SIDES else 0
    for index, relation in enumerate(beside):
        box = _box(relation.neighbor, *_in_columns(index, reach))
        boxes.append(box)
        edges.append(_horizontal(center, box, relation))
    return Graph(boxes, edges, _view_box(boxes))


def _above(relations: Sequence[Relation]) -> list[Relation]:
    return [each for each in relations if each.row.kind in CHAINS and not each.is_outgoing]


def _below(relations: Sequence[Relation]) -> list[Relation]:
    return [each for each in relations if each.row.kind in CHAINS and each.is_outgoing]


def _beside(relations: Sequence[Relation]) -> list[Relation]:
    return [each for each in relations if each.row.kind not in CHAINS]


def _in_rows(index: int, count: int, side: int) -> tuple[float, float]:
    """The middle of a box in rows of three that move away from the site."""
    row, place = divmod(index, A_ROW)
    in_this_row = min(A_ROW, count - row * A_ROW)
    x = (place - (in_this_row - 1) / 2) * (WIDTH + GAP_X)
    return x, side * (row + 1) * (HEIGHT + GAP_Y)


def _in_columns(index: int, reach: float) -> tuple[float, float]:
    """The middle of a box right and left of the site in turn, then lower, outside of `reach`."""
    row, side = divmod(index, SIDES)
    x = (1 if side == 0 else -1) * (reach + WIDTH + GAP_SIDE)
    return x, row * (HEIGHT + GAP_X)


def _box(site: Site, x: float, y: float, *, is_center: bool = False) -> Box:
    name = site.name if len(site.name) <= LETTERS else site.name[: LETTERS - 1].rstrip() + "…"
    return Box(x - WIDTH / 2, y - HEIGHT / 2, site.number, name, site.name, is_center=is_center)


def _vertical(center: Box, box: Box, relation: Relation) -> Edge:
    (x1, _), (x2, y2) = center.middle, box.middle
    down = y2 > 0
    start = HEIGHT / 2 if down else -HEIGHT / 2
    end = y2 - HEIGHT / 2 if down else y2 + HEIGHT / 2
    return Edge(x1, start, x2, end, relation.words, relation.row.kind)


def _horizontal(center: Box, box: Box, relation: Relation) -> Edge:
    x2, y2 = box.middle
    right = x2 > 0
    start = WIDTH / 2 if right else -WIDTH / 2
    end = x2 - WIDTH / 2 if right else x2 + WIDTH / 2
    share = relation.row.share_percent
    words = f"{share.normalize():f}% parking" if share else relation.words
    return Edge(start, center.middle[1], end, y2, words, relation.row.kind)


def _view_box(boxes: Sequence[Box]) -> str:
    margin = 12
    left, top = min(b.x for b in boxes) - margin, min(b.y for b in boxes) - margin
    right = max(b.x + WIDTH for b in boxes) + margin
    bottom = max(b.y + HEIGHT for b in boxes) + margin
    return f"{left:g} {top:g} {right - left:g} {bottom - top:g}"
