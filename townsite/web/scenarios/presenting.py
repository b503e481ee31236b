"""What the pages of a scenario show of its run and of a plan."""

from typing import Any

from townsite.jobs.models import Job
from townsite.scenarios.models import Run
from townsite.scenarios.queries import is_running

SPARK_WIDTH, SPARK_HEIGHT = 300, 60


def run_status(run: Run | None) -> dict[str, Any]:
    """The run, its job if there is one still, whether it goes on, and the line of its progress."""
    job = Job.objects.filter(pk=run.job_id).first() if run and run.job_id else None
    figures = job.figures if job else {}
    points = figures.get("points") or (run.trace if run else [])
    return {
        "run": run,
        "job": job,
        "is_running": bool(run and is_running(run)),
        "figures_now": figures,
        "spark": sparkline(points),
    }


def sparkline(points: list[list[Any]]) -> str:
    """SVG points of the value over time in the last try, lower is better; empty for fewer than two."""
    if not points:
        return ""
    last = points[-1][4]
    line = [(p[0], p[1]) for p in points if p[4] == last and p[1] is not None]
    if len(line) < 2:  # noqa: PLR2004 - a line has two ends
        return ""
    (first, _), (end, _) = line[0], line[-1]
    low, high = min(v for _, v in line), max(v for _, v in line)
    across, up = (end - first) or 1.0, (high - low) or 1.0
    return " ".join(
        f"{(t - first) / across * SPARK_WIDTH:.1f},{SPARK_HEIGHT - (v - low) / up * SPARK_HEIGHT:.1f}"
        for t, v in line
    )
