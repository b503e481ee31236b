"""The planning pack of a plan: a workbook for the meeting, boundaries and sites for the map (A-86)."""

import io
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyogrio
import shapely
import xlsxwriter
from shapely.geometry.base import BaseGeometry

from townsite.common.errors import Unsupported
from townsite.common.tabular import escape_formula
from townsite.scenarios.ground import ground_of
from townsite.scenarios.models import Plan
from townsite.scenarios.queries.detail import PlanDetail

CENTS = 100
KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "gpkg": "application/geopackage+sqlite3",
    "geojson": "application/geo+json",
}
FIGURES = (
    ("Territories", "territories"), ("Load off the mean (share)", "load_spread"),
    ("Revenue off the mean (share)", "revenue_spread"), ("Mean drive, min", "mean_minutes"),
    ("Drive of the farthest 5%, min", "p95_minutes"), ("Compactness, km", "compactness_km"),
    ("Sites that change hands", "moved_sites"),
)  # fmt: skip
Sheet = tuple[str, Sequence[str], Callable[[Plan, PlanDetail], Iterator[Sequence[Any]]]]


def packed(kind: str, plan: Plan, detail: PlanDetail, *, at: datetime) -> bytes:
    """The file's content; boundaries are cut by those in force at `at`.

    Raises Unsupported for an unknown kind.
    """
    if kind not in KINDS:
        raise Unsupported(f"There is no pack “{kind}”. Use one of {', '.join(KINDS)}.")
    if kind == "xlsx":
        return _workbook(plan, detail)
    ground = ground_of(detail.layout, at=at)
    return _geojson(plan, detail, ground) if kind == "geojson" else _geopackage(detail, ground)


def _workbook(plan: Plan, detail: PlanDetail) -> bytes:
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        bold = book.add_format({"bold": True})
        for name, head, rows in SHEETS:
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, head, bold)
            for at, row in enumerate(rows(plan, detail), start=1):
                sheet.write_row(at, 0, [escape_formula(each) for each in row])
            sheet.autofit()
    return target.getvalue()


def _figures(plan: Plan, detail: PlanDetail) -> Iterator[Sequence[Any]]:
    yield ("Scenario", str(plan.scenario), "")
    yield ("Plan", str(plan), "")
    for label, name in FIGURES:
        yield (label, plan.measures[name], plan.run.today[name])
    yield (
        "Revenue of those sites, dollars",
        plan.measures["moved_revenue_cents"] / CENTS,
        0,
    )


def _territories(plan: Plan, detail: PlanDetail) -> Iterator[Sequence[Any]]:
    for row in plan.rows:
        before, after = row["before"], row["after"]
        state = "new" if row["is_new"] else "closes" if row["is_closed"] else ""
        figures = [
            value
            for side in (before, after)
            for value in (
                side["sites"], side["units"], side["revenue_cents"] / CENTS, side["mean_minutes"],
            )
        ]  # fmt: skip
        yield [row["code"], row["name"], state, *figures, row["gained"], row["lost"], row["binds"]]


def _sites(plan: Plan, detail: PlanDetail) -> Iterator[Sequence[Any]]:
    one, other = detail.today, detail.layout
    moved = set(other.moved.tolist())
    for n, number in enumerate(one.instance.numbers):
        old, new = one.seats[int(one.seat[n])].code, other.seats[int(other.seat[n])].code
        minutes = round(float(one.minutes[n]), 1), round(float(other.minutes[n]), 1)
        revenue, load = one.instance.revenue[n], one.instance.units[n]
        yield [
            number,
            one.instance.names[n],
            old,
            new,
            "yes" if n in moved else "",
            *minutes,
            load,
            revenue,
        ]


def _rules(plan: Plan, detail: PlanDetail) -> Iterator[Sequence[Any]]:
    for each in plan.measures["findings"]:
        yield (each["severity"], each["where"], each["words"])


def _proof(plan: Plan, detail: PlanDetail) -> Iterator[Sequence[Any]]:
    proof = plan.certificate
    for check in proof["checks"]:
        yield (check["constraint"], "kept" if check["holds"] else check["detail"])
    for name in ("sentence", "value", "bound", "seed", "steps", "input_hash"):
        yield (name.replace("_", " "), proof[name])


_SIDES = ("sites", "weighted sites", "revenue, dollars", "mean drive, min")
SHEETS: tuple[Sheet, ...] = (
    ("Figures", ("Figure", "Plan", "Today"), _figures),
    (
        "Territories",
        (
            "Code", "Name", "", *(f"Today: {each}" for each in _SIDES),
            *(f"Plan: {each}" for each in _SIDES), "Gains", "Loses", "What binds it",
        ),
        _territories,
    ),
    (
        "Sites",
        ("Number", "Name", "Today", "Plan", "Moves", "Drive today, min", "Drive, min",
         "Weighted", "Revenue, dollars"),
        _sites,
    ),
    ("Rules broken", ("Severity", "Where", "What"), _rules),
    ("Certificate", ("Constraint", "Verdict"), _proof),
)  # fmt: skip


def _geojson(plan: Plan, detail: PlanDetail, ground: list[BaseGeometry]) -> bytes:
    """RFC 7946: a feature a territory, its boundary and figures."""
    after = {row["code"]: row["after"] for row in plan.rows}
    features = [
        {
            "type": "Feature",
            "id": seat.code,
            "properties": {"code": seat.code, "name": seat.name, **after.get(seat.code, {})},
            "geometry": None if shape.is_empty else shapely.geometry.mapping(shape),
        }
        for seat, shape in zip(detail.layout.seats, ground, strict=True)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def _geopackage(detail: PlanDetail, ground: list[BaseGeometry]) -> bytes:
    layout, instance = detail.layout, detail.layout.instance
    with TemporaryDirectory() as folder:
        path = Path(folder) / "plan.gpkg"
        moved = np.zeros(len(instance), np.int32)
        moved[layout.moved] = 1
        _layer(
            path, "sites", shapely.to_wkb(shapely.points(instance.xy)),
            {
                "number": instance.numbers,
                "today": [detail.today.seats[int(s)].code for s in detail.today.seat],
                "plan": [layout.seats[int(s)].code for s in layout.seat],
                "moves": moved,
                "drive_min": layout.minutes.round(1),
            },
        )  # fmt: skip
        _layer(
            path, "centers", shapely.to_wkb(shapely.points(layout.center)),
            {"code": [s.code for s in layout.seats], "name": [s.name for s in layout.seats]},
            append=True,
        )  # fmt: skip
        _layer(
            path, "boundaries", shapely.to_wkb(ground),
            {"code": [s.code for s in layout.seats], "name": [s.name for s in layout.seats]},
            append=True, shape="MultiPolygon",
        )  # fmt: skip
        return path.read_bytes()


def _layer(
    path: Path, name: str, shapes: Any, columns: dict[str, Any], *, append: bool = False,
    shape: str = "Point",
) -> None:  # fmt: skip
    fields = [
        each if isinstance(each, np.ndarray) else np.array(each, dtype=object)
        for each in columns.values()
    ]
    pyogrio.raw.write(
        str(path), np.asarray(shapes, dtype=object), fields, list(columns), driver="GPKG",
        layer=name, geometry_type=shape, crs="EPSG:4326", append=append,
    )  # fmt: skip
