"""Pages of the jobs: a person's own; holders of everything see all, by row-level security."""

from uuid import UUID

from django.contrib import messages
from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from townsite.common import clock
from townsite.directory.export_files import EXPORT, export_file
from townsite.directory.timing.queries import SearchTimes, search_times
from townsite.jobs.actions import cancel_job
from townsite.jobs.choices import JobState
from townsite.jobs.models import Job
from townsite.jobs.queries import job_with_id, jobs_seen
from townsite.web.person import person_in, wants_fragment

PAGE = 50
STOP_POLLING = 286  # HTMX ends a polling trigger on this status


@require_GET
def job_list(request: HttpRequest) -> HttpResponse:
    """The latest jobs in scope, by state; `before` is the last one already read."""
    state = request.GET.get("state", "")
    state = state if state in JobState.values else ""
    jobs = jobs_seen(state=state)
    before = _uuid(request.GET.get("before", ""))
    rows = list((jobs.filter(pk__lt=before) if before else jobs)[: PAGE + 1])
    context = {
        "jobs": rows[:PAGE],
        "next": rows[PAGE - 1].pk if len(rows) > PAGE else None,
        "state": state,
        "states": JobState.choices,
        "downloads": {job.pk for job in rows[:PAGE] if has_file(job)},
        "searches": _searches(),
        "is_moving": any(job.is_open for job in rows[:PAGE]),
    }
    polled = wants_fragment(request)
    template = "jobs/job_list.html" + ("#rows" if polled else "")
    return render(request, template, context, status=_status(polled, context["is_moving"]))


def _searches() -> list[tuple[str, SearchTimes | None]]:
    """How long searches took, over the last day and the last week (A-102)."""
    at = clock.now()
    return [
        (label, search_times(at=at, hours=hours))
        for label, hours in (("24 hours", 24), ("7 days", 7 * 24))
    ]


@require_GET
def job_detail(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """One job with its progress; HTMX asks again every second until it has ended."""
    job = job_with_id(job_id)
    polled = wants_fragment(request)
    template = "jobs/job_detail.html" + ("#progress" if polled else "")
    context = {
        "job": job,
        "facts": facts_of(job),
        "result": result_of(job),
        "download": reverse("directory:export_download", args=[job.pk]) if has_file(job) else "",
    }
    return render(request, template, context, status=_status(polled, job.is_open))


@require_POST
def job_cancel(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Cancels a waiting job, or asks a running one to stop at its next step."""
    job = cancel_job(job=job_with_id(job_id), by=person_in(request), at=clock.now())
    told = "Cancelled." if not job.is_open else "It stops at its next step; nothing of it is kept."
    messages.success(request, told)
    return redirect("jobs:detail", job_id)


def facts_of(job: Job) -> list[tuple[str, object]]:
    """What else there is to know, as pairs for the list of facts."""
    arguments = ", ".join(f"{name}: {value}" for name, value in job.arguments.items())
    return [("Kind", job.kind), ("Started by", job.started_by_label), ("Arguments", arguments)]


def result_of(job: Job) -> list[tuple[str, object]]:
    """The result as pairs, its keys made readable; where a file lies is nobody's business."""
    shown = {name: value for name, value in (job.result or {}).items() if name != "file"}
    return [(str(name).replace("_", " ").capitalize(), intcomma(v)) for name, v in shown.items()]


def has_file(job: Job) -> bool:
    """Whether the job made a file that is still kept."""
    return job.kind == EXPORT and export_file(job.result) is not None


def _status(polled: bool, is_moving: object) -> int:
    return STOP_POLLING if polled and not is_moving else 200


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
