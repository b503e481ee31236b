"""What the engine refuses, in words."""


class DistrictingError(ValueError):
    """Any refusal of the engine; `problems` holds one sentence each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class BadInput(DistrictingError):  # noqa: N818 - says what is wrong, as Infeasible does
    """The problem cannot be read: not-a-number, wrong shape, unknown name."""


class Infeasible(DistrictingError):  # noqa: N818 - the word of the field
    """No plan can keep all hard constraints; the sentences name those in conflict."""


class NoPlanFound(DistrictingError):  # noqa: N818 - says what happened
    """The search ended without a plan that keeps all hard constraints; one may still exist."""
