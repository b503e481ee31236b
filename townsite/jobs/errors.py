"""What can go wrong with jobs."""

from townsite.common.errors import Conflict, NotFound


class JobUnknown(NotFound):
    code = "job-unknown"
    title = "There is no such job"


class JobNotOpen(Conflict):
    code = "job-not-open"
    title = "This job has ended already"


class JobCancelled(Exception):  # noqa: N818 - it is a wish, not an error
    """Raised inside a job whose cancellation was asked for; its transaction is taken back."""


class WorkerStopping(Exception):  # noqa: N818 - it is a wish, not an error
    """Raised inside a job whose worker is shutting down; the job goes back to the queue."""
