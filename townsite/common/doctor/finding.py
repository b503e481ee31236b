from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How a finding stands: `warn` works, but slower or not fully; `fail` does not work."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Finding:
    """One line of the doctor's report, with a way out unless all is well."""

    title: str
    detail: str
    verdict: Verdict = Verdict.OK
    way_out: str = ""


def found(
    title: str, detail: str, *, good: bool, way_out: str, otherwise: Verdict = Verdict.FAIL
) -> Finding:
    """The finding: ok when `good`, else the other verdict with its way out."""
    return Finding(title, detail) if good else Finding(title, detail, otherwise, way_out)
